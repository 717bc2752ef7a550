package scanmill.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.problems.BadInputException;

class LimitsTest {

  record Limited(
      @Default("1") @Range(min = 1) int batch,
      @Default("0.5") @Range(min = 0, max = 1) double share,
      @Default("1") @Range(above = 0) double rate,
      @Default("0.5") @Range(above = 0, max = 1) double zoom,
      @Default("0") @Range(max = 3) int level,
      @Range(above = 0) Optional<Double> clip,
      @Default("[1, 2, 3]") @Count(3) @Range(min = 1) List<Integer> size,
      @Default("{}") @Range(min = 0, max = 1) Map<String, Double> shares,
      @Default("train") @OneOf({"train", "test"}) String command,
      @Default("auto") @Matching(value = "auto|cuda:[0-9]{1,3}", words = "auto or cuda:0")
          String device,
      @Default("[]") @NumbersAsText List<String> values) {}

  private static Limited read(String json) {
    return StrictJson.read(StrictJson.parse(json, "c.json"), Limited.class, "c.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"batch": 0}            | c.json: batch: required a number of at least 1; found the number 0. Give a number of at least 1. [config-invalid-value]
          {"share": 1.01}         | c.json: share: required a number from 0 to 1; found the number 1.01.
          {"share": -1}           | required a number from 0 to 1
          {"rate": 0}             | required a number above 0; found the number 0
          {"zoom": 0}             | required a number above 0 and at most 1
          {"zoom": 1.5}           | required a number above 0 and at most 1
          {"level": 4}            | required a number of at most 3
          {"clip": 0}             | clip: required a number above 0
          {"size": [1, 2]}        | size: required a list of 3; found a list of 2
          {"size": [1, 0, 3]}     | size[1]: required a number of at least 1; found the number 0
          {"shares": {"T1w": 2}}  | shares.T1w: required a number from 0 to 1; found the number 2
          {"command": "tests"}    | command: required one of train, test; found "tests". Did you mean "test"? Known: train, test. [config-unknown-name]
          {"device": "xcuda:1"}   | device: required auto or cuda:0; found the text "xcuda:1"
          {"device": "autos"}     | device: required auto or cuda:0
          {"values": [true]}      | values[0]: required a text; found true
          {"values": 3}           | values: required a list; found the text "3"
          """)
  void refusesWhatIsOutside(String json, String words) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words);
  }

  @Test
  void acceptsTheBoundsThemselves() {
    Limited read =
        read(
            """
            {"batch": 1, "share": 1, "zoom": 1, "level": 3, "clip": null, "shares": {"T1w": 0},
             "command": "test", "device": "cuda:12", "values": ["a", 38, 0.5]}
            """);
    assertThat(read.clip()).isEmpty();
    assertThat(read.values()).containsExactly("a", "38", "0.5");
  }
}
