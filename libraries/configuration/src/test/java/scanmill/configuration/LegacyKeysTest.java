package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scanmill.specs.StrictJson;

class LegacyKeysTest {

  /** The dialect of models that ivadomed packaged in 2020, and of its own test data. */
  private static final String OLD =
      """
      {
        "command": "eval",
        "gpu": 7,
        "log_directory": "spineGeneric",
        "object_detection_params": {"object_detection_path": null, "gpu": 0, "log_directory": "x"},
        "loader_parameters": {
          "bids_path": "data", "roi_suffix": null, "split_method": "per_patient",
          "soft_input": false, "target_suffix": ["_seg-manual"],
          "contrast_params": {"random_seed": 1313, "training_validation": ["T2w"],
                              "center_test": []}
        },
        "split_dataset": {"random_seed": 1313, "method": "per_center", "center_test": ["unf", 3]},
        "training_parameters": {"balance_samples": false},
        "default_model": {"name": "Unet", "out_channel": 1, "depth": 1},
        "UNet3D": {"applied": false, "padding_3D": 0, "n_filters": 8},
        "missing_modality": false, "attention_unet": false, "mixup_bool": false, "metadata": null,
        "testing_parameters": {
          "binarize_prediction": 0.4,
          "uncertainty": {"epistemic": true, "aleatoric": false, "n_it": 2}, "other": 1
        },
        "evaluation_parameters": {
          "targetSize": {"unit": "vox", "thr": [20, 100]},
          "removeSmall": {"unit": "vox", "thr": 3}
        },
        "postprocessing": {"keep_largest": {}, "threshold_uncertainty": {"thr": -1}},
        "transformation": {
          "CenterCrop": {"size": [128, 128], "preprocessing": true},
          "NumpyToTensor": {}
        }
      }
      """;

  static ObjectNode everyOldKey() {
    return (ObjectNode) StrictJson.parse(OLD, "old.json");
  }

  private static ParsedConfig old() {
    return Config.parse(OLD, "old.json");
  }

  @Test
  void readsOldNamesAsTheNewOnes() {
    Config config = old().config();
    assertThat(config.command()).isEqualTo("test");
    assertThat(config.gpuIds()).containsExactly(7);
    assertThat(config.pathOutput()).isEqualTo("spineGeneric");
    assertThat(config.loaderParameters().pathData()).containsExactly("data");
    assertThat(config.modified3dUnet().orElseThrow().nFilters()).isEqualTo(8);
    assertThat(config.uncertainty()).isEqualTo(new Uncertainty(true, false, 2));
    assertThat(config.evaluationParameters().targetSize().orElseThrow().thr())
        .containsExactly(20.0, 100.0);
    assertThat(config.splitDataset().dataTesting().dataType()).contains("institution_id");
    assertThat(config.splitDataset().dataTesting().dataValue()).containsExactly("unf", "3");
    assertThat(config.postprocessing().steps())
        .extracting(StepEntry::name)
        .containsExactly("keep_largest", "uncertainty", "binarize_prediction");
    assertThat(config.postprocessing().steps().get(2).args().path("thr").asDouble()).isEqualTo(0.4);
    assertThat(config.transformation().entries())
        .extracting(TransformEntry::name)
        .containsExactly("CenterCrop");
    assertThat(config.trainingParameters().balanceSamples().applied()).isFalse();
  }

  @Test
  void saysSoForEveryKey() {
    assertThat(old().warnings())
        .contains(
            "gpu is an old name; it was read as gpu_ids.",
            "log_directory is an old name; it was read as path_output.",
            "loader_parameters.bids_path is an old name;"
                + " it was read as loader_parameters.path_data.",
            "testing_parameters.uncertainty is an old name; it was read as uncertainty.",
            "testing_parameters.binarize_prediction is an old name;"
                + " it was read as postprocessing.binarize_prediction.thr.",
            "testing_parameters.other has no meaning any more; ignored.",
            "evaluation_parameters.targetSize is an old name;"
                + " it was read as evaluation_parameters.target_size.",
            "loader_parameters.roi_suffix is an old key and was ignored;"
                + " use loader_parameters.roi_params.suffix.",
            "loader_parameters.split_method is an old key and was ignored;"
                + " use split_dataset.split_method.",
            "loader_parameters.contrast_params.random_seed is an old key and was ignored;"
                + " use split_dataset.random_seed.",
            "default_model.out_channel is an old key and was ignored;"
                + " it follows from other keys.",
            "transformation.NumpyToTensor is done without being asked for; ignored.");
  }

  @Test
  void effectiveFormHasNoOldKeys() {
    Config config = old().config();
    ParsedConfig again = Config.parse(config.toJson(), "again.json");
    assertThat(again.warnings()).isEqualTo(Advice.about(config));
    assertThat(again.config()).isEqualTo(config);
  }

  @Test
  void doesNotChangeTheTreeItReads() {
    ObjectNode tree = everyOldKey();
    Config.parse(tree, "old.json");
    assertThat(tree).isEqualTo(everyOldKey());
  }

  @Test
  void aNegativeThresholdMeantNoThreshold() {
    Config config =
        Config.parse("{\"testing_parameters\": {\"binarize_prediction\": -1}}", "c").config();
    assertThat(config.postprocessing().steps()).isEmpty();
  }

  @Test
  void theNewNameWinsOverTheOldOne() {
    ParsedConfig parsed = Config.parse("{\"gpu\": 1, \"gpu_ids\": [2]}", "c.json");
    assertThat(parsed.config().gpuIds()).containsExactly(2);
    assertThat(parsed.warnings())
        .startsWith("gpu is an old name of gpu_ids, which is there too and was used.");
  }

  @Test
  void centersOfAnotherMethodAreNotUsed() {
    ParsedConfig parsed =
        Config.parse(
            "{\"split_dataset\": {\"method\": \"per_patient\", \"center_test\": [\"a\"]}}", "c");
    assertThat(parsed.config().splitDataset().dataTesting().dataValue()).isEmpty();
    assertThat(parsed.warnings())
        .containsExactly(
            "split_dataset.method per_patient was read as split_dataset.split_method"
                + " participant_id.",
            "split_dataset.center_test is an old key and was ignored; use"
                + " split_dataset.data_testing.");
  }

  @Test
  void theOldMethodsOfSplittingMayStandUnderTheNewKey() {
    ParsedConfig parsed =
        Config.parse(
            "{\"split_dataset\": {\"split_method\": \"per_center\", \"center_test\": [\"a\"]}}",
            "c");
    SplitDataset split = parsed.config().splitDataset();
    assertThat(split.splitMethod()).isEqualTo("participant_id");
    assertThat(split.dataTesting())
        .isEqualTo(new DataTesting(Optional.of("institution_id"), List.of("a")));
    assertThat(parsed.warnings()).hasSize(2);
  }

  @Test
  void balancedSamplesByABareWordAreAppliedUnlessIvadomedsWayIsAskedFor() {
    String json = "\"training_parameters\": {\"balance_samples\": true}}";
    assertThat(applied("{" + json)).isTrue();
    assertThat(applied("{\"compat\": \"ivadomed-2.9\", " + json)).isFalse();
  }

  private static boolean applied(String json) {
    return Config.parse(json, "c").config().trainingParameters().balanceSamples().applied();
  }

  @Test
  void nullForASectionMeansItsDefault() {
    ParsedConfig parsed = Config.parse("{\"postprocessing\": null}", "c");
    assertThat(parsed.config()).isEqualTo(Config.defaults());
    assertThat(parsed.warnings())
        .containsExactly("postprocessing is null; it was read as its default.");
  }
}
