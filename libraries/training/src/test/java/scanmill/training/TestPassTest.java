package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.metrics.EvaluationPlan;
import scanmill.metrics.ObjectSizes;
import scanmill.metrics.OverlapUnit;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.uncertainty.Measure;
import scanmill.volumes.GridShape;
import scanmill.volumes.Nifti;
import scanmill.volumes.Volume;

class TestPassTest {

  private static EvaluationPlan plan(String json) {
    return MeasuringPlan.of(Config.parse(json, "config.json").config());
  }

  @Test
  void measuresWhatTheConfigurationAsksFor() {
    assertThat(plan("{}")).isEqualTo(EvaluationPlan.DEFAULT);
    assertThat(
            plan(
                """
                {"evaluation_parameters": {
                   "target_size": {"thr": [20, 100], "unit": "mm3"},
                   "overlap": {"thr": 0.3, "unit": "ratio"}}}
                """))
        .isEqualTo(
            new EvaluationPlan(
                true,
                0.3,
                OverlapUnit.RATIO,
                Optional.of(new ObjectSizes(List.of(20.0, 100.0), true)),
                false));
    assertThat(plan("{\"evaluation_parameters\": {\"object_detection_metrics\": false}}").objects())
        .isFalse();
  }

  /** ivadomed's mask is drawn by chance, too, once it is asked how sure it is. */
  @Test
  void tellsHowSureItIsAndLeavesTheMaskAsItIs(@TempDir Path folder) throws IOException {
    Path data = folder.resolve("data");
    new PhantomDataset(4, 1, List.of(PhantomContrast.T2W), new GridShape(32, 32, 4)).write(data);
    String asked = "\"uncertainty\": {\"epistemic\": true, \"aleatoric\": true, \"n_it\": 3},";

    Path unsure = masks(data, folder.resolve("unsure"), asked);
    Path plain = masks(data, folder.resolve("plain"), "");

    List<Path> predictions = files(plain, "_pred.nii.gz");
    assertThat(predictions).hasSize(1);
    String scan = predictions.get(0).getFileName().toString().replace("_pred.nii.gz", "");
    assertThat(unsure.resolve(scan + "_pred.nii.gz")).hasSameBinaryContentAs(predictions.get(0));
    for (Measure measure : Measure.values()) {
      assertThat(unsure.resolve(scan + "_" + measure.key() + ".nii.gz")).isRegularFile();
    }
    Volume entropy = Nifti.readVolume(unsure.resolve(scan + "_unc-vox.nii.gz"));
    double most = 0;
    for (float value : entropy.data()) {
      assertThat(value).isBetween(0f, (float) Math.log(2) + 1e-4f);
      most = Math.max(most, value);
    }
    assertThat(most).isPositive();
    assertThat(files(plain, "_unc-vox.nii.gz")).isEmpty();
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private static Path masks(Path data, Path folder, String asked) throws IOException {
    String json =
        """
        {"model_name": "phantom", ASKED
         "loader_parameters": {"target_suffix": ["_seg-manual"],
           "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
         "training_parameters": {"batch_size": 4, "loss": {"name": "DiceLoss"},
           "training_time": {"num_epochs": 1}},
         "default_model": {"name": "Unet", "depth": 1, "n_filters": 4, "dropout_rate": 0.3},
         "transformation": {
           "CenterCrop": {"size": [24, 24]},
           "RandomReverse": {"applied_to": ["im", "gt"], "dataset_type": ["training"]},
           "NormalizeInstance": {"applied_to": ["im"]}}}
        """;
    Config config = Config.parse(json.replace("ASKED", asked), "config.json").config();
    TrainingPlan plan = new TrainingPlan("run-1", config, List.of(data), "cpu", 1, 2);
    new TrainingRun(plan, folder, new TrainingObserver() {}).train();
    return folder.resolve("outputs/pred_masks");
  }
}
