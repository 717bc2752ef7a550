package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.configuration.ThresholdParameters;
import scanmill.datasets.BidsScan;
import scanmill.datasets.Split;
import scanmill.models.ModelPackage;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;
import scanmill.volumes.Nifti;

/** The threshold of a model, found on what it has learnt from. */
class ThresholdPassTest {
  private static final String CONFIG =
      """
      {"model_name": "phantom", "threshold_search": %s,
       "loader_parameters": {"target_suffix": ["_seg-manual"],
         "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
       "training_parameters": {"batch_size": 4, "loss": {"name": "%s"},
         "training_time": {"num_epochs": 2}, "scheduler": {"initial_lr": 0.01}},
       "default_model": {"name": "%s", "depth": 1, "n_filters": 4},
       "postprocessing": {"binarize_prediction": {"thr": 0.5}, "keep_largest": {}},
       "transformation": {
         "CenterCrop": {"size": [32, 32]},
         "NormalizeInstance": {"applied_to": ["im"]}}}
      """;

  @TempDir static Path data;
  @TempDir Path folder;

  @BeforeAll
  static void scan() throws IOException {
    new PhantomDataset(5, 1, List.of(PhantomContrast.T2W), new GridShape(32, 32, 4)).write(data);
  }

  private Ending.Finished trained(String search, String loss, String network) throws IOException {
    Config config = Config.parse(CONFIG.formatted(search, loss, network), "c").config();
    TrainingPlan plan = new TrainingPlan("run-1", config, List.of(data), "cpu", 1, 2);
    return (Ending.Finished)
        new TrainingRun(plan, folder.resolve("run"), new TrainingObserver() {}).train();
  }

  private static List<Double> thresholds(Path json) throws IOException {
    return Config.parse(Files.readString(json), "c").config().postprocessing().thresholds();
  }

  @Test
  void goesWithTheModelAndIntoItsTest() throws IOException {
    Ending.Finished finished = trained("{\"increment\": 0.05}", "DiceLoss", "Unet");

    ModelPackage model = ModelPackage.open(finished.modelPackage());
    List<Double> kept = model.config().postprocessing().thresholds();
    assertThat(kept).hasSize(1).isSubsetOf(best(model, 0.05));
    assertThat(kept).isNotEqualTo(List.of(0.5)); // which would say nothing
    assertThat(model.config().postprocessing().steps()).hasSize(2);
    assertThat(thresholds(finished.outputs().resolve("config_file.json"))).isEqualTo(kept);
    try (Stream<Path> masks = Files.list(finished.outputs().resolve("pred_masks"))) {
      Path mask =
          masks.filter(m -> m.toString().endsWith("_pred.nii.gz")).findFirst().orElseThrow();
      assertThat(Nifti.readProbabilities(mask).channel(0)).containsOnly(0, 1);
    }
  }

  /** The same, asked for by itself. */
  private List<Double> best(ModelPackage model, double increment) throws IOException {
    Split split = Split.of(model.config(), List.of(data));
    List<BidsScan> learnt =
        Stream.concat(split.training().stream(), split.validation().stream()).toList();
    ThresholdParameters wish = new ThresholdParameters(increment, false, Optional.of("dice"));
    return new ThresholdPass(model, wish, new LocalData(folder.resolve("cache")), folder, 1, 1)
        .run(new TestScans(learnt, Optional.empty()), true);
  }

  @Test
  void ofAClassifierIsWhereTheRocIsFarthestFromChance() throws IOException {
    Ending.Finished finished =
        trained("{\"increment\": 0.1, \"per_class\": true}", "BinaryCrossEntropyLoss", "resnet18");

    ModelPackage model = ModelPackage.open(finished.modelPackage());
    assertThat(model.config().postprocessing().thresholds()).hasSize(1);
    assertThat(finished.outputs().resolve("thr.png")).doesNotExist();
  }

  @Test
  void countsForVerdicts() {
    Verdicts verdicts = new Verdicts(2, List.of(0.3, -1.0));
    verdicts.add(new float[] {0.4f, 0.4f, 0.2f, 0.2f}, new float[] {1, 1, 0, 0}, 2);

    assertThat(verdicts.scores())
        .containsEntry("recall_score_class0", 1.0)
        .containsEntry("recall_score_class1", 0.0);
  }
}
