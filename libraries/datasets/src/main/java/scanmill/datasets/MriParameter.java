package scanmill.datasets;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The numbers of a sequence that tell how an image was made, and where their usual values lie. */
enum MriParameter {
  FLIP_ANGLE("FlipAngle", 0, 360, false),
  REPETITION_TIME("RepetitionTime", -1, 1, true),
  ECHO_TIME("EchoTime", -3, 1, true);

  private static final int STEPS = 1000;

  private final String column;
  private final double from;
  private final double to;
  private final boolean exponents;

  /**
   * @param from where edges are looked for, or the power of 10
   */
  MriParameter(String column, double from, double to, boolean exponents) {
    this.column = column;
    this.from = from;
    this.to = to;
    this.exponents = exponents;
  }

  /** The key of BIDS sidecars; degrees, seconds. */
  String column() {
    return column;
  }

  /** A number, or the mean of several echoes, {@code 0.005,0.01} or {@code [0.005,0.01]}. */
  static Optional<Double> number(String text) {
    String bare = text.replaceAll("^\\s*\\[|\\]\\s*$", "");
    double sum = 0;
    String[] parts = bare.split(",", -1);
    for (String part : parts) {
      Optional<Double> one = Values.number(part.strip());
      if (one.isEmpty()) {
        return Optional.empty();
      }
      sum += one.get();
    }
    return Optional.of(sum / parts.length);
  }

  /**
   * Where the density of the values is least between clusters of them; none if there are fewer than
   * two values.
   */
  List<Double> edges(double[] values) {
    List<Double> edges = new ArrayList<>();
    if (values.length < 2) {
      return edges;
    }
    KernelDensity density = KernelDensity.fit(values);
    double[] grid =
        exponents
            ? KernelDensity.logarithmic(from, to, STEPS)
            : KernelDensity.linear(from, to, STEPS);
    double[] logDensity = new double[grid.length];
    for (int n = 0; n < grid.length; n++) {
      logDensity[n] = density.logDensity(grid[n]);
    }
    for (int n = 1; n < grid.length - 1; n++) {
      if (logDensity[n] < logDensity[n - 1] && logDensity[n] < logDensity[n + 1]) {
        edges.add(grid[n]);
      }
    }
    return edges;
  }
}
