package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private Progress progress(boolean terminal, Map<String, String> environment) {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    EmbeddedPlatform none =
        settings -> {
          throw new AssertionError("No platform was to be started");
        };
    return new Progress(new Surroundings(out, out, environment, Path.of("/"), terminal, none));
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void fillsTheBarByTheShareThatIsDone() {
    progress(true, Map.of("NO_COLOR", "1")).step(1, 4, "quarter");
    assertThat(written()).isEqualTo("█".repeat(7) + "░".repeat(21) + "  quarter");
  }

  @Test
  void staysOnOneLineOfANarrowTerminal() {
    Map<String, String> narrow = Map.of("NO_COLOR", "1", "SCANMILL_COLUMNS", "40");
    progress(true, narrow).step(1, 2, "x".repeat(100));
    assertThat(written()).isEqualTo("█████░░░░░  " + "x".repeat(27)).hasSize(39);
  }

  @Test
  void drawsTheBarAgainBelowWhatIsSaid() {
    Progress progress = progress(true, Map.of("NO_COLOR", "1"));
    progress.step(0, 1, "a");
    progress.say("news");
    progress.end();
    String bar = "░".repeat(28) + "  a";
    assertThat(written()).isEqualTo(bar + "\r\u001b[Knews\n" + "\r\u001b[K" + bar + "\r\u001b[K");
  }

  @Test
  void printsPlainLinesWhereNobodyWatches() {
    Progress progress = progress(false, Map.of());
    progress.passing(1, 9, "not worth a line");
    progress.step(1, 9, "epoch 1/9");
    progress.end();
    assertThat(written()).isEqualTo("epoch 1/9\n");
  }
}
