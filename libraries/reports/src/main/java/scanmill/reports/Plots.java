package scanmill.reports;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scanmill.metrics.Calibration;
import scanmill.metrics.ErrorByUncertainty;

/** The plots of a report as SVG. */
final class Plots {
  private static final int MOST_POINTS = 1500;
  private static final int OUTLINE = 48;
  private static final double HALF_WIDTH = 0.36;
  private static final double NORMAL_95 = 1.96;

  private Plots() {}

  /**
   * One value of a scan.
   *
   * @param name of the scan
   */
  record Named(String name, double x, double y) {}

  /**
   * Values of each class as points, half a violin's outline behind them, the median as a bar.
   *
   * @param classes one list of values (y) per name
   */
  static String distribution(
      List<String> names, List<List<Named>> classes, double low, double high, String title) {
    Frame frame = new Frame(-0.5, names.size() - 0.5, low, high, "", title);
    for (int c = 0; c < names.size(); c++) {
      double[] values = classes.get(c).stream().mapToDouble(Named::y).sorted().toArray();
      frame.xWord(c, shortened(names.get(c), names.size()));
      violin(frame, c, values, low, high);
      List<Named> shown = thinned(classes.get(c));
      for (int n = 0; n < shown.size(); n++) {
        double aside = ((n * 0.618034) % 1 - 0.5) * 0.4;
        frame.point(c + aside, shown.get(n).y(), Frame.colour(c), shown.get(n).name());
      }
      if (values.length > 0) {
        double median = (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
        frame.line(c - HALF_WIDTH, median, c + HALF_WIDTH, median, "firm", "#222");
      }
    }
    return frame.svg();
  }

  private static void violin(Frame frame, int c, double[] sorted, double low, double high) {
    if (sorted.length < 5 || sorted[0] == sorted[sorted.length - 1]) {
      return;
    }
    double mean = Arrays.stream(sorted).average().orElse(0);
    double spread =
        Math.sqrt(Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    double band = Math.max(1.06 * spread * Math.pow(sorted.length, -0.2), (high - low) / 200);
    double from = Math.max(low, sorted[0] - 2 * band);
    double to = Math.min(high, sorted[sorted.length - 1] + 2 * band);
    double[] density = new double[OUTLINE];
    double most = 0;
    for (int n = 0; n < OUTLINE; n++) {
      double at = from + (to - from) * n / (OUTLINE - 1);
      for (double value : sorted) {
        double z = (value - at) / band;
        density[n] += Math.exp(-z * z / 2);
      }
      most = Math.max(most, density[n]);
    }
    double[] x = new double[2 * OUTLINE];
    double[] y = new double[2 * OUTLINE];
    for (int n = 0; n < OUTLINE; n++) {
      double at = from + (to - from) * n / (OUTLINE - 1);
      double width = HALF_WIDTH * density[n] / most;
      x[n] = c - width;
      x[2 * OUTLINE - 1 - n] = c + width;
      y[n] = at;
      y[2 * OUTLINE - 1 - n] = at;
    }
    frame.path(x, y, Frame.colour(c), true);
  }

  /**
   * What differs against what is meant, with the mean difference and the range in which 95 % of
   * normally distributed differences lie. Bland and Altman, Lancet 327, 1986.
   */
  static String blandAltman(List<Named> points, String colour, String unit) {
    double[] differences = points.stream().mapToDouble(Named::y).toArray();
    double bias = Arrays.stream(differences).average().orElse(0);
    double squares = Arrays.stream(differences).map(d -> (d - bias) * (d - bias)).sum();
    double range = NORMAL_95 * Math.sqrt(squares / Math.max(1, differences.length - 1));
    double reach = 0;
    for (double difference : differences) {
      reach = Math.max(reach, Math.abs(difference));
    }
    reach = 1.15 * Math.max(reach, Math.abs(bias) + range);
    double low = points.stream().mapToDouble(Named::x).min().orElse(0);
    double high = points.stream().mapToDouble(Named::x).max().orElse(1);
    double pad = Math.max(1e-9, 0.05 * (high - low));
    Frame frame =
        new Frame(
                low - pad,
                high + pad,
                -Math.max(reach, 1e-9),
                Math.max(reach, 1e-9),
                "mean of both volumes, " + unit,
                "prediction − reference, " + unit)
            .xTicks();
    frame.line(low - pad, 0, high + pad, 0, "axis", "");
    frame.line(low - pad, bias, high + pad, bias, "firm", "#222");
    frame.line(low - pad, bias - range, high + pad, bias - range, "dashed", "#222");
    frame.line(low - pad, bias + range, high + pad, bias + range, "dashed", "#222");
    thinned(points).forEach(p -> frame.point(p.x(), p.y(), colour, p.name()));
    return frame.svg();
  }

  /** How often what is predicted with a probability is true; the diagonal is as it should be. */
  static String calibration(List<Calibration> classes, List<String> names) {
    Frame frame = new Frame(0, 1, 0, 1, "predicted probability", "part that is true").xTicks();
    frame.line(0, 0, 1, 1, "dashed", "#222");
    for (int c = 0; c < classes.size(); c++) {
      List<Calibration.Point> curve = classes.get(c).curve();
      frame.path(
          curve.stream().mapToDouble(Calibration.Point::predicted).toArray(),
          curve.stream().mapToDouble(Calibration.Point::observed).toArray(),
          Frame.colour(c),
          false);
      for (Calibration.Point point : curve) {
        String name = names.get(c) + ": " + point.voxels() + " voxels";
        frame.point(point.predicted(), point.observed(), Frame.colour(c), name);
      }
    }
    return frame.svg();
  }

  /** How many voxels are wrong among those that remain when the most uncertain are left out. */
  static String errors(List<ErrorByUncertainty.Point> curve) {
    List<ErrorByUncertainty.Point> known =
        curve.stream().filter(point -> !Double.isNaN(point.error())).toList();
    double most =
        known.stream()
            .flatMap(point -> Stream.of(point.error(), point.errorOfKept()))
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    Frame frame =
        new Frame(
                0,
                Math.log(2),
                0,
                Math.max(most * 1.05, 1e-6),
                "entropy, nats",
                "part of voxels that is wrong")
            .xTicks();
    double[] x = known.stream().mapToDouble(ErrorByUncertainty.Point::uncertainty).toArray();
    frame.path(
        x, known.stream().mapToDouble(ErrorByUncertainty.Point::error).toArray(), "#c0392b", false);
    frame.path(
        x,
        known.stream().mapToDouble(ErrorByUncertainty.Point::errorOfKept).toArray(),
        "#2471a3",
        false);
    return frame.svg();
  }

  private static String shortened(String name, int columns) {
    int most = Math.max(4, 56 / columns);
    return name.length() <= most ? name : name.substring(0, most - 1) + "…";
  }

  private static List<Named> thinned(List<Named> points) {
    int step = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    return step <= 1
        ? points
        : IntStream.range(0, points.size())
            .filter(n -> n % step == 0)
            .mapToObj(points::get)
            .toList();
  }
}
