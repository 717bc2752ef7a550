package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.configuration.Config;
import scanmill.models.ModelPackage;
import scanmill.problems.BadInputException;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;

/** The story of a run on phantoms, and what happens when it is cut short. */
class TrainingRunTest {
  private static final int EPOCHS = 4;

  @TempDir static Path data;
  @TempDir Path folder;

  @BeforeAll
  static void scanFivePhantoms() throws IOException {
    new PhantomDataset(5, 1, List.of(PhantomContrast.T2W), new GridShape(40, 40, 6)).write(data);
  }

  @Test
  void learnsToSegmentAndPackagesWhatItLearnt() throws IOException {
    Watch watch = new Watch(Integer.MAX_VALUE);

    Ending ending = run(watch, folder).train();

    assertThat(ending).isInstanceOf(Ending.Finished.class);
    Ending.Finished finished = (Ending.Finished) ending;
    assertThat(watch.reports).extracting(EpochReport::epoch).containsExactly(1, 2, 3, 4);
    assertThat(watch.reports.get(EPOCHS - 1).trainingLoss())
        .isLessThan(watch.reports.get(0).trainingLoss());
    assertThat(watch.parts).containsExactly(3, 1, 1);
    assertThat(ModelPackage.open(finished.modelPackage()).labels()).containsExactly("seg");
    assertThat(finished.scores()).containsKey("dice_score");
    for (String file :
        List.of(
            "config_file.json",
            "split_datasets.json",
            "training_curve.csv",
            "training_curve.png",
            "best_model.pt",
            "final_model.pt",
            "results_eval/evaluation_3Dmetrics.csv",
            "phantom/phantom.onnx",
            "phantom/provenance.json")) {
      assertThat(finished.outputs().resolve(file)).isRegularFile();
    }
    assertThat(finished.outputs().resolve("losses_val_loss")).isNotEmptyDirectory();
    assertThat(finished.outputs().resolve("pred_masks")).isNotEmptyDirectory();
    assertThat(
            Files.readString(finished.outputs().resolve("results_eval/evaluation_3Dmetrics.csv")))
        .startsWith("image_id,vol_pred_class0,")
        .hasLineCount(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"batch_size\": 4",
        """
        "batch_size": 3, "mixup_alpha": 0.4, "gradient_accumulation": 2, "precision": "bfloat16",
        "gradient_clipping": 1, "optimizer": {"name": "SGD", "momentum": 0.9}""",
        """
        "batch_size": 4, "optimizer": {"name": "AdamW", "weight_decay": 0.01},
        "balance_samples": {"applied": true, "type": "gt"}"""
      })
  void endsWithTheSameWeightsWhenCutShortAndResumed(String training) throws IOException {
    Config config = Config.parse(config().replace("\"batch_size\": 4", training), "test").config();
    Ending.Finished undisturbed =
        (Ending.Finished) run(config, new Watch(Integer.MAX_VALUE), folder.resolve("a")).train();

    Path interrupted = folder.resolve("b");
    Ending stopped = run(config, new Watch(3), interrupted).train();
    assertThat(stopped).isEqualTo(new Ending.Stopped(2));
    Watch second = new Watch(Integer.MAX_VALUE);
    Ending.Finished resumed = (Ending.Finished) run(config, second, interrupted).train();

    assertThat(second.firstEpoch).isEqualTo(3);
    assertThat(resumed.modelPackage().resolve("phantom.safetensors"))
        .hasSameBinaryContentAs(undisturbed.modelPackage().resolve("phantom.safetensors"));
    assertThat(resumed.outputs().resolve("final_model.pt"))
        .hasSameBinaryContentAs(undisturbed.outputs().resolve("final_model.pt"));
  }

  @Test
  void showsWhatItSeesToWhoLooksForFaultsAndLearnsTheSame() throws IOException {
    String mixing =
        config().replace("\"batch_size\": 4", "\"batch_size\": 4, \"mixup_alpha\": 0.4");
    String looking = mixing.replace("{\"model_name\"", "{\"debugging\": true, \"model_name\"");
    Ending.Finished plain =
        (Ending.Finished)
            run(
                    Config.parse(mixing, "test").config(),
                    new Watch(Integer.MAX_VALUE),
                    folder.resolve("plain"))
                .train();
    Ending.Finished shown =
        (Ending.Finished)
            run(
                    Config.parse(looking, "test").config(),
                    new Watch(Integer.MAX_VALUE),
                    folder.resolve("shown"))
                .train();

    try (Stream<Path> pictures = Files.list(shown.outputs().resolve("mixup"))) {
      assertThat(pictures.map(file -> String.valueOf(file.getFileName())))
          .hasSize(5) // 18 slices in batches of 4, once
          .allMatch(name -> name.matches("(0\\.[5-9]\\d\\d|1\\.000)_[0-4]\\.png"));
    }
    try (Stream<Path> files = Files.list(shown.outputs())) {
      Path events =
          files.filter(file -> file.toString().contains("tfevents")).findFirst().orElseThrow();
      assertThat(new String(Files.readAllBytes(events), StandardCharsets.ISO_8859_1))
          .contains("Train/Input", "Train/Predictions", "Train/Ground Truth")
          .contains("Validation/Input", "Validation/Predictions", "Validation/Ground Truth");
    }
    assertThat(plain.outputs().resolve("mixup")).doesNotExist();
    assertThat(shown.modelPackage().resolve("phantom.safetensors"))
        .hasSameBinaryContentAs(plain.modelPackage().resolve("phantom.safetensors"));
  }

  @Test
  void noticesThatAnotherPlanLeftTheCheckpoint() throws IOException {
    run(new Watch(2), folder).train();
    Config other =
        Config.parse(config().replace("\"batch_size\": 4", "\"batch_size\": 5"), "test").config();

    assertThatThrownBy(() -> run(other, new Watch(2), folder).train())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("checkpoint-of-another-plan");
  }

  @Test
  void asksForWhatExistsOnly() {
    Config config = Config.parse(config().replace("DiceLoss", "DyceLoss"), "test").config();

    assertThatThrownBy(() -> run(config, new Watch(2), folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("DiceLoss");
  }

  private static TrainingRun run(Watch watch, Path folder) {
    return run(Config.parse(config(), "test").config(), watch, folder);
  }

  private static TrainingRun run(Config config, Watch watch, Path folder) {
    return new TrainingRun(
        new TrainingPlan("run-1", config, List.of(data), "cpu", 1, 2), folder, watch);
  }

  private static String config() {
    return """
    {"model_name": "phantom",
     "loader_parameters": {"target_suffix": ["_seg-manual"],
       "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
     "training_parameters": {"batch_size": 4, "loss": {"name": "DiceLoss"},
       "training_time": {"num_epochs": 4}, "scheduler": {"initial_lr": 0.01}},
     "default_model": {"name": "Unet", "depth": 1, "n_filters": 4, "dropout_rate": 0.2},
     "transformation": {
       "CenterCrop": {"size": [32, 32]},
       "RandomAffine": {"degrees": 10, "applied_to": ["im", "gt"], "dataset_type": ["training"]},
       "NormalizeInstance": {"applied_to": ["im"]}}}
    """;
  }

  /** Keeps what it is told, and asks to stop in a given epoch. */
  private static final class Watch implements TrainingObserver {
    final List<EpochReport> reports = new ArrayList<>();
    final List<Integer> parts = new ArrayList<>();
    final int stopIn;
    int firstEpoch;

    Watch(int stopIn) {
      this.stopIn = stopIn;
    }

    @Override
    public void frozen(Path manifest, int training, int validation, int test) {
      assertThat(manifest).isRegularFile();
      parts.addAll(List.of(training, validation, test));
    }

    @Override
    public void started(String device, int epochs, int first) {
      firstEpoch = first;
    }

    @Override
    public void epochCompleted(EpochReport report, Path checkpoint) {
      assertThat(checkpoint).isRegularFile();
      reports.add(report);
    }

    @Override
    public boolean stopRequested() {
      return reports.stream().mapToInt(EpochReport::epoch).max().orElse(0) + 1 == stopIn;
    }
  }
}
