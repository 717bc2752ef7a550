package scanmill.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.problems.BadInputException;

class StrictJsonParseTest {

  @Test
  void saysLineAndColumnOfWhatIsWrong() {
    assertThatThrownBy(() -> StrictJson.parse("{\n  \"a\": 1,\n  \"b\" 2\n}", "config.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("config.json: required valid JSON; found at line 3, column 7")
        .hasMessageContaining("[json-malformed]");
  }

  @Test
  void refusesARepeatedKeyAndNamesIt() {
    assertThatThrownBy(() -> StrictJson.parse("{\"depth\": 3, \"depth\": 4}", "c.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Duplicate field 'depth'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{} x",
        "{}{}",
        "[1] 2",
        "NaN",
        "[Infinity]",
        "{'a': 1}",
        "{a: 1}",
        "{\"a\": 01}",
        "[1,]",
        "// no\n{}",
        "{\"a\": +1}",
        "[1e999]",
        "\"\t\"",
        "{",
        "nul"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> StrictJson.parse(text, "c.json"))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> assertThat(e.problem().code()).isEqualTo("json-malformed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\n"})
  void refusesNothing(String text) {
    assertThatThrownBy(() -> StrictJson.parse(text, "c.json"))
        .isInstanceOfSatisfying(
            BadInputException.class, e -> assertThat(e.problem().code()).isEqualTo("json-empty"));
  }

  @Test
  void namesThePathOfANumberBeyondAllDoubles() {
    assertThatThrownBy(() -> StrictJson.parse("{\"a\": [0, {\"b\": -1e400}]}", "c.json"))
        .hasMessageContaining("c.json: a[1].b: required a number that is finite");
  }

  @Test
  void refusesNestingThatWouldExhaustTheStack() {
    assertThatThrownBy(() -> StrictJson.parse("[".repeat(100_000), "c.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nesting");
    String deepest = "[".repeat(StrictJson.DEEPEST) + "]".repeat(StrictJson.DEEPEST);
    assertThat(StrictJson.parse(deepest, "c.json").isArray()).isTrue();
  }

  @Test
  void refusesANumberOfMoreThanAThousandDigits() {
    assertThatThrownBy(() -> StrictJson.parse("9".repeat(1_000_000), "c.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Number value length");
  }

  @Test
  void refusesMoreThanOneHundredMebibytesWithoutReadingThem() {
    byte[] large = new byte[StrictJson.MOST_BYTES + 1];
    assertThatThrownBy(() -> StrictJson.parse(large, "c.json"))
        .hasMessageContaining("required JSON of at most 100 MiB")
        .hasMessageContaining("[json-too-large]");
  }

  @Test
  void readsTextWithAByteOrderMark() {
    String text = "\uFEFF{\"a\": \"\u00e9\"}";
    assertThat(StrictJson.parse(text, "c.json").path("a").asText()).isEqualTo("\u00e9");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(StrictJson.parse(bytes, "c.json").path("a").asText()).isEqualTo("\u00e9");
  }

  @Test
  void refusesBytesThatAreNoText() {
    byte[] bytes = {'"', (byte) 0xC3, '"'};
    assertThatThrownBy(() -> StrictJson.parse(bytes, "c.json"))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void neverThrowsAnythingElseWhateverTheBytes() {
    Random random = new Random(1);
    String alphabet = "{}[]\",:0123456789.eE+-truefalsn \\u\n\uFEFF\u00e9";
    int refused = 0;
    for (int n = 0; n < 20_000; n++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(12); c >= 0; c--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        StrictJson.parse(text.toString().getBytes(StandardCharsets.UTF_8), "c.json");
      } catch (BadInputException e) {
        assertThat(e.problem().what()).contains("c.json");
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 19_999);
  }
}
