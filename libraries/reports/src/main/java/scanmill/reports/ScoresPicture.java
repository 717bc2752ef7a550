package scanmill.reports;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;
import org.knowm.xchart.style.BoxStyler.BoxplotCalCulationMethod;

/** How scores are spread, run beside run, as a picture: quartiles, whiskers, mean and outliers. */
public final class ScoresPicture {
  private static final int LEAST_WIDTH = 480;
  private static final int WIDTH_OF_ONE = 90;
  private static final int HEIGHT = 420;

  private ScoresPicture() {}

  /**
   * Writes a PNG.
   *
   * @param scores by what is written below their box, in this order; a run without any is left out
   * @return whether it was written: a machine without fonts draws no diagrams
   */
  public static boolean write(
      Path png, String metric, Map<String, ? extends Collection<Double>> scores)
      throws IOException {
    BoxChart chart =
        new BoxChartBuilder()
            .width(Math.max(LEAST_WIDTH, WIDTH_OF_ONE * (scores.size() + 1)))
            .height(HEIGHT)
            .yAxisTitle(metric)
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setBoxplotCalCulationMethod(BoxplotCalCulationMethod.N_LESS_1_PLUS_1);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setShowWithinAreaPoint(true);
    scores.forEach(
        (name, values) -> {
          if (!values.isEmpty()) {
            chart.addSeries(name, new ArrayList<>(values)); // it asks whether null is in the list
          }
        });
    return !chart.getSeriesMap().isEmpty() && ChartPicture.write(png, List.of(chart));
  }
}
