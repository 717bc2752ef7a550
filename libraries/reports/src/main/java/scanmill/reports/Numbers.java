package scanmill.reports;

import java.util.Locale;
import scanmill.metrics.Interval;
import scanmill.metrics.Summary;
import scanmill.metrics.Unit;

/** Numbers as people read them; a dash where one does not exist. */
final class Numbers {
  private static final String NONE = "–";

  private Numbers() {}

  static String of(double value, Unit unit) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    return switch (unit) {
      case ONE -> String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.1f" : "%.3f", value);
      case MM -> String.format(Locale.ROOT, "%.2f", value);
      case MM3 -> String.format(Locale.ROOT, "%.1f", value);
    };
  }

  /** {@code 0.912 [0.893, 0.928]}. */
  static String mean(Summary summary) {
    Interval interval = summary.interval();
    return summary.count() == 0
        ? NONE
        : of(summary.mean(), summary.unit())
            + " ["
            + of(interval.low(), summary.unit())
            + ", "
            + of(interval.high(), summary.unit())
            + "]";
  }

  /** As short as possible, for the ticks of an axis. */
  static String tick(double value) {
    double tidy = Math.abs(value) < 1e-12 ? 0 : value;
    return String.format(Locale.ROOT, "%.6g", tidy)
        .replaceFirst("(\\.[0-9]*?)0+($|e)", "$1$2")
        .replaceFirst("\\.($|e)", "$1");
  }
}
