package scanmill.specs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scanmill.ids.ScanId;

class JsonSchemaTest {

  enum Axis {
    AXIAL,
    CORONAL
  }

  record Word(String text) implements OwnJson {
    static Word fromJson(JsonNode node, String where) {
      return new Word(node.asText(where));
    }

    static ObjectNode jsonSchema() {
      return JsonNodeFactory.instance.objectNode().put("type", "string").put("minLength", 1);
    }

    @Override
    public JsonNode toJson() {
      return TextNode.valueOf(text);
    }
  }

  record Inner(String needed, @Default("2.5") double rate) {}

  record Outer(
      @Default("18") @Range(min = 1) int batchSize,
      @Default("true") boolean flat,
      @Default("axial") Axis axis,
      Optional<Axis> other,
      @Default("axial") @OneOf("axial") Axis only,
      @Default("null") @Range(above = 0) Optional<Double> clip,
      Optional<Inner> inner,
      @Default("[1, 2]") @Count(2) @Range(min = 1) List<Integer> size,
      @Default("[\"a\"]") @OneOrMany List<String> folders,
      @Default("[]") @NumbersAsText List<String> values,
      @Default("{}") @Range(min = 0, max = 1) Map<String, Double> shares,
      @Default("[]") Set<Axis> axes,
      @Default("train") @OneOf({"train", "test"}) String command,
      @Default("auto") @Matching(value = "auto|cpu", words = "auto or cpu") String device,
      @Default("\"abc\"") Word word,
      Optional<ScanId> scan,
      @Default("{}") ObjectNode free) {}

  private static JsonNode json(String text) {
    return StrictJson.parse(text, "schema");
  }

  @Test
  void saysTypesDefaultsAndAllowedValuesOfEveryKindOfComponent() {
    ObjectNode schema = JsonSchema.of(Outer.class, Map.of());
    assertThat(schema.path("properties"))
        .isEqualTo(
            json(
                """
                {"batch_size": {"type": "integer", "minimum": 1, "default": 18},
                 "flat": {"type": "boolean", "default": true},
                 "axis": {"type": "string", "enum": ["axial", "coronal"], "default": "axial"},
                 "other": {"type": ["string", "null"], "enum": ["axial", "coronal", null]},
                 "only": {"type": "string", "enum": ["axial"], "default": "axial"},
                 "clip": {"type": ["number", "null"], "exclusiveMinimum": 0, "default": null},
                 "inner": {"type": ["object", "null"],
                   "properties": {"needed": {"type": "string"},
                                  "rate": {"type": "number", "default": 2.5}},
                   "required": ["needed"], "additionalProperties": false},
                 "size": {"type": "array", "items": {"type": "integer", "minimum": 1},
                          "minItems": 2, "maxItems": 2, "default": [1, 2]},
                 "folders": {"anyOf": [{"type": "string"},
                                       {"type": "array", "items": {"type": "string"}}],
                             "default": ["a"]},
                 "values": {"type": "array", "items": {"type": ["string", "number"]},
                            "default": []},
                 "shares": {"type": "object", "default": {}, "additionalProperties":
                            {"type": "number", "minimum": 0, "maximum": 1}},
                 "axes": {"type": "array", "default": [],
                          "items": {"type": "string", "enum": ["axial", "coronal"]}},
                 "command": {"type": "string", "enum": ["train", "test"], "default": "train"},
                 "device": {"type": "string", "pattern": "^(auto|cpu)$", "default": "auto"},
                 "word": {"type": "string", "minLength": 1, "default": "abc"},
                 "scan": {"type": ["string", "null"]},
                 "free": {"type": "object", "default": {}}}
                """));
    assertThat(schema.path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("type").asText()).isEqualTo("object");
    assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.has("required")).isFalse();
  }

  @Test
  void describesEachKeyByTheKeysThatLeadToIt() {
    ObjectNode schema =
        JsonSchema.of(
            Outer.class, Map.of("", "All.", "flat", "Whether.", "inner.rate", "How fast."));
    assertThat(schema.path("description").asText()).isEqualTo("All.");
    assertThat(schema.at("/properties/flat/description").asText()).isEqualTo("Whether.");
    assertThat(schema.at("/properties/inner/properties/rate/description").asText())
        .isEqualTo("How fast.");
    assertThat(schema.at("/properties/axis").has("description")).isFalse();
  }
}
