package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.BalancedSampler;
import scanmill.datasets.Batch;
import scanmill.datasets.BatchLoader;
import scanmill.datasets.BidsIndex;
import scanmill.datasets.BidsScan;
import scanmill.datasets.DiskFiles;
import scanmill.datasets.EpochOrder;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.SampleIndex;
import scanmill.testsupport.RealData;

/** Samples of {@code sub-unf01_T2w} and its lesions, counted by ivadomed's own code. */
class DatasetCountsTest {
  @TempDir Path folder;

  private record Counts(int samples, int positive, double inputs, double targets) {}

  @Test
  void cropsEverySliceAboutItsRegion() throws IOException {
    Counts counts = count(cord(ROI_CROP, "false"), Phase.TRAINING);
    assertThat(counts.samples()).isEqualTo(16);
    assertThat(counts.positive()).isEqualTo(14);
    assertThat(counts.inputs()).isCloseTo(19_961_195.5, within(20.0));
    assertThat(counts.targets()).isEqualTo(283);
  }

  @Test
  void leavesOutCroppedSlicesWithoutLesion() throws IOException {
    Counts counts = count(cord(ROI_CROP, "true"), Phase.TRAINING);
    assertThat(counts.samples()).isEqualTo(14);
    assertThat(counts.inputs()).isCloseTo(17_406_163.7, within(20.0));
  }

  @Test
  void cropsEverySliceAboutItsMiddle() throws IOException {
    Counts counts = count(cord(CENTER_CROP, "false"), Phase.TRAINING);
    assertThat(counts.samples()).isEqualTo(16);
    assertThat(counts.positive()).isEqualTo(14);
    assertThat(counts.inputs()).isCloseTo(45_646_398.9, within(40.0));
    Counts filtered = count(cord(CENTER_CROP, "true"), Phase.TESTING);
    assertThat(filtered.samples()).isEqualTo(14);
    assertThat(filtered.inputs()).isCloseTo(39_816_810.8, within(40.0));
  }

  @Test
  void makesOneSubVolumeOfAWholeScan() throws IOException {
    Counts counts =
        count(volumes("[96, 96, 16]", "[96, 96, 16]", "[96, 96, 16]", "{}"), Phase.TRAINING);
    assertThat(counts.samples()).isEqualTo(1);
    assertThat(counts.targets()).isEqualTo(141);
  }

  @Test
  void leavesOutEmptySubVolumes() throws IOException {
    String inputs = "{\"filter_empty_input\": true}";
    Counts counts =
        count(volumes("[128, 128, 128]", "[32, 32, 32]", "[32, 32, 32]", inputs), Phase.TRAINING);
    assertThat(counts.samples()).isEqualTo(16);
    assertThat(counts.positive()).isEqualTo(4);
    String masks = "{\"filter_empty_input\": true, \"filter_empty_mask\": true}";
    Config both = volumes("[128, 128, 128]", "[32, 32, 32]", "[32, 32, 32]", masks);
    assertThat(count(both, Phase.VALIDATION).samples()).isEqualTo(4);
    assertThat(count(both, Phase.TESTING).samples()).isEqualTo(64);
  }

  @Test
  void doesNotLetTheBalanceOfKindsGrowWorse() throws IOException {
    SampleIndex index = index(cord(CENTER_CROP, "false"), Phase.TRAINING, "sub-unf01_T2w.nii.gz");
    boolean[] positive = index.positive();
    BalancedSampler sampler = BalancedSampler.ofTruth(positive);
    int drawn = 0;
    for (int epoch = 1; epoch <= 200; epoch++) {
      for (int sample : sampler.draw(6, epoch)) {
        drawn += positive[sample] ? 1 : 0;
      }
    }
    assertThat(sampler.counts()).containsEntry("1", 14).containsEntry("0", 2); // 87.5 %
    assertThat(drawn / (200.0 * 16)).isCloseTo(0.5, within(0.05));
  }

  @Test
  void cutsPatchesOfAPictureThatFitItsPixels() throws IOException {
    Config config =
        picture(
            "\"Resample\": {\"hspace\": 0.0001, \"wspace\": 0.0002}",
            "[256, 128]",
            "[244, 116]",
            "false");
    SampleIndex index = index(config, Phase.TRAINING, PICTURE);
    assertThat(index.facts().get(0).shape()).containsExactly(1512, 382, 1);
    assertThat(index.size()).isEqualTo(28);
  }

  @Test
  void leavesOutEmptyPatchesOfAPictureInTrainingOnly() throws IOException {
    String crop = "\"CenterCrop\": {\"size\": [128, 128]}";
    Config all = picture(crop, "[32, 32]", "[32, 32]", "false");
    Config labelled = picture(crop, "[32, 32]", "[32, 32]", "true");
    SampleIndex every = index(all, Phase.TRAINING, PICTURE);
    assertThat(every.size()).isEqualTo(16);
    int positive = 0;
    for (boolean one : every.positive()) {
      positive += one ? 1 : 0;
    }
    assertThat(index(labelled, Phase.TRAINING, PICTURE).size()).isEqualTo(positive);
    assertThat(index(labelled, Phase.VALIDATION, PICTURE).size()).isEqualTo(positive);
    assertThat(index(labelled, Phase.TESTING, PICTURE).size()).isEqualTo(16);
  }

  private static final String PICTURE = "sub-rat3_ses-01_sample-data9_SEM.png";

  private static Config picture(String transform, String length, String stride, String mask) {
    return Config.parse(
            """
            {"loader_parameters": {"target_suffix": ["_seg-myelin-manual"], "extensions": [".png"],
               "contrast_params": {"training_validation": ["SEM"], "testing": ["SEM"]},
               "patch_filter_params": {"filter_empty_mask": %s}},
             "transformation": {%s}, "default_model": {"length_2D": %s, "stride_2D": %s}}"""
                .formatted(mask, transform, length, stride),
            "config")
        .config();
  }

  private static final String ROI_CROP = "\"ROICrop\": {\"size\": [48, 48]}";
  private static final String CENTER_CROP = "\"CenterCrop\": {\"size\": [100, 100]}";

  private static Config cord(String crop, String emptyMask) {
    return config(
        """
        "slice_filter_params": {"filter_empty_mask": %s, "filter_empty_input": true}}, "transformation":
          {"Resample": {"hspace": 0.75, "wspace": 0.75, "dspace": 1}, %s}"""
            .formatted(emptyMask, crop));
  }

  private static Config volumes(String crop, String length, String stride, String filter) {
    return config(
        """
        "patch_filter_params": %s}, "transformation": {"CenterCrop": {"size": %s}},
        "Modified3DUNet": {"applied": true, "length_3D": %s, "stride_3D": %s}, "default_model": {"is_2d": false}"""
            .formatted(filter, crop, length, stride));
  }

  private static Config config(String rest) {
    return Config.parse(
            """
            {"loader_parameters": {"target_suffix": ["_lesion-manual"],
              "roi_params": {"suffix": "_seg-manual", "slice_filter_roi": 10},
              "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]},
              %s, "training_parameters": {"batch_size": 3}}"""
                .formatted(rest),
            "config")
        .config();
  }

  private static List<BidsScan> scans(Config config, String name) {
    Path data =
        RealData.require("ivadomed-testing" + (name.equals(PICTURE) ? "/microscopy_png" : ""));
    return BidsIndex.of(List.of(data), config.loaderParameters()).scans().stream()
        .filter(scan -> scan.filename().equals(name))
        .toList();
  }

  private SampleIndex index(Config config, Phase phase, String name) throws IOException {
    try (FolderShelf shelf = new FolderShelf(folder, DiskFiles.forgetful(), 1 << 30, 2)) {
      return index(config, phase, scans(config, name), shelf);
    }
  }

  private static SampleIndex index(
      Config config, Phase phase, List<BidsScan> scans, FolderShelf shelf) throws IOException {
    LearningPlan plan = LearningPlan.of(config);
    List<PreparedFacts> facts = shelf.prepare(plan.preparation(phase), scans, (done, of) -> {});
    return SampleIndex.of(scans, facts, List.of(), plan.rules(phase));
  }

  private Counts count(Config config, Phase phase) throws IOException {
    LearningPlan plan = LearningPlan.of(config);
    try (FolderShelf shelf = new FolderShelf(folder, DiskFiles.forgetful(), 1 << 30, 2)) {
      SampleIndex index = index(config, phase, scans(config, "sub-unf01_T2w.nii.gz"), shelf);
      EpochOrder order =
          new EpochOrder(index, EpochOrder.Kind.SHUFFLED, Optional.empty(), 6, 1 << 30, 3);
      try (BatchLoader loader = new BatchLoader(order, plan.batches(phase, shelf), shelf, 2)) {
        int samples = 0;
        int positive = 0;
        double inputs = 0;
        double targets = 0;
        for (Iterator<Batch> batches = loader.epoch(1); batches.hasNext(); ) {
          Batch batch = batches.next();
          samples += batch.size();
          for (float value : batch.inputs()) {
            inputs += value;
          }
          int voxels = batch.targets().length / batch.size();
          for (int n = 0; n < batch.size(); n++) {
            double sum = 0;
            for (int v = n * voxels; v < (n + 1) * voxels; v++) {
              sum += batch.targets()[v];
            }
            targets += sum;
            positive += sum > 0 ? 1 : 0;
          }
        }
        return new Counts(samples, positive, inputs, targets);
      }
    }
  }
}
