package scanmill.reports;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/** Diagrams as one picture, side by side. */
public final class ChartPicture {
  private ChartPicture() {}

  /**
   * Writes a PNG.
   *
   * @param charts of equal height
   * @return whether it was written: a machine without fonts draws no diagrams, and nobody's work
   *     ends for that
   */
  public static boolean write(Path png, List<? extends Chart<?, ?>> charts) throws IOException {
    if (charts.isEmpty() || !fonts()) {
      return false;
    }
    int width = charts.stream().mapToInt(Chart::getWidth).sum();
    int height = charts.get(0).getHeight();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    for (Chart<?, ?> chart : charts) {
      chart.paint(graphics, chart.getWidth(), chart.getHeight());
      graphics.translate(chart.getWidth(), 0);
    }
    graphics.dispose();
    return ImageIO.write(picture, "png", png.toFile());
  }

  /** Java throws all sorts of things where a system has no fonts at all. */
  private static boolean fonts() {
    try {
      return GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length
          > 0;
    } catch (LinkageError | RuntimeException | InternalError e) {
      return false;
    }
  }
}
