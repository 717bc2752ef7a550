package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/** Configurations with one thing wrong, or many. */
class HostileConfigTest {
  /** Objects whose keys are arguments of catalogues, or a person's own words. */
  private static final String FREE = ".*/loss/.*|/(postprocessing|transformation)/.*|.*/balance/.*";

  /** Every key is misspelt, and given a wrong value, one at a time. */
  @ParameterizedTest
  @CsvSource({
    "tutorial.json, 85",
    "slice-classifier.json, 22",
    "microscopy.json, 22",
    "lesions.json, 20",
    "missing-contrasts.json, 18",
    "tumour-volumes.json, 18",
    "disc-points.json, 12"
  })
  void everyMistypedKeyAndWronglyTypedValueIsRefusedByName(String name, int atLeast) {
    ObjectNode full = Fixtures.parse(name).config().toJson();
    ObjectNode written = tree(name);
    int tried = 0;
    for (String path : paths(written)) {
      int slash = path.lastIndexOf('/');
      String key = path.substring(slash + 1);
      String said = path.substring(1).replace('/', '.');
      if (path.matches(FREE) || !full.at(path.substring(0, slash)).has(key)) {
        continue; // another test is about old keys
      }
      ObjectNode misspelt = written.deepCopy();
      ObjectNode holder = holder(misspelt, path.substring(0, slash));
      holder.set(key + "q", holder.remove(key));
      assertThatThrownBy(() -> Config.parse(misspelt, "c.json"))
          .as(path)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(said + "q")
          .hasMessageContaining("Did you mean \"" + key + "\"?");
      ObjectNode wrong = written.deepCopy();
      holder(wrong, path.substring(0, slash)).putArray(key).addArray().addArray();
      assertThatThrownBy(() -> Config.parse(wrong, "c.json"))
          .as(path)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(said);
      tried++;
    }
    assertThat(tried).isGreaterThanOrEqualTo(atLeast);
  }

  /** Old and new keys, thrown together with values of every type. */
  @Test
  void neverFailsOtherwiseThanByABadInput() {
    Random random = new Random(11);
    List<ObjectNode> seeds =
        Stream.concat(Stream.of(mixed()), Fixtures.ALL.stream().map(HostileConfigTest::tree))
            .toList();
    String[] values = {"null", "true", "-1", "1e300", "\"x\"", "[]", "{}", "[null]", "{\"a\": {}}"};
    int refused = 0;
    for (int n = 0; n < 500; n++) {
      ObjectNode changed = seeds.get(n % seeds.size()).deepCopy();
      List<String> paths = paths(changed);
      for (int c = 0; c < 2; c++) {
        String path = paths.get(random.nextInt(paths.size()));
        int slash = path.lastIndexOf('/');
        if (changed.at(path.substring(0, slash)) instanceof ObjectNode holder) {
          holder.set(
              path.substring(slash + 1),
              StrictJson.parse(values[random.nextInt(values.length)], "v"));
        }
      }
      try {
        Config config = Config.parse(changed, "c.json").config();
        assertThat(Config.parse(config.toJson(), "c.json").config()).isEqualTo(config);
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 490);
  }

  private static ObjectNode mixed() {
    ObjectNode mixed = LegacyKeysTest.everyOldKey();
    mixed.setAll(tree("tutorial.json"));
    return mixed;
  }

  private static ObjectNode tree(String name) {
    return (ObjectNode) StrictJson.parse(Fixtures.text(name), name);
  }

  private static ObjectNode holder(ObjectNode root, String path) {
    return (ObjectNode) root.at(path);
  }

  private static List<String> paths(ObjectNode root) {
    List<String> paths = new ArrayList<>();
    collect(root, "", paths);
    return paths;
  }

  private static void collect(JsonNode node, String path, List<String> paths) {
    node.properties()
        .forEach(
            field -> {
              paths.add(path + "/" + field.getKey());
              collect(field.getValue(), path + "/" + field.getKey(), paths);
            });
  }
}
