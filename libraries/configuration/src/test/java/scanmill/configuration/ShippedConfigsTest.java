package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.specs.StrictJson;

class ShippedConfigsTest {

  static String text(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            ShippedConfigsTest.class.getResourceAsStream("/ivadomed-2.9.10/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ParsedConfig parse(String name) {
    return Config.parse(text(name), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.json",
        "config_classification.json",
        "config_default.json",
        "config_microscopy.json",
        "config_sctTesting.json",
        "config_small.json",
        "config_spineGeHemis.json",
        "config_tumorSeg.json",
        "config_vertebral_labeling.json"
      })
  void everyShippedConfigurationLoadsAndReadsBackFromItsEffectiveForm(String name) {
    Config config = parse(name).config();
    ParsedConfig again = Config.parse(StrictJson.pretty(config.toJson()), name);
    assertThat(again.warnings()).isEmpty();
    assertThat(again.config()).isEqualTo(config);
  }

  @Test
  void whatIvadomedShipsAsItsDefaultsAreTheDefaultsHere() {
    Config theirs = parse("config_default.json").config();
    Config ours =
        Config.parse(
                "{\"wandb\": {\"project_name\": \"my_project\","
                    + " \"group_name\": \"my_group\", \"run_name\": \"run-1\"}}",
                "c.json")
            .config();
    // The two learning rates of CyclicLR stand in ivadomed's defaults of the cosine schedule.
    assertThat(theirs.trainingParameters().scheduler().lrScheduler().baseLr()).contains(1e-5);
    assertThat(Config.parse(without(theirs), "c.json").config()).isEqualTo(ours);
  }

  private static com.fasterxml.jackson.databind.JsonNode without(Config config) {
    var json = config.toJson();
    ((com.fasterxml.jackson.databind.node.ObjectNode)
            json.at("/training_parameters/scheduler/lr_scheduler"))
        .remove(List.of("base_lr", "max_lr"));
    return json;
  }

  @Test
  void theTutorialAsksForWhatItSays() {
    ParsedConfig parsed = parse("config.json");
    Config config = parsed.config();
    assertThat(parsed.warnings()).isEmpty();
    assertThat(config.trainingParameters().batchSize()).isEqualTo(32);
    assertThat(config.trainingParameters().trainingTime().numEpochs()).isEqualTo(15);
    assertThat(config.loaderParameters().contrasts()).containsExactly("T1w", "T2w", "T2star");
    assertThat(config.inChannel()).isEqualTo(1);
    assertThat(config.outClasses()).isEqualTo(1);
    assertThat(config.transformation().entries())
        .extracting(TransformEntry::name)
        .containsExactly(
            "Resample", "CenterCrop", "RandomAffine", "ElasticTransform", "NormalizeInstance");
    assertThat(config.transformation().during(Phase.VALIDATION))
        .extracting(TransformEntry::name)
        .containsExactly("Resample", "CenterCrop", "NormalizeInstance");
    assertThat(config.postprocessing().steps())
        .extracting(StepEntry::name)
        .containsExactly(
            "remove_noise",
            "keep_largest",
            "binarize_prediction",
            "uncertainty",
            "fill_holes",
            "remove_small");
    assertThat(config.model().name()).isEqualTo("Unet");
    assertThat(config.model().args().path("final_activation").asText()).isEqualTo("sigmoid");
  }

  @Test
  void namesWhatItCouldNotUse() {
    assertThat(parse("config_spineGeHemis.json").warnings())
        .containsExactly(
            "UNet3D is an old name; it was read as Modified3DUNet.",
            "Modified3DUNet.padding_3D is an old key and was ignored;"
                + " use transformation.CenterCrop.");
    assertThat(parse("config_sctTesting.json").warnings())
        .containsExactly(
            "evaluation_parameters.removeSmall is an old key and was ignored;"
                + " use postprocessing.remove_small.");
  }

  @Test
  void theAppliedArchitectureIsTheNetwork() {
    ModelChoice hemis = parse("config_spineGeHemis.json").config().model();
    assertThat(hemis.name()).isEqualTo("HeMISUnet");
    assertThat(hemis.args().path("depth").asInt()).isEqualTo(2);
    assertThat(hemis.args().path("contrasts")).hasSize(2);
    ModelChoice volumes = parse("config_tumorSeg.json").config().model();
    assertThat(volumes.name()).isEqualTo("Modified3DUNet");
    assertThat(volumes.args().path("is_2d").asBoolean()).isFalse();
    assertThat(volumes.args().path("n_filters").asInt()).isEqualTo(8);
    assertThat(volumes.args().has("applied")).isFalse();
    assertThat(parse("config_classification.json").config().model().name()).isEqualTo("resnet18");
    assertThat(parse("config_vertebral_labeling.json").config().model().name())
        .isEqualTo("Countception");
  }
}
