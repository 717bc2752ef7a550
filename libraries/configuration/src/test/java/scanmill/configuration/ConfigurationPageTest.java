package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page and the schema: {@code -Dschemas.update} rewrites both from the records. */
class ConfigurationPageTest {

  @Test
  void thePagesTablesSayWhatTheRecordsSay() throws IOException {
    String right = ReferencePage.read().corrected(ReferencePage.schema()).text();
    if (System.getProperty("schemas.update") != null) {
      Files.writeString(ReferencePage.FILE, right);
    }
    assertThat(ReferencePage.read().text())
        .as("run the tests with -Dschemas.update, write what new keys are, and run them again")
        .isEqualTo(right);
  }

  @Test
  void thePageSaysWhatEveryKeyIs() {
    List<String> silent = new ArrayList<>();
    collect(ReferencePage.schema(), "", silent);
    assertThat(silent).isEmpty();
  }

  private static void collect(JsonNode schema, String path, List<String> silent) {
    for (Map.Entry<String, JsonNode> key : schema.path("properties").properties()) {
      String at = path.isEmpty() ? key.getKey() : path + "." + key.getKey();
      boolean opaque = at.matches("(transformation|postprocessing|.*\\.loss)\\..*");
      if (!opaque && key.getValue().path("description").asText().isBlank()) {
        silent.add(at);
      }
      if (key.getValue().path("additionalProperties").isBoolean()) {
        collect(key.getValue(), at, silent);
      }
    }
  }
}
