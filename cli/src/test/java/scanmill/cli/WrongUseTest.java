package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrongUseTest {
  @TempDir Path folder;
  private Desk desk = new Desk(Path.of("/"));

  @BeforeEach
  void sitDown() {
    desk = new Desk(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "up", "train", "segment", "config", "status", "events"})
  void explainsEachCommandWithExamples(String command) {
    assertThat(desk.type(command, "--help")).isZero();
    assertThat(desk.out())
        .contains("Usage: scanmill " + command, "Examples:", "scanmill " + command);
  }

  @Test
  void listsItsCommands() {
    assertThat(desk.type("--help")).isZero();
    assertThat(desk.out()).contains("demo", "up", "train", "segment", "config", "status", "events");
    assertThat(desk.type("--version")).isZero();
    assertThat(desk.out()).startsWith("scanmill ");
  }

  @Test
  void endsWithTwoWhenItIsUsedWrongly() {
    assertThat(desk.type()).isEqualTo(2);
    assertThat(desk.err()).contains("Required a command", "scanmill --help");
    assertThat(desk.type("tarin")).isEqualTo(2);
    assertThat(desk.err()).contains("train");
    assertThat(desk.type("train")).isEqualTo(2);
    assertThat(desk.err()).contains("--config", "scanmill train --help");
    assertThat(desk.type("status", "--nonsense")).isEqualTo(2);
    assertThat(desk.type("up", "--http-port", "many")).isEqualTo(2);
    assertThat(desk.type("segment", "-m", "cord")).isEqualTo(2);
  }

  @Test
  void endsWithOneAndAWordWhenTheConfigurationIsMissing() {
    assertThat(desk.type("train", "-c", "nowhere.json")).isEqualTo(1);
    assertThat(desk.err())
        .contains("found none at " + folder.resolve("nowhere.json"), "[config-unreadable]")
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void namesTheKeyThatIsMisspelt() throws IOException {
    Files.writeString(folder.resolve("c.json"), "{\"training_parameters\": {\"batch_sise\": 4}}");
    assertThat(desk.type("train", "-c", "c.json")).isEqualTo(1);
    assertThat(desk.err()).contains("batch_sise", "batch_size").doesNotContain("Exception");
  }

  @Test
  void saysWhichTypeWasRequired() throws IOException {
    Files.writeString(
        folder.resolve("c.json"), "{\"training_parameters\": {\"batch_size\": \"four\"}}");
    assertThat(desk.type("train", "-c", "c.json")).isEqualTo(1);
    assertThat(desk.err()).contains("batch_size", "found").doesNotContain("Exception");
  }

  @Test
  void saysWhichDataFolderIsMissing() throws IOException {
    Files.writeString(
        folder.resolve("c.json"), "{\"loader_parameters\": {\"path_data\": [\"not-here\"]}}");
    assertThat(desk.type("train", "-c", "c.json")).isEqualTo(1);
    assertThat(desk.err()).contains(folder.resolve("not-here").toString(), "[data-folder-missing]");
  }

  @Test
  void refusesScansThatAreNotThereOrNoImages() throws IOException {
    assertThat(desk.type("segment", "-m", "cord", "-i", "a.nii.gz")).isEqualTo(1);
    assertThat(desk.err()).contains("[scan-missing]");
    Files.writeString(folder.resolve("a.txt"), "x");
    assertThat(desk.type("segment", "-m", "cord", "-i", "a.txt")).isEqualTo(1);
    assertThat(desk.err()).contains("[scan-no-image]");
    Files.writeString(folder.resolve("a.nii"), "x");
    assertThat(desk.type("segment", "-m", "cord", "-i", "a.nii", "a.nii")).isEqualTo(1);
    assertThat(desk.err()).contains("[scan-name-twice]");
    assertThat(desk.type("segment", "-m", "cord", "-i", "a.nii", "--reference", "b.nii", "c.nii"))
        .isEqualTo(1);
    assertThat(desk.err()).contains("[reference-count]");
  }

  @Test
  void saysThatNobodyAnswersAtAnAddress() {
    assertThat(desk.type("status", "--server", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(desk.err()).contains("http://127.0.0.1:1/", "[server-unreachable]");
    assertThat(desk.type("status", "--server", "localhost")).isEqualTo(1);
    assertThat(desk.err()).contains("[server-address]");
  }

  @Test
  void showsAStackTraceOnlyToWhoeverAskedForOne() {
    desk.environment.put("SCANMILL_DEBUG", "1");
    assertThat(desk.type("status", "--server", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(desk.err()).contains("\tat scanmill.cli");
  }
}
