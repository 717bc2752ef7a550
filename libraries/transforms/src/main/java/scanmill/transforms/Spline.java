package scanmill.transforms;

/** B-splines of order 0, 1 and 2 on whole numbers. */
final class Spline {
  /** The pole of the quadratic spline's inverse filter. */
  private static final double POLE = Math.sqrt(8) - 3;

  private static final double GAIN = (1 - POLE) * (1 - 1 / POLE);

  private Spline() {}

  /** The value of the basis function at a distance from its centre. */
  static double weight(int order, double distance) {
    double d = Math.abs(distance);
    return switch (order) {
      case 0 -> 1;
      case 1 -> 1 - d;
      case 2 -> d <= 0.5 ? 0.75 - d * d : 0.5 * (1.5 - d) * (1.5 - d);
      default -> throw new IllegalArgumentException("Splines of order 0 to 2; found " + order);
    };
  }

  /**
   * Turns values into the coefficients of the quadratic spline through them, mirrored at both ends.
   *
   * @param lines {@code span} lines side by side, element {@code r} of line {@code b} at {@code r *
   *     span + b}; overwritten
   * @param n elements of each line
   */
  static void coefficients(double[] lines, int n, int span) {
    if (n == 1) {
      return;
    }
    for (int b = 0; b < n * span; b++) {
      lines[b] *= GAIN;
    }
    firstCausal(lines, n, span);
    for (int r = span; r < n * span; r++) {
      lines[r] += POLE * lines[r - span];
    }
    int last = (n - 1) * span;
    for (int b = last; b < last + span; b++) {
      lines[b] = (POLE * lines[b - span] + lines[b]) * POLE / (POLE * POLE - 1);
    }
    for (int r = last - 1; r >= 0; r--) {
      lines[r] = POLE * (lines[r + span] - lines[r]);
    }
  }

  /** The sum over all mirrored images of a line, weighted by powers of the pole. */
  private static void firstCausal(double[] lines, int n, int span) {
    double far = Math.pow(POLE, n - 1);
    for (int b = 0; b < span; b++) {
      double sum = lines[b] + far * lines[(n - 1) * span + b];
      double power = POLE;
      for (int r = 1; r < n - 1 && Math.abs(power) > 1e-18; r++) {
        sum += power * (lines[r * span + b] + far * lines[(n - 1 - r) * span + b]);
        power *= POLE;
      }
      lines[b] = sum / (1 - far * far);
    }
  }
}
