package scanmill.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.ids.ScanId;
import scanmill.problems.BadInputException;

class StrictJsonRecordTest {

  enum Axis {
    AXIAL,
    CORONAL
  }

  record Loss(String name, @Default("1.0") double smooth) {
    Loss {
      if (smooth < 0) {
        throw new IllegalArgumentException("smooth is at least 0");
      }
    }
  }

  record Upper(String text) implements OwnJson {
    static Upper fromJson(JsonNode node, String where) {
      if (!node.isTextual()) {
        throw BadInputException.of("not-text", where + ": no text", "Give a text.");
      }
      return new Upper(node.asText().toUpperCase(java.util.Locale.ROOT));
    }

    @Override
    public JsonNode toJson() {
      return TextNode.valueOf(text);
    }
  }

  record Everything(
      @Default("18") int batchSize,
      @Default("9007199254740993") long longNumber,
      @Default("0.3") double dropoutRate,
      @Key("is_2d") @Default("true") boolean flat,
      @Default("Unet") String name,
      @Default("axial") Axis sliceAxis,
      @Default("{\"name\": \"DiceLoss\"}") Loss loss,
      @Default("[1, 2]") @OneOrMany List<Integer> sizes,
      Optional<Double> mixupAlpha,
      @Default("null") Optional<String> shown,
      @Default("{}") Map<String, Integer> weights,
      @Default("[]") Set<Axis> axes,
      @Default("{}") ObjectNode free,
      Optional<ScanId> scan,
      @Default("hello") Optional<Upper> own) {}

  private static Everything read(String json) {
    return StrictJson.read(StrictJson.parse(json, "c.json"), Everything.class, "c.json");
  }

  @Test
  void givesAbsentKeysTheirDefaults() {
    Everything all = read("{\"own\": \"a\"}");
    assertThat(all.batchSize()).isEqualTo(18);
    assertThat(all.longNumber()).isEqualTo(9007199254740993L);
    assertThat(all.flat()).isTrue();
    assertThat(all.name()).isEqualTo("Unet");
    assertThat(all.sliceAxis()).isEqualTo(Axis.AXIAL);
    assertThat(all.loss()).isEqualTo(new Loss("DiceLoss", 1.0));
    assertThat(all.sizes()).containsExactly(1, 2);
    assertThat(all.mixupAlpha()).isEmpty();
  }

  @Test
  void readsEveryKindOfValue() {
    Everything all =
        read(
            """
            {"batch_size": 4, "dropout_rate": 0, "is_2d": false, "slice_axis": "coronal",
             "loss": {"name": "L", "smooth": 2}, "sizes": 7, "mixup_alpha": 1e-3, "shown": "x",
             "weights": {"b": 1, "a": 2}, "axes": ["axial", "axial"], "free": {"z": [1]},
             "scan": "sub-01_T2w", "own": "abc"}
            """);
    assertThat(all.dropoutRate()).isZero();
    assertThat(all.sizes()).containsExactly(7);
    assertThat(all.mixupAlpha()).contains(0.001);
    assertThat(all.weights().keySet()).containsExactly("b", "a");
    assertThat(all.axes()).containsExactly(Axis.AXIAL);
    assertThat(all.scan()).contains(ScanId.of("01", "T2w"));
    assertThat(all.own()).contains(new Upper("ABC"));
  }

  @Test
  void namesTheNearestKeyForOneThatIsUnknown() {
    assertThatThrownBy(() -> read("{\"bacth_size\": 4}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("c.json: bacth_size: required a key that is known")
        .hasMessageContaining("Did you mean \"batch_size\"?")
        .hasMessageContaining("[config-unknown-key]");
  }

  @Test
  void namesTheWholePathOfAnUnknownKey() {
    assertThatThrownBy(() -> read("{\"loss\": {\"nam\": 4}}"))
        .hasMessageContaining("c.json: loss.nam:")
        .hasMessageContaining("Did you mean \"name\"?");
  }

  @Test
  void namesAMissingKey() {
    assertThatThrownBy(() -> read("{\"loss\": {}}"))
        .hasMessageContaining("c.json: loss.name: required a text; found no such key")
        .hasMessageContaining("[config-missing-key]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"batch_size": "4"}       | batch_size: required a whole number of at most 2147483647; found the text "4"
          {"batch_size": 4.5}       | batch_size: required a whole number of at most 2147483647; found the number 4.5
          {"batch_size": 4.0}       | batch_size: required a whole number of at most 2147483647; found the number 4.0
          {"batch_size": 2147483648}| batch_size: required a whole number of at most 2147483647; found the number 2147483648
          {"batch_size": null}      | batch_size: required a whole number of at most 2147483647; found null
          {"long_number": 1e3}      | long_number: required a whole number
          {"dropout_rate": true}    | dropout_rate: required a number; found true
          {"is_2d": 1}              | is_2d: required true or false; found the number 1
          {"name": 3}               | name: required a text; found the number 3
          {"sizes": ["a"]}          | sizes[0]: required a whole number
          {"sizes": "a"}            | sizes: required a whole number
          {"axes": "axial"}         | axes: required a list; found the text "axial"
          {"weights": {"a": []}}    | weights.a: required a whole number of at most 2147483647; found a list of 0
          {"weights": []}           | weights: required an object; found a list of 0
          {"loss": "DiceLoss"}      | loss: required an object; found the text "DiceLoss"
          {"free": 1}               | free: required an object; found the number 1
          {"scan": {}}              | scan: required a text; found an object with 0 keys
          []                        | c.json: required an object; found a list of 0
          """)
  void saysWhatWasRequiredAndFound(String json, String words) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("[config-wrong-type]");
  }

  @Test
  void passesOnWhyARecordRefusesItsValues() {
    assertThatThrownBy(() -> read("{\"loss\": {\"name\": \"x\", \"smooth\": -1}}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("c.json: loss: smooth is at least 0; found an object with 2 keys.")
        .hasMessageContaining("[config-invalid-value]");
    assertThatThrownBy(() -> read("{\"scan\": \"nobody\"}"))
        .hasMessageContaining("c.json: scan: Required a BIDS name");
    assertThatThrownBy(() -> read("{\"own\": 3}")).hasMessageContaining("c.json: own: no text");
  }

  @Test
  void listsTheWordsOfAnEnum() {
    assertThatThrownBy(() -> read("{\"slice_axis\": \"axal\"}"))
        .hasMessageContaining("slice_axis: required one of axial, coronal; found \"axal\"")
        .hasMessageContaining("Did you mean \"axial\"?");
  }

  @Test
  void leavesOutAbsentOptionalsUnlessTheyAreToBeShown() {
    ObjectNode json = StrictJson.write(read("{\"own\": null}"));
    assertThat(json.has("mixup_alpha")).isFalse();
    assertThat(json.path("shown").isNull()).isTrue();
  }

  @Test
  void readsBackWhatItWrote() {
    Random random = new Random(3);
    for (int n = 0; n < 500; n++) {
      Map<String, Integer> weights = new LinkedHashMap<>();
      weights.put("k" + random.nextInt(), random.nextInt());
      Everything before =
          new Everything(
              random.nextInt(),
              random.nextLong(),
              Double.longBitsToDouble(random.nextLong() & 0xFFEF_FFFF_FFFF_FFFFL),
              random.nextBoolean(),
              Character.toString(random.nextInt(0xD800)) + '"',
              Axis.CORONAL,
              new Loss("x", random.nextDouble()),
              List.of(random.nextInt()),
              Optional.of(random.nextGaussian()),
              Optional.empty(),
              weights,
              Set.of(Axis.AXIAL),
              StrictJson.write(new Loss("y", random.nextFloat())),
              Optional.of(ScanId.of("a" + n, "T1w")),
              Optional.of(new Upper("ABC")));
      String text = StrictJson.pretty(StrictJson.write(before));
      assertThat(read(text)).isEqualTo(before);
    }
  }

  @Test
  void doesNotShareAFreeObjectWithTheDocument() {
    JsonNode tree = StrictJson.parse("{\"free\": {\"a\": 1}, \"own\": \"x\"}", "c.json");
    Everything all = StrictJson.read(tree, Everything.class, "c.json");
    ((ObjectNode) tree.get("free")).put("a", 2);
    assertThat(all.free().path("a").asInt()).isEqualTo(1);
  }
}
