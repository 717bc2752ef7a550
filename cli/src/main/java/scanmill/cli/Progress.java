package scanmill.cli;

import java.io.PrintStream;

/**
 * How far something is: a bar that is drawn over where somebody is watching, one line per step
 * elsewhere. Safe to use from several threads.
 */
final class Progress {
  private static final int WIDEST = 28;
  private static final int NARROWEST = 10;

  private final PrintStream out;
  private final boolean terminal;
  private final boolean colour;
  private final int columns;
  private String drawn = "";

  Progress(Surroundings around) {
    this.out = around.err();
    this.terminal = around.terminal();
    this.colour = around.colour();
    this.columns = around.columns();
  }

  /**
   * A step of a countable whole.
   *
   * @param text of the step; alone on its line where nobody is watching
   */
  synchronized void step(long done, long whole, String text) {
    if (!terminal) {
      out.println(text);
      return;
    }
    // A line that is too long would break and could not be drawn over.
    int room = columns - 1;
    int width = Math.max(NARROWEST, Math.min(WIDEST, room - 2 - text.length()));
    int filled = whole <= 0 ? 0 : (int) (Math.min(done, whole) * width / whole);
    String bar = "█".repeat(filled) + "░".repeat(width - filled);
    String fitting = text.substring(0, Math.max(0, Math.min(text.length(), room - 2 - width)));
    draw((colour ? "\u001b[32m" + bar + "\u001b[0m" : bar) + "  " + fitting);
  }

  /** A step of which many follow each other fast: not worth a line of its own in a log. */
  synchronized void passing(long done, long whole, String text) {
    if (terminal) {
      step(done, whole, text);
    }
  }

  /** Something that stays on the page. */
  synchronized void say(String text) {
    clear();
    out.println(text);
    if (!drawn.isEmpty()) {
      draw(drawn);
    }
  }

  /** Removes the bar. */
  synchronized void end() {
    clear();
    drawn = "";
  }

  private void draw(String line) {
    clear();
    out.print(line);
    out.flush();
    drawn = line;
  }

  private void clear() {
    if (terminal && !drawn.isEmpty()) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
