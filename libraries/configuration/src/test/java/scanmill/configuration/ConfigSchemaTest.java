package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/** The schema that editors use: {@code -Dschemas.update} rewrites it from the records. */
class ConfigSchemaTest {
  private static final Path FILE = Path.of("../../docs/reference/configuration.schema.json");
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(published());

  /** Editors are told by a configuration itself where its schema is. */
  private static ObjectNode published() {
    ObjectNode schema = ReferencePage.schema();
    schema
        .withObjectProperty("properties")
        .putObject("$schema")
        .put("description", "where editors find this schema")
        .put("type", "string");
    return schema;
  }

  private static JsonNode json(String text) {
    return StrictJson.parse(text, "c.json");
  }

  @Test
  void isPublished() throws IOException {
    String text = StrictJson.pretty(published());
    if (System.getProperty("schemas.update") != null) {
      Files.writeString(FILE, text);
    }
    assertThat(FILE)
        .as("run the tests with -Dschemas.update and commit the difference")
        .hasContent(text);
    if (System.getProperty("schemas.update") == null) {
      assertThat(Config.schema()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @FieldSource("scanmill.configuration.Fixtures#ALL")
  void acceptsTheEffectiveFormOfEveryKindOfConfiguration(String name) {
    assertThat(SCHEMA.validate(Fixtures.parse(name).config().toJson())).isEmpty();
  }

  @Test
  void acceptsWhatPeopleWriteToday() throws IOException {
    List<JsonNode> written = new ArrayList<>();
    written.add(json("{\"$schema\": \"configuration.schema.json\"}"));
    assertThat(Config.parse(written.get(0), "c.json"))
        .isEqualTo(new ParsedConfig(Config.defaults(), List.of()));
    written.add(json(Files.readString(Path.of("../../examples/hippocampus.json"))));
    for (String name : List.of("tutorial.json", "microscopy.json", "tumour-volumes.json")) {
      written.add(json(Fixtures.text(name)));
    }
    assertThat(written).allSatisfy(config -> assertThat(SCHEMA.validate(config)).isEmpty());
  }

  @Test
  void refusesAnUnknownKeyAtEveryDepth() {
    int tried = 0;
    for (String name : List.of("tutorial.json", "missing-contrasts.json", "microscopy.json")) {
      ObjectNode full = Fixtures.parse(name).config().toJson();
      List<String> objects = new ArrayList<>(List.of(""));
      collect(full, "", objects);
      for (String path : objects) {
        if (!path.matches("/(transformation|postprocessing|training_sha256).*|.*/(loss|balance)")) {
          ObjectNode misspelt = full.deepCopy();
          ((ObjectNode) misspelt.at(path)).put("nonsense", 1);
          assertThat(SCHEMA.validate(misspelt)).as(name + path).isNotEmpty();
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(60);
  }

  private static void collect(JsonNode node, String path, List<String> objects) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                objects.add(path + "/" + field.getKey());
                collect(field.getValue(), path + "/" + field.getKey(), objects);
              }
            });
  }

  /** Just outside of each bound, list of words and count: neither reader nor schema takes it. */
  @Test
  void refusesWhatTheReaderRefuses() {
    List<String> tried = new ArrayList<>();
    probe(ReferencePage.schema(), new ArrayList<>(), tried);
    assertThat(tried)
        .hasSizeGreaterThan(60)
        .contains("training_parameters.batch_size: 0", "command: \"nonsense\"")
        .contains("loader_parameters.contrast_params.balance: {\"T1w\":2.0}")
        .contains("object_detection_params.safety_factor: [1,1,1,1]");
  }

  private static void probe(JsonNode schema, List<String> keys, List<String> tried) {
    for (Map.Entry<String, JsonNode> known : schema.path("properties").properties()) {
      List<String> path = new ArrayList<>(keys);
      path.add(known.getKey());
      JsonNode of = known.getValue();
      if (of.path("additionalProperties").isBoolean()) {
        probe(of, path, tried);
      } else {
        for (JsonNode outside : outside(of)) {
          refused(path, outside);
          tried.add(String.join(".", path) + ": " + outside);
        }
      }
    }
  }

  private static List<JsonNode> outside(JsonNode schema) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    List<JsonNode> outside = new ArrayList<>();
    boolean whole = schema.path("type").toString().contains("integer");
    double step = whole ? 1 : 0.001;
    if (schema.has("minimum")) {
      double value = schema.get("minimum").asDouble() - step;
      outside.add(whole ? nodes.numberNode((long) value) : nodes.numberNode(value));
    }
    if (schema.has("exclusiveMinimum")) {
      outside.add(nodes.numberNode(schema.get("exclusiveMinimum").asInt()));
    }
    if (schema.has("maximum")) {
      double value = schema.get("maximum").asDouble() + step;
      outside.add(whole ? nodes.numberNode((long) value) : nodes.numberNode(value));
    }
    if (schema.has("enum") || schema.has("pattern")) {
      outside.add(nodes.textNode(schema.has("pattern") ? "/" : "nonsense"));
    }
    if (schema.has("items")) {
      outside(schema.get("items")).forEach(bad -> outside.add(nodes.arrayNode().add(bad)));
    }
    if (schema.has("maxItems")) {
      var list = nodes.arrayNode();
      for (int n = 0; n <= schema.get("maxItems").asInt(); n++) {
        list.add(1);
      }
      outside.add(list);
    }
    if (schema.path("additionalProperties").path("maximum").isNumber()) {
      outside.add(nodes.objectNode().put("T1w", 2.0));
    }
    return outside;
  }

  private static void refused(List<String> path, JsonNode value) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode holder = root;
    for (String key : path.subList(0, path.size() - 1)) {
      holder = holder.putObject(key);
    }
    if (path.contains("target_size")) {
      holder.putArray("thr").add(1); // without it, nothing is right
    }
    holder.set(path.get(path.size() - 1), value);
    String at = String.join(".", path);
    assertThat(SCHEMA.validate(root)).as(root.toString()).isNotEmpty();
    assertThatThrownBy(() -> Config.parse(root, "c.json"))
        .as(root.toString())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(at);
  }
}
