package scanmill.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Spell {
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

  /** Four decimals; {@code -} where it is undefined. */
  static String score(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-";
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
