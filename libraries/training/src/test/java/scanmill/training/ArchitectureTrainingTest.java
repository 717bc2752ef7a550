package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.Config;
import scanmill.models.ModelPackage;
import scanmill.problems.BadInputException;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;

/** Every network goes the whole way from a configuration to a tested package, on phantoms. */
class ArchitectureTrainingTest {
  @TempDir static Path data;
  @TempDir Path folder;

  @BeforeAll
  static void scanFourPhantoms() throws IOException {
    new PhantomDataset(
            4, 1, List.of(PhantomContrast.T1W, PhantomContrast.T2W), new GridShape(32, 32, 16))
        .write(data.resolve("volumes"));
    new PhantomDataset(4, 1, List.of(PhantomContrast.T2W), new GridShape(32, 32, 1))
        .write(data.resolve("slices"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a U-Net of volumes          | "default_model": {"name": "Unet", "depth": 1, "n_filters": 2, "is_2d": false}
          a U-Net told the contrast   | "FiLMedUnet": {"applied": true, "metadata": "contrasts", "film_layers": [1, 0, 1, 1]}
          a U-Net told a column       | "FiLMedUnet": {"applied": true, "metadata": "institution_id", "film_layers": [0, 1, 0, 1]}
          a U-Net told the parameters | "FiLMedUnet": {"applied": true, "metadata": "mri_params", "film_layers": [1, 1, 1, 1]}
          a 3D U-Net                  | "Modified3DUNet": {"applied": true, "n_filters": 2}
          a gated 3D U-Net            | "Modified3DUNet": {"applied": true, "n_filters": 2, "attention": true}
          a modulated 3D U-Net        | "Modified3DUNet": {"applied": true, "n_filters": 2}, "FiLMedUnet": {"applied": true, "film_layers": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}
          a residual U-Net            | "default_model": {"name": "ResidualEncoderUnet", "depth": 3, "n_filters": 2}
          one of flat voxels          | "default_model": {"name": "ResidualEncoderUnet", "depth": 2, "n_filters": 2, "is_2d": false, "n_blocks": [1, 1, 2], "strides": [[2, 2, 1], [2, 2, 2]], "kernels": [[3, 3, 1], [3, 3, 3], [3, 3, 3]]}
          """)
  void learnsToSegment(String name, String json) throws IOException {
    Ending.Finished finished = trained(json, "\"multichannel\": false", "_seg-manual", "DiceLoss");

    assertThat(finished.scores()).containsKey("dice_score");
    assertThat(finished.outputs().resolve("pred_masks")).isNotEmptyDirectory();
  }

  /** Two contrasts on one grid, of which one subject lacks the first. */
  @Test
  void learnsWithoutSomeOfTheContrasts() throws IOException {
    for (int subject = 2; subject <= 4; subject++) {
      Path anat = data.resolve("volumes/sub-0" + subject + "/anat");
      Files.copy(
          anat.resolve("sub-0" + subject + "_T2w.nii.gz"),
          anat.resolve("sub-0" + subject + "_PDw.nii.gz"));
    }
    Ending.Finished finished =
        trained(
            """
            "HeMISUnet": {"applied": true, "missing_probability": 0.5,
              "missing_probability_growth": 2}""",
            "\"multichannel\": true, \"missing_channels\": \"zero\"",
            "_seg-manual",
            "DiceLoss");

    assertThat(finished.scores()).containsKey("dice_score");
  }

  @Test
  void learnsHeatMaps() throws IOException {
    Ending.Finished finished =
        trained(
            "\"Countception\": {\"applied\": true}",
            "\"soft_gt\": true",
            "_gmseg-manual",
            "L2loss");

    assertThat(finished.outputs().resolve("pred_masks")).isNotEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"resnet18, BinaryCrossEntropyLoss", "densenet121, CrossEntropyLoss"})
  void learnsToTellSlicesApart(String network, String loss) throws IOException {
    Ending.Finished finished =
        trained(
            "\"" + network + "\": {\"applied\": true}",
            "\"multichannel\": false",
            "_gmseg-manual",
            loss);

    assertThat(finished.scores()).containsKeys("accuracy_score", "f1");
    Path results = finished.outputs().resolve("results_eval");
    assertThat(Files.readAllLines(results.resolve("classification.csv")))
        .hasSize(17)
        .first()
        .isEqualTo("sample,truth_class0,probability_class0");
    assertThat(Files.readString(results.resolve("evaluation_classification.csv")))
        .contains("accuracy_score,")
        .contains("auc,");
    assertThat(finished.outputs().resolve("pred_masks")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "FiLMedUnet": {"applied": true, "metadata": "ages", "film_layers": [1, 0, 1, 1]} | Did you mean "age"?
          "FiLMedUnet": {"applied": true, "film_layers": [1, 0, 1]} | 4 flags
          "FiLMedUnet": {"applied": true}, "HeMISUnet": {"applied": true} | at most one applied architecture
          "HeMISUnet": {"applied": true} | Set multichannel to true
          "default_model": {"name": "Unet", "depth": 6, "n_filters": 2} | at least 64
          "default_model": {"name": "ResidualEncoderUnet", "depth": 2, "strides": [[2, 1]]} | strides has 2 entries at this depth, not 1
          "default_model": {"name": "ResidualEncoderUnet", "depth": 1, "kernels": [[3, 3], [4, 4]]} | kernels are odd
          "default_model": {"name": "Unet", "n_blocks": [1, 1]} | n_blocks
          """)
  void saysWhatDoesNotGoTogether(String json, String words) {
    assertThatThrownBy(() -> trained(json, "\"multichannel\": false", "_seg-manual", "DiceLoss"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words);
  }

  private Ending.Finished trained(String network, String loading, String target, String loss)
      throws IOException {
    boolean heatMaps = network.contains("Countception"); // which is slow: a slice is enough
    String from = heatMaps ? "slices" : "volumes";
    boolean missing = loading.contains("missing");
    boolean volumes = network.contains("3DUNet") || network.contains("\"is_2d\": false");
    Config config =
        Config.parse(
                """
                {"model_name": "phantom",
                 "loader_parameters": {"target_suffix": ["%s"], %s,
                   "contrast_params": {"training_validation": ["%s"], "testing": ["%s"]}},
                 "split_dataset": {"train_fraction": 0.5, "test_fraction": 0.25},
                 "training_parameters": {"batch_size": 4, "loss": {"name": "%s"},
                   "training_time": {"num_epochs": 2}, "scheduler": {"initial_lr": 0.01}},
                 %s,
                 "transformation": {
                   "CenterCrop": {"size": %s},
                   "NormalizeInstance": {"applied_to": ["im"]}}}
                """
                    .formatted(
                        target,
                        loading,
                        missing ? "PDw\", \"T2w" : "T1w\", \"T2w",
                        missing ? "PDw\", \"T2w" : "T2w",
                        loss,
                        network.contains("default_model")
                            ? network
                            : "\"default_model\": {\"name\": \"Unet\", \"depth\": 1, \"n_filters\": 2}, "
                                + network,
                        volumes ? "[32, 32, 16]" : heatMaps ? "[12, 12]" : "[32, 32]"),
                "test")
            .config();
    List<EpochReport> reports = new ArrayList<>();
    TrainingObserver watch =
        new TrainingObserver() {
          @Override
          public void epochCompleted(EpochReport report, Path checkpoint) {
            reports.add(report);
          }
        };
    TrainingPlan plan = new TrainingPlan("run-1", config, List.of(data.resolve(from)), "cpu", 1, 1);
    Ending ending = new TrainingRun(plan, folder, watch).train();
    assertThat(reports).hasSize(2).allMatch(report -> Double.isFinite(report.trainingLoss()));
    assertThat(ending).isInstanceOf(Ending.Finished.class);
    Ending.Finished finished = (Ending.Finished) ending;
    assertThat(ModelPackage.open(finished.modelPackage()).labels()).hasSize(1);
    return finished;
  }
}
