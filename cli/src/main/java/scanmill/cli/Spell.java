package scanmill.cli;

import java.time.Duration;
import java.util.Locale;
import scanmill.metrics.Unit;

/** Numbers as people read them. */
final class Spell {
  private static final double LEAST = 0.001; // of four decimals
  private static final double LEAST_MM = 0.01;
  private static final double LARGE = 1000;
  private static final double FEW = 10;

  private Spell() {}

  /** {@code 0.8 s}, {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
  static String seconds(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  static String seconds(Duration duration) {
    return seconds(duration.toMillis() / 1000.0);
  }

  /**
   * Four decimals; of what they would show as nearly 0, three digits, {@code 4.21e-05}; {@code -}
   * where it is undefined.
   */
  static String score(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    boolean small = value != 0 && Math.abs(value) < LEAST;
    return String.format(Locale.ROOT, small ? "%.2e" : "%.4f", value);
  }

  /** A volume in a unit that suits it: {@code 1234.6 mm3}, {@code 0.5120 um3}. */
  static String volume(double mm3) {
    if (!Double.isFinite(mm3)) {
      return "-";
    }
    Scale scale = Scale.of(Unit.MM3, Math.abs(mm3));
    double scaled = mm3 * scale.factor();
    boolean few = scaled != 0 && scaled < FEW;
    return (few ? score(scaled) : tenth(scaled)) + " " + scale.symbol();
  }

  /**
   * Millimetres, or a smaller unit.
   *
   * @param symbol {@code um}; empty of a ratio
   * @param factor from millimetres or their cubes
   */
  record Scale(String symbol, double factor) {
    /** In which the largest of some values is easily read; 0 stays as it is. */
    static Scale of(Unit unit, double largest) {
      if (unit == Unit.ONE) {
        return new Scale("", 1);
      }
      return largest == 0 || largest >= LEAST_MM
          ? new Scale(unit.symbol(), 1)
          : new Scale(unit.symbol().replace("mm", "um"), unit == Unit.MM3 ? 1e9 : 1e3);
    }

    /** Four decimals or, of large numbers, fewer. */
    String spell(double value) {
      double scaled = value * factor;
      return Math.abs(scaled) < LARGE ? score(scaled) : tenth(scaled);
    }
  }

  /** One decimal. */
  static String tenth(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1f", value) : "-";
  }

  /** {@code 512 B}, {@code 3.4 MiB}. */
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < 3) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %siB", value, "KMGT".charAt(unit));
  }

  /** A number as a cell of a table for programs; empty where it is not known. */
  static String csv(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
