package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

class SupportedTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"loader_parameters": {"slice_filter_params": {"filter_classification": true, "classifier_path": "c.pt"}}} | slice_filter_params.filter_classification | Set it to false
          {"transformation": {"Resample": {"hspace": 1, "wspace": 1, "applied_to": ["im"]}}} | transformation.Resample.applied_to | Remove applied_to
          """)
  void refusesWhatTrainingWouldLeaveOut(String json, String key, String remedy) {
    assertThatThrownBy(() -> run(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(remedy)
        .hasMessageContaining("[config-not-built]");
  }

  @Test
  void refusesAThresholdOfAnUncertaintyThatIsNotMeasured() {
    assertThatThrownBy(
            () ->
                run(
                    """
                    {"postprocessing": {"uncertainty": {"thr": 0.3, "suffix": "_unc-vox.nii.gz"}}}
                    """))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("postprocessing.uncertainty")
        .hasMessageContaining("n_it to at least 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        """
        {"loader_parameters": {"target_suffix": [["_a1", "_a2"], ["_b1", "_b2"]], "is_input_dropout": true,
          "roi_params": {"suffix": "_roi", "slice_filter_roi": 10},
          "slice_filter_params": {"filter_empty_mask": true}},
         "default_model": {"length_2D": [32, 32], "stride_2D": [16, 16]},
         "training_parameters": {"balance_samples": {"applied": true}},
         "transformation": {"ROICrop": {"size": [48, 48], "dataset_type": ["training"]}}}""",
        """
        {"loader_parameters": {"extensions": [".nii", "_T2w.nii.gz"]}}""",
        """
        {"loader_parameters": {"roi_params": {"suffix": "_roi", "slice_filter_roi": null}}}""",
        """
        {"loader_parameters": {"slice_filter_params": {"filter_empty_mask": true,
          "filter_absent_class": true, "classifier_path": "unused.pt"}}}""",
        """
        {"loader_parameters": {"patch_filter_params": {"filter_empty_mask": true}},
         "default_model": {"length_2D": [32, 32], "stride_2D": [16, 16]}}""",
        """
        {"training_parameters": {"balance_samples": false, "mixup_alpha": null,
          "transfer_learning": {"retrain_fraction": 0.5, "reset": false}}}""",
        """
        {"training_parameters": {"scheduler": {"lr_scheduler": {"eta_min": 0, "max_lr": 0.1}}}}""",
        """
        {"uncertainty": {"epistemic": true, "aleatoric": true, "n_it": 0}}""",
        """
        {"uncertainty": {"n_it": 20}}""",
        """
        {"uncertainty": {"epistemic": true, "aleatoric": true, "n_it": 2}}""",
        """
        {"object_detection_params": {"object_detection_path": null, "safety_factor": [2, 2, 2]}}""",
        """
        {"evaluation_parameters": {"object_detection_metrics": false, "overlap": {"thr": 3}}}""",
        """
        {"transformation": {"CenterCrop": {"size": [8, 8], "applied_to": ["im", "gt"],
           "dataset_type": ["training", "validation", "testing"]},
         "RandomReverse": {"dataset_type": ["training"]},
         "NormalizeInstance": {"applied_to": ["im"], "dataset_type": ["training", "testing"]}}}"""
      })
  void letsPassWhatChangesNothing(String json) {
    assertThatCode(() -> run(json)).doesNotThrowAnyException();
  }

  @Test
  void needsAClassToLearn() {
    assertThatThrownBy(() -> run(Config.defaults()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("loader_parameters.target_suffix: required one suffix per class")
        .hasMessageContaining("[config-missing-key]");
  }

  @Test
  void refusesBeforeAnythingIsWritten() {
    String json = "{\"object_detection_params\": {\"object_detection_path\": \"finder\"}}";
    assertThatThrownBy(() -> run(json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found none at finder")
        .hasMessageContaining("[detection-model-missing]");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /** Constructs a run of one class unless the configuration names others. */
  private TrainingRun run(String json) {
    ObjectNode tree = (ObjectNode) StrictJson.parse(json, "c.json");
    ObjectNode loader = tree.withObjectProperty("loader_parameters");
    if (!loader.has("target_suffix")) {
      loader.putArray("target_suffix").add("_seg-manual");
    }
    return run(Config.parse(tree, "c.json").config());
  }

  private TrainingRun run(Config config) {
    return new TrainingRun(
        new TrainingPlan("run-1", config, List.of(folder), "cpu", 1, 1),
        folder.resolve("run"),
        new TrainingObserver() {});
  }
}
