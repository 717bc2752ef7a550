package scanmill.training;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import scanmill.reports.ChartPicture;

/** The course of a run as a picture: losses on the left, Dice on the right. */
final class CurvePicture {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;

  private CurvePicture() {}

  /**
   * Writes a PNG.
   *
   * @return whether it was written: a machine without fonts draws no diagrams, and a run does not
   *     end for that
   */
  static boolean write(Path png, List<CurvePoint> curve) throws IOException {
    if (curve.isEmpty()) {
      return false;
    }
    XYChart losses = chart("Loss");
    add(losses, "training", curve, CurvePoint::trainingLoss);
    add(losses, "validation", curve, CurvePoint::validationLoss);
    XYChart dice = chart("Dice");
    add(dice, "training", curve, CurvePoint::trainingDice);
    add(dice, "validation", curve, CurvePoint::dice);
    return ChartPicture.write(png, List.of(losses, dice));
  }

  private static XYChart chart(String title) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle("epoch").build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    return chart;
  }

  /** What is not known, such as a loss without validation scans, is left out. */
  private static void add(
      XYChart chart, String name, List<CurvePoint> curve, ToDoubleFunction<CurvePoint> value) {
    List<Integer> epochs = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (CurvePoint point : curve) {
      double at = value.applyAsDouble(point);
      if (Double.isFinite(at)) {
        epochs.add(point.epoch());
        values.add(at);
      }
    }
    if (!epochs.isEmpty()) {
      chart
          .addSeries(name, epochs, values)
          .setMarker(epochs.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
  }
}
