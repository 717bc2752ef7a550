package scanmill.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The axes of a plot, drawn as SVG; coordinates are given in the units of the axes. */
final class Frame {
  static final String[] COLOURS = {
    "#c0392b", "#2471a3", "#b7950b", "#1e8449", "#7d3c98", "#ca6f1e", "#117a65", "#a93272"
  };

  private static final int WIDTH = 460;
  private static final int HEIGHT = 280;
  private static final int LEFT = 62;
  private static final int RIGHT = 14;
  private static final int TOP = 12;
  private static final int BOTTOM = 44;
  private static final int TICKS = 5;

  private final double x0;
  private final double x1;
  private final double y0;
  private final double y1;
  private final StringBuilder svg = new StringBuilder();

  Frame(double x0, double x1, double y0, double y1, String xTitle, String yTitle) {
    this.x0 = x0;
    this.x1 = x1 > x0 ? x1 : x0 + 1;
    this.y0 = y0;
    this.y1 = y1 > y0 ? y1 : y0 + 1;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">",
            WIDTH,
            HEIGHT,
            WIDTH,
            HEIGHT));
    for (double tick : ticks(this.y0, this.y1)) {
      line(this.x0, tick, this.x1, tick, "grid", "");
      label(LEFT - 6, yPixel(tick) + 4, "end", Numbers.tick(tick));
    }
    label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", xTitle);
    svg.append(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(13 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
            (TOP + HEIGHT - BOTTOM) / 2.0,
            Html.escape(yTitle)));
  }

  /** Numbers below the horizontal axis. */
  Frame xTicks() {
    for (double tick : ticks(x0, x1)) {
      label(xPixel(tick), HEIGHT - BOTTOM + 16, "middle", Numbers.tick(tick));
    }
    return this;
  }

  /** A word below the horizontal axis. */
  Frame xWord(double x, String word) {
    label(xPixel(x), HEIGHT - BOTTOM + 16, "middle", word);
    return this;
  }

  static String colour(int number) {
    return COLOURS[Math.floorMod(number, COLOURS.length)];
  }

  /** Round numbers between two ends. */
  static List<Double> ticks(double low, double high) {
    double rough = (high - low) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      if (factor * power >= rough) {
        step = factor * power;
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (double n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n++) {
      ticks.add(n * step);
    }
    return ticks;
  }

  double xPixel(double x) {
    return LEFT + (x - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT);
  }

  double yPixel(double y) {
    return HEIGHT - BOTTOM - (y - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM);
  }

  void line(double xa, double ya, double xb, double yb, String kind, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"%s/>",
            kind,
            xPixel(xa),
            yPixel(ya),
            xPixel(xb),
            yPixel(yb),
            colour.isEmpty() ? "" : " stroke=\"" + colour + "\""));
  }

  /** A point that tells its name when one rests on it. */
  void point(double x, double y, String colour, String name) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s</title></circle>",
            xPixel(x),
            yPixel(y),
            colour,
            Html.escape(name)));
  }

  /** Points joined by lines. */
  void path(double[] x, double[] y, String colour, boolean filled) {
    svg.append("<path class=\"").append(filled ? "area" : "curve").append("\" d=\"");
    for (int n = 0; n < x.length; n++) {
      svg.append(
          String.format(
              Locale.ROOT, "%s%.1f %.1f", n == 0 ? "M" : "L", xPixel(x[n]), yPixel(y[n])));
    }
    svg.append(filled ? "Z\" fill=\"" : "\" stroke=\"").append(colour).append("\"/>");
  }

  /** A word at the right end of a height. */
  void remark(double y, String words) {
    label(WIDTH - RIGHT - 2, yPixel(y) - 4, "end", words);
  }

  private void label(double x, double y, String anchor, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            Html.escape(words)));
  }

  String svg() {
    return svg + "</svg>";
  }
}
