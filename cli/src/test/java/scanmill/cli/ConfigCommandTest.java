package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

class ConfigCommandTest {
  @TempDir Path folder;
  private Desk desk = new Desk(Path.of("/"));

  @BeforeEach
  void sitDown() {
    desk = new Desk(folder);
  }

  private void write(String json) throws IOException {
    Files.writeString(folder.resolve("c.json"), json);
  }

  @Test
  void printsEveryKeyAndDefaultAndNothingElse() throws IOException {
    write("{\"command\": \"test\", \"default_model\": {\"depth\": 4}}");
    assertThat(desk.type("config", "check", "c.json")).isZero();
    assertThat(desk.err()).isEmpty();
    JsonNode printed = StrictJson.parse(desk.out(), "printed");
    assertThat(printed.path("command").asText()).isEqualTo("test");
    assertThat(printed.at("/default_model/depth").asInt()).isEqualTo(4);
    assertThat(printed.at("/training_parameters/batch_size").asInt()).isEqualTo(18);
    String first = desk.out();
    Files.writeString(folder.resolve("again.json"), first);
    assertThat(desk.type("config", "check", "again.json")).isZero();
    assertThat(desk.out()).isEqualTo(first);
  }

  @Test
  void notesWhatItReadOtherwiseThanItIsWritten() throws IOException {
    write("{\"gpu\": 1, \"log_file\": \"here\"}");
    assertThat(desk.type("config", "check", "c.json")).isZero();
    assertThat(desk.err())
        .contains(
            "Note: gpu is an old name; it was read as gpu_ids.\n", "Note: log_file has no effect");
    assertThat(desk.out()).startsWith("{").contains("\"gpu_ids\" : [ 1 ]");
  }

  @Test
  void endsWithTwoAndAPlainSentenceIfItIsNoConfiguration() throws IOException {
    write("{\"training_parameters\": {\"batch_sise\": 4}}");
    assertThat(desk.type("config", "check", "c.json")).isEqualTo(2);
    assertThat(desk.out()).isEmpty();
    assertThat(desk.err())
        .startsWith("c.json: training_parameters.batch_sise: required a key that is known")
        .contains("Did you mean \"batch_size\"?")
        .doesNotContain("Exception");
    write("{\"training_parameters\":");
    assertThat(desk.type("config", "check", "c.json")).isEqualTo(2);
    assertThat(desk.err()).contains("[json-malformed]");
    assertThat(desk.type("config", "check", "nowhere.json")).isEqualTo(2);
    assertThat(desk.err()).contains("[config-unreadable]");
  }

  @Test
  void asksThePlatformAboutNamesThatItAloneKnows() throws IOException {
    write("{\"transformation\": {\"Resampel\": {}}}");
    assertThat(desk.type("config", "check", "c.json")).isZero();
    Desk knowing = new Desk(folder, new KnowingPlatform());
    assertThat(knowing.type("config", "check", "c.json")).isEqualTo(2);
    assertThat(knowing.err()).isEqualTo("No Resampel.\nChoose another. [config-unknown-name]\n");
    assertThat(knowing.out()).isEmpty();
  }

  /** A platform with a catalogue of nothing. */
  private static final class KnowingPlatform implements EmbeddedPlatform {
    @Override
    public Running start(PlatformSettings settings) {
      throw new AssertionError("No platform was to be started");
    }

    @Override
    public void check(Config config) {
      String name = config.transformation().entries().get(0).name();
      throw BadInputException.of("config-unknown-name", "No " + name + ".", "Choose another.");
    }
  }

  @Test
  void printsTheSchemaAndTheDefaults() {
    assertThat(desk.type("config", "--schema")).isZero();
    assertThat(desk.out()).isEqualTo(Config.schema());
    assertThat(desk.type("config", "defaults")).isZero();
    assertThat(StrictJson.parse(desk.out(), "defaults")).isEqualTo(read(Config.defaults()));
  }

  private static JsonNode read(Config config) {
    return StrictJson.parse(config.toJson().toString(), "defaults");
  }

  @Test
  void asksForWhatIsMissing() {
    assertThat(desk.type("config")).isEqualTo(2);
    assertThat(desk.err()).contains("Required check FILE, defaults or --schema.");
    assertThat(desk.type("config", "check")).isEqualTo(2);
    assertThat(desk.type("config", "check", "--help")).isZero();
    assertThat(desk.out()).contains("Usage: scanmill config check", "Exit codes: 0");
  }
}
