package scanmill.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.specs.StrictJson;

/** What an absent key means: ivadomed's documented defaults, then those of our own keys. */
class DefaultsTest {
  /** A dash: the effective configuration does not have the key. */
  private static final String TABLE =
      """
      /command                                                | "train"
      /gpu_ids                                                | [0]
      /path_output                                            | "path_output"
      /model_name                                             | "my_model"
      /debugging                                              | false
      /log_file                                               | "log"
      /wandb                                                  | -
      /split_path                                             | -
      /training_sha256                                        | {}
      /loader_parameters/path_data                            | ["path_data"]
      /loader_parameters/bids_config                          | -
      /loader_parameters/bids_validate                        | true
      /loader_parameters/subject_selection                    | {"n": [], "metadata": [], "value": []}
      /loader_parameters/target_suffix                        | []
      /loader_parameters/extensions                           | []
      /loader_parameters/roi_params                           | {"suffix": null, "slice_filter_roi": null}
      /loader_parameters/contrast_params                      | {"training_validation": [], "testing": [], "balance": {}}
      /loader_parameters/slice_filter_params/filter_empty_mask     | false
      /loader_parameters/slice_filter_params/filter_empty_input    | true
      /loader_parameters/slice_filter_params/filter_absent_class   | false
      /loader_parameters/slice_filter_params/filter_classification | false
      /loader_parameters/slice_filter_params/classifier_path       | -
      /loader_parameters/patch_filter_params                  | {"filter_empty_mask": false, "filter_empty_input": false, "filter_absent_class": false}
      /loader_parameters/slice_axis                           | "axial"
      /loader_parameters/multichannel                         | false
      /loader_parameters/soft_gt                              | false
      /loader_parameters/is_input_dropout                     | false
      /split_dataset/fname_split                              | null
      /split_dataset/random_seed                              | 6
      /split_dataset/split_method                             | "participant_id"
      /split_dataset/data_testing                             | {"data_type": null, "data_value": []}
      /split_dataset/balance                                  | null
      /split_dataset/train_fraction                           | 0.6
      /split_dataset/test_fraction                            | 0.2
      /training_parameters/batch_size                         | 18
      /training_parameters/loss                               | {"name": "DiceLoss"}
      /training_parameters/training_time                      | {"num_epochs": 100, "early_stopping_patience": 50, "early_stopping_epsilon": 0.001}
      /training_parameters/scheduler/initial_lr               | 0.001
      /training_parameters/scheduler/lr_scheduler             | {"name": "CosineAnnealingLR"}
      /training_parameters/balance_samples                    | {"applied": false, "type": "gt"}
      /training_parameters/mixup_alpha                        | null
      /training_parameters/transfer_learning                  | {"retrain_model": null, "retrain_fraction": 1.0, "layers": []}
      /default_model                                          | {"name": "Unet", "dropout_rate": 0.3, "bn_momentum": 0.1, "depth": 3, "is_2d": true}
      /FiLMedUnet                                             | -
      /HeMISUnet                                              | -
      /Modified3DUNet                                         | -
      /resnet18                                               | -
      /densenet121                                            | -
      /Countception                                           | -
      /object_detection_params                                | {"object_detection_path": null, "safety_factor": [1.0, 1.0, 1.0]}
      /uncertainty                                            | {"epistemic": false, "aleatoric": false, "n_it": 0}
      /postprocessing                                         | {}
      /evaluation_parameters                                  | {"object_detection_metrics": true}
      /transformation                                         | {}
      /compat                                                 | -
      /random_seed                                            | 6
      /device                                                 | "auto"
      /loader_workers                                         | 2
      /augmentation                                           | "local"
      /data_cache_gb                                          | 16.0
      /gif                                                    | 0
      /inference_parameters                                   | -
      /threshold_search                                       | -
      /loader_parameters/file_lists                           | -
      /loader_parameters/missing_channels                     | "drop"
      /loader_parameters/patch_sampling                       | {"method": "grid", "patches_per_scan": 4, "foreground_fraction": 0.33}
      /split_dataset/folds                                    | -
      /split_dataset/fold                                     | 0
      /training_parameters/gradient_clipping                  | -
      """;

  /** Of objects that are absent until somebody writes them. */
  private static final String WRITTEN =
      """
      FiLMedUnet           | {"applied": false, "metadata": "contrasts", "film_layers": []}
      HeMISUnet            | {"applied": false, "missing_probability": 0.0, "missing_probability_growth": 1.0, "contrasts": [], "ram": true, "target_lst": [], "roi_lst": null}
      Modified3DUNet       | {"applied": false, "attention": false, "n_filters": 16}
      resnet18             | {"applied": false}
      densenet121          | {"applied": false}
      Countception         | {"applied": false}
      inference_parameters | {"ensemble": [], "flips": [], "boxes": "largest"}
      threshold_search     | {"increment": 0.05, "per_class": false}
      wandb                | {"wandb_api_key": "", "project_name": "temp_project", "group_name": "temp_group", "run_name": "temp_run", "log_grads_every": 100}
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TABLE)
  void anAbsentKeyMeans(String pointer, String expected) {
    JsonNode found = Config.defaults().toJson().at(pointer);
    if (expected.equals("-")) {
      assertThat(found.isMissingNode()).isTrue();
    } else {
      assertThat(found.toString()).isEqualTo(StrictJson.parse(expected, pointer).toString());
    }
  }

  @Test
  void theTableHasEveryKey() {
    Set<String> expected = new TreeSet<>();
    TABLE.lines().forEach(line -> expected.add(line.substring(1).split("[/ ]", -1)[0]));
    Set<String> keys = new TreeSet<>();
    ReferencePage.schema().path("properties").fieldNames().forEachRemaining(keys::add);
    assertThat(expected).isEqualTo(keys);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = WRITTEN)
  void anEmptyObjectMeans(String key, String expected) {
    ObjectNode tree = Config.defaults().toJson();
    tree.putObject(key);
    assertThat(Config.parse(tree, "c.json").config().toJson().path(key))
        .isEqualTo(StrictJson.parse(expected, key));
  }

  @Test
  void sizesAndUnitsOfObjectsAreVoxels() {
    JsonNode evaluation =
        Config.parse(
                """
                {"evaluation_parameters": {"target_size": {"thr": [20]}, "overlap": {}}}
                """,
                "c.json")
            .config()
            .toJson()
            .path("evaluation_parameters");
    assertThat(evaluation.path("target_size"))
        .isEqualTo(StrictJson.parse("{\"thr\": [20.0], \"unit\": \"vox\"}", "c"));
    assertThat(evaluation.path("overlap"))
        .isEqualTo(StrictJson.parse("{\"thr\": 3.0, \"unit\": \"vox\"}", "c"));
  }
}
