package scanmill.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;

/** What {@code scanmill config check} is told by the platform. */
class ConfigCheckTest {

  private static void check(String json) {
    new Standalone().check(Config.parse(json, "c.json").config());
  }

  @Test
  void acceptsTheExampleAndTheDefaults() throws IOException {
    String example = Files.readString(Path.of("../examples/hippocampus.json"));
    assertThatCode(() -> check(example)).doesNotThrowAnyException();
    assertThatCode(() -> check("{}")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"transformation": {"Resampel": {}}}                       | Did you mean "Resample"?
          {"transformation": {"CenterCrop": {"sise": [8, 8]}}}       | transformation.CenterCrop.sise
          {"postprocessing": {"keep_largst": {}}}                    | Did you mean "keep_largest"?
          {"training_parameters": {"loss": {"name": "DiceLos"}}}     | Did you mean "DiceLoss"?
          {"training_parameters": {"loss": {"name": "DiceLoss", "smoth": 1}}} | training_parameters.loss.smoth
          {"default_model": {"name": "Unett"}, "loader_parameters": {"target_suffix": ["_a"]}} | Did you mean "Unet"?
          """)
  void namesWhatItsCataloguesDoNotHave(String json, String words) {
    assertThatThrownBy(() -> check(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words);
  }
}
