package scanmill.reports;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import scanmill.metrics.ThresholdCurve;

/** How much depends on a threshold, as a picture for each way to choose one. */
public final class ThresholdPicture {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 420;

  private ThresholdPicture() {}

  /**
   * Writes a PNG: mean Dice by threshold, a line for each class.
   *
   * @param names as many as curves
   * @return whether it was written: a machine without fonts draws no diagrams
   */
  public static boolean dice(Path png, List<String> names, List<ThresholdCurve> curves)
      throws IOException {
    XYChart chart = chart("threshold", "mean Dice");
    for (int c = 0; c < curves.size(); c++) {
      add(chart, names.get(c), curves.get(c).thresholds(), curves.get(c).meanDice());
    }
    return write(png, chart);
  }

  /**
   * Writes a PNG: the receiver operating characteristic, a line for each class.
   *
   * @param names as many as curves
   * @return whether it was written: a machine without fonts draws no diagrams
   */
  public static boolean rates(Path png, List<String> names, List<ThresholdCurve> curves)
      throws IOException {
    XYChart chart = chart("false positive rate", "true positive rate");
    for (int c = 0; c < curves.size(); c++) {
      add(chart, names.get(c), curves.get(c).falsePositiveRate(), curves.get(c).truePositiveRate());
    }
    return write(png, chart);
  }

  private static XYChart chart(String x, String y) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(x).yAxisTitle(y).build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
    return chart;
  }

  /** A class of which nothing is known has no line. */
  private static void add(XYChart chart, String name, double[] x, double[] y) {
    if (x.length > 0 && Arrays.stream(y).allMatch(Double::isFinite)) {
      chart.addSeries(name, x, y).setMarker(SeriesMarkers.CIRCLE);
    }
  }

  private static boolean write(Path png, XYChart chart) throws IOException {
    return !chart.getSeriesMap().isEmpty() && ChartPicture.write(png, List.of(chart));
  }
}
