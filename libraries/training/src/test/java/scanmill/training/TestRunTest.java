package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.models.ModelPackage;
import scanmill.problems.BadInputException;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;

/** A model is trained once; then it is tested as people may ask. */
class TestRunTest {
  private static final String CONFIG =
      """
      {"model_name": "phantom", ASKED
       "loader_parameters": {"target_suffix": ["_seg-manual"],
         "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
       "training_parameters": {"batch_size": 4, "loss": {"name": "DiceLoss"},
         "training_time": {"num_epochs": 1}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 4, "dropout_rate": 0.3},
       "transformation": {
         "CenterCrop": {"size": [24, 24]},
         "NormalizeInstance": {"applied_to": ["im"]}}}
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException {
    new PhantomDataset(5, 1, List.of(PhantomContrast.T2W), new GridShape(32, 32, 4)).write(data());
    TrainingPlan plan = new TrainingPlan("run-1", config(""), List.of(data()), "cpu", 1, 2);
    new TrainingRun(plan, folder.resolve("run"), new TrainingObserver() {}).train();
  }

  private static Path data() {
    return folder.resolve("data");
  }

  private static Path trained() {
    return folder.resolve("run/outputs");
  }

  private static Config config(String asked) {
    return Config.parse(CONFIG.replace("ASKED", asked), "config.json").config();
  }

  private static TestRun run(Config config) throws IOException {
    ModelPackage model = ModelPackage.open(trained().resolve("phantom"));
    return TestRun.of(model, config, List.of(data()), folder.resolve("work"));
  }

  @Test
  void saysWhatTheEndOfTheTrainingSaid() throws IOException {
    TestRun run = run(config(""));
    Path outputs = folder.resolve("again");
    List<String> done = new ArrayList<>();
    Map<String, Double> scores = run.test(outputs, 1, scan -> done.add(scan.toString()));

    assertThat(run.notes()).isEmpty();
    assertThat(done).hasSize(run.size());
    assertThat(scores).containsKey("dice_score");
    for (String file :
        List.of(
            "results_eval/evaluation_3Dmetrics.csv",
            "pred_masks/" + done.get(0) + "_pred.nii.gz",
            "pred_masks/" + done.get(0) + "_pred_TP-FP-FN.nii.gz")) {
      assertThat(outputs.resolve(file)).hasSameBinaryContentAs(trained().resolve(file));
    }
  }

  @Test
  void doesAfterTheNetworkWhatTheConfigurationSays() throws IOException {
    String asked =
        """
        "postprocessing": {"binarize_prediction": {"thr": 0.5}},
        "uncertainty": {"aleatoric": false, "epistemic": true, "n_it": 2},
        "evaluation_parameters": {"object_detection_metrics": false},
        """;
    Path outputs = folder.resolve("otherwise");
    List<String> done = new ArrayList<>();
    run(config(asked)).test(outputs, 1, scan -> done.add(scan.toString()));
    Path masks = outputs.resolve("pred_masks");
    assertThat(masks.resolve(done.get(0) + "_unc-vox.nii.gz")).isRegularFile();
    assertThat(masks.resolve(done.get(0) + "_pred_TP-FP-FN.nii.gz")).doesNotExist();
    assertThat(Files.readString(outputs.resolve("results_eval/evaluation_3Dmetrics.csv")))
        .doesNotContain("ltpr_class0");
  }

  @Test
  void saysWhichScansTheModelHasSeen() throws IOException {
    TestRun run =
        run(
            config(
                "\"split_dataset\": {\"random_seed\": 3, \"test_fraction\": 0.6,"
                    + " \"train_fraction\": 0.2},"));
    assertThat(run.notes()).anyMatch(note -> note.contains("were seen when the model was trained"));
  }

  @Test
  void refusesAConfigurationOfAnotherModel() {
    Config two =
        Config.parse(
                CONFIG
                    .replace("ASKED", "")
                    .replace("[\"_seg-manual\"]", "[\"_seg-manual\", \"_lesion-manual\"]"),
                "config.json")
            .config();
    assertThatThrownBy(() -> run(two))
        .asInstanceOf(type(BadInputException.class))
        .satisfies(
            e -> {
              assertThat(e.problem().code()).isEqualTo("test-other-model");
              assertThat(e.problem().what()).contains("1 classes", "2 classes");
            });
  }
}
