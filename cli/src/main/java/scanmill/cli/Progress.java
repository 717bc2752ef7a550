package scanmill.cli;

import java.io.PrintStream;

/**
 * How far something is: a bar that is drawn over where somebody is watching, one line per step
 * elsewhere. Safe to use from several threads.
 */
final class Progress {
  private static final int WIDTH = 28;

  private final PrintStream out;
  private final boolean terminal;
  private final boolean colour;
  private String drawn = "";

  Progress(Surroundings around) {
    this.out = around.err();
    this.terminal = around.terminal();
    this.colour = around.colour();
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
    int filled = whole <= 0 ? 0 : (int) (Math.min(done, whole) * WIDTH / whole);
    String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    draw((colour ? "\u001b[32m" + bar + "\u001b[0m" : bar) + "  " + text);
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
