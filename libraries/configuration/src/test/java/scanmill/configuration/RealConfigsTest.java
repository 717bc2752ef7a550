package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.specs.StrictJson;
import scanmill.testsupport.RealData;

/** Configurations that ivadomed tests itself with. */
class RealConfigsTest {

  @ParameterizedTest
  @CsvSource({"model_config.json, train, 7", "model_config_test.json, test, 0"})
  void configurationsOfIvadomedsOwnTestsLoad(String name, String command, int gpu)
      throws IOException {
    String json = Files.readString(RealData.require("ivadomed-testing/" + name));
    ParsedConfig parsed = Config.parse(json, name);
    Config config = parsed.config();
    assertThat(config.command()).isEqualTo(command);
    assertThat(config.gpuIds()).containsExactly(gpu);
    assertThat(config.loaderParameters().targetSuffix())
        .containsExactly(TargetSuffix.of("_lesion-manual"));
    assertThat(config.uncertainty()).isEqualTo(new Uncertainty(true, true, 2));
    assertThat(config.evaluationParameters().targetSize().orElseThrow().thr())
        .containsExactly(20.0, 100.0);
    assertThat(config.transformation().entries())
        .extracting(TransformEntry::name)
        .startsWith("Resample")
        .endsWith("NormalizeInstance")
        .doesNotContain("NumpyToTensor");
    assertThat(parsed.warnings())
        .contains(
            "gpu is an old name; it was read as gpu_ids.",
            "evaluation_parameters.targetSize is an old name;"
                + " it was read as evaluation_parameters.target_size.");

    ParsedConfig again = Config.parse(StrictJson.pretty(config.toJson()), name);
    assertThat(again.warnings()).isEqualTo(Advice.about(config));
    assertThat(again.config()).isEqualTo(config);
  }
}
