package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.PictureDepth;
import scanmill.testsupport.RealData;
import scanmill.volumes.GridShape;
import scanmill.volumes.Nifti;
import scanmill.volumes.Picture;

/** Learns two classes from microscopy pictures, as ivadomed's tutorial does, for one epoch. */
class PictureTrainingTest {
  private static final String CONFIG =
      """
      {"model_name": "axons",
       "loader_parameters": {"target_suffix": ["_seg-axon-manual", "_seg-myelin-manual"],
         "extensions": [".png"],
         "contrast_params": {"training_validation": ["SEM"], "testing": ["SEM"]}},
       "split_dataset": {"split_method": "sample_id",
         "data_testing": {"data_type": "sample_id", "data_value": ["sample-data9"]},
         "train_fraction": 0.6, "test_fraction": 0.1},
       "training_parameters": {"batch_size": 4, "loss": {"name": "DiceLoss"},
         "training_time": {"num_epochs": 1}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 2},
       "transformation": {
         "Resample": {"wspace": 0.0002, "hspace": 0.0002},
         "CenterCrop": {"size": [64, 64]},
         "NormalizeInstance": {"applied_to": ["im"]}}}
      """;

  @TempDir Path folder;

  @Test
  void keepsApartWhatIsCutToEightBits() {
    Config ours = Config.parse(CONFIG, "test").config();
    Config theirs =
        Config.parse(
                CONFIG.replace("{\"model_name\"", "{\"compat\": \"ivadomed-2.9\", \"model_name\""),
                "test")
            .config();
    PreparationPlan whole = PreparationPlan.of(ours, Phase.TRAINING);
    PreparationPlan cut = PreparationPlan.of(theirs, Phase.TRAINING);
    assertThat(whole.pictures()).isEqualTo(PictureDepth.AS_STORED);
    assertThat(cut.pictures()).isEqualTo(PictureDepth.EIGHT_BITS);
    assertThat(cut.digest()).isNotEqualTo(whole.digest());
  }

  @Test
  void learnsFromPicturesAndPredictsPictures() throws IOException {
    Path sem = RealData.require("sem");
    Path data = Files.createDirectory(folder.resolve("data"));
    for (String part : List.of("sub-rat3", "derivatives", "participants.tsv", "samples.tsv")) {
      Files.createSymbolicLink(data.resolve(part), sem.resolve(part));
    }
    Config config = Config.parse(CONFIG, "test").config();
    TrainingPlan plan = new TrainingPlan("run-1", config, List.of(data), "cpu", 1, 2);
    Ending ending = new TrainingRun(plan, folder.resolve("run"), new TrainingObserver() {}).train();
    assertThat(ending).isInstanceOf(Ending.Finished.class);
    Ending.Finished finished = (Ending.Finished) ending;
    assertThat(finished.scores()).containsKeys("accuracy_class0", "accuracy_class1");
    Path masks = finished.outputs().resolve("pred_masks");
    try (Stream<Path> files = Files.list(masks)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "sub-rat3_sample-data9_SEM_pred.nii.gz",
              "sub-rat3_sample-data9_SEM_pred_TP-FP-FN.nii.gz",
              "sub-rat3_sample-data9_SEM_class-0_pred_TP-FP-FN.png",
              "sub-rat3_sample-data9_SEM_class-1_pred_TP-FP-FN.png",
              "sub-rat3_sample-data9_SEM_class-0_pred.png",
              "sub-rat3_sample-data9_SEM_class-1_pred.png");
    }
    Picture prediction = Picture.read(masks.resolve("sub-rat3_sample-data9_SEM_class-1_pred.png"));
    assertThat(prediction.shape())
        .isEqualTo(
            Picture.read(data.resolve("sub-rat3/micr/sub-rat3_sample-data9_SEM.png")).shape())
        .isEqualTo(new GridShape(prediction.shape().i(), prediction.shape().j(), 1));
    assertThat(
            Nifti.readProbabilities(masks.resolve("sub-rat3_sample-data9_SEM_pred.nii.gz"))
                .grid()
                .spacing()
                .iMm())
        .isBetween(0.99e-4, 1.01e-4);
  }
}
