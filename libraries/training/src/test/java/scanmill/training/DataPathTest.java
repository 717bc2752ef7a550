package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.Config;
import scanmill.datasets.Batch;
import scanmill.specs.StrictJson;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;
import scanmill.volumes.Nifti;
import scanmill.volumes.Volume;

/** From files to batches, as a run goes the way. */
class DataPathTest {
  private static final int SUBJECTS = 8;

  @TempDir static Path data;
  @TempDir Path folder;

  @BeforeAll
  static void scanPhantomsWithTwoContrastsAndTwoRaters() throws IOException {
    new PhantomDataset(SUBJECTS, 1, List.of(PhantomContrast.T2W), new GridShape(32, 32, 6))
        .write(data);
    // Another contrast on the same grid.
    for (int n = 1; n <= SUBJECTS; n++) {
      Path image = data.resolve("sub-0%d/anat/sub-0%d_T2w.nii.gz".formatted(n, n));
      Volume read = Nifti.readVolume(image);
      float[] inverted = new float[read.data().length];
      for (int v = 0; v < inverted.length; v++) {
        inverted[v] = 1000 - read.data()[v];
      }
      Path other = Path.of(image.toString().replace("T2w", "T1w"));
      Nifti.write(other, new Volume(read.grid(), inverted));
    }
    // A second rater, who looked at half of the subjects and saw the grey matter only.
    try (Stream<Path> files = Files.walk(data.resolve("derivatives"))) {
      for (Path mask : files.filter(f -> f.toString().endsWith("_gmseg-manual.nii.gz")).toList()) {
        if (!mask.toString().contains("sub-01")) {
          Files.copy(mask, Path.of(mask.toString().replace("_gmseg-manual", "_seg-second")));
        }
      }
    }
    Files.delete(data.resolve("sub-02/anat/sub-02_T1w.nii.gz"));
  }

  @Test
  void trainsOnTenTimesWhatTheDiskMayHold() throws IOException {
    Config roomy = config("", "");
    Config tight = config("\"data_cache_gb\": 0.0000150,", ""); // 15 kB; a scan has about 26 kB
    List<Batch> learnt = epoch(tight, "tight", 2, 1);
    assertThat(ids(learnt)).containsExactlyInAnyOrderElementsOf(ids(epoch(roomy, "roomy", 1, 1)));
    // The order depends on the bytes that are allowed, never on who works or what is there already.
    assertThat(exactly(epoch(tight, "another", 3, 1))).isEqualTo(exactly(learnt));
    try (Stream<Path> files = Files.walk(folder.resolve("tight/prepared"))) {
      long kept =
          files
              .filter(f -> f.toString().endsWith(".bin"))
              .mapToLong(f -> f.toFile().length())
              .sum();
      assertThat(kept).isLessThanOrEqualTo(15_000 + 2 * 27_000); // and a scan for each thread
    }
    Ending ending = run(tight, "tight").train();
    assertThat(ending).isInstanceOf(Ending.Finished.class);
  }

  @Test
  void learnsFromSeveralRatersMissingContrastsAndDroppedChannels() throws IOException {
    Config config =
        config(
            "",
            """
            "multichannel": true, "missing_channels": "zero", "is_input_dropout": true,
            "target_suffix": [["_seg-manual", "_seg-second"]],""");
    Set<String> channels = new LinkedHashSet<>();
    for (int epoch = 1; epoch <= 3; epoch++) {
      for (Batch batch : epoch(config, "cache", 2, epoch)) {
        assertThat(batch.inputShape()[1]).isEqualTo(2);
        assertThat(batch.targetShape()[1]).isEqualTo(1);
        for (int n = 0; n < batch.size(); n++) {
          String there = batch.present()[2 * n] + " " + batch.present()[2 * n + 1];
          channels.add(there);
          if (batch.ids().get(n).startsWith("sub-02")) {
            assertThat(there).isEqualTo("0.0 1.0");
          }
        }
      }
    }
    assertThat(channels).containsExactlyInAnyOrder("1.0 1.0", "0.0 1.0", "1.0 0.0");
    assertThat(run(config, "run").train()).isInstanceOf(Ending.Finished.class);
    assertThat(folder.resolve("run/outputs/results_eval/evaluation_3Dmetrics.csv")).isRegularFile();
    assertThat(folder.resolve("run/outputs/bids_dataframe.csv"))
        .content()
        .startsWith("path,filename,")
        .contains("sub-03_T2w.nii.gz");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'NormalizeDataset': {} | /transformation/NormalizeDataset",
        "'OneOf': {'transforms': {'NormalizeDataset': {}}}"
            + "| /transformation/OneOf/transforms/NormalizeDataset"
      },
      quoteCharacter = '`')
  void findsTheNumbersOfTheTrainingSetAndKeepsThemWithTheModel(String transform, String place)
      throws IOException {
    Config config = config("", "", transform.replace('\'', '"'));
    List<Batch> batches = epoch(config, "cache", 2, 1);
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (Batch batch : batches) {
      for (float value : batch.inputs()) {
        sum += value;
        squares += value * value;
        count++;
      }
    }
    assertThat(sum / count).isBetween(-1e-3, 1e-3);
    assertThat(squares / count).isBetween(0.999, 1.001);
    Ending.Finished finished = (Ending.Finished) run(config, "run").train();
    JsonNode kept =
        StrictJson.parse(
            Files.readString(finished.modelPackage().resolve("phantom.json")), "model");
    assertThat(kept.at(place + "/mean").get(0).asDouble()).isNotZero();
    assertThat(kept.at(place + "/std").get(0).asDouble()).isPositive();
  }

  @Test
  void drawsPatchesAndKindsAnewInEveryEpoch() throws IOException {
    Config config =
        config(
            "",
            """
            "patch_sampling": {"method": "foreground", "patches_per_scan": 3, "foreground_fraction": 0.67},""",
            "\"NormalizeInstance\": {}",
            "\"length_2D\": [16, 16], \"stride_2D\": [16, 16],",
            "\"balance_samples\": {\"applied\": true, \"type\": \"institution_id\"},");
    List<Batch> first = epoch(config, "cache", 2, 1);
    assertThat(first.get(0).inputShape()).containsExactly(4, 1, 16, 16);
    assertThat(first.stream().mapToInt(Batch::size).sum() % 3).isZero();
    int labelled = 0;
    for (Batch batch : first) {
      for (int n = 0; n < batch.size(); n++) {
        float most = 0;
        for (int v = 0; v < 256; v++) {
          most = Math.max(most, batch.targets()[n * 256 + v]);
        }
        labelled += most > 0 ? 1 : 0;
      }
    }
    assertThat(labelled).isGreaterThan(first.stream().mapToInt(Batch::size).sum() / 2);
    assertThat(exactly(epoch(config, "cache", 3, 1))).isEqualTo(exactly(first));
    assertThat(ids(epoch(config, "cache", 2, 2))).isNotEqualTo(ids(first));
  }

  /** Every number as text, which tells the last bit. */
  private static List<List<String>> exactly(List<Batch> batches) {
    return batches.stream()
        .map(
            batch ->
                List.of(
                    batch.ids().toString(),
                    Arrays.toString(batch.inputs()),
                    Arrays.toString(batch.targets()),
                    Arrays.toString(batch.present())))
        .toList();
  }

  private static List<String> ids(List<Batch> batches) {
    return batches.stream().flatMap(batch -> batch.ids().stream()).toList();
  }

  private List<Batch> epoch(Config config, String cache, int workers, int epoch)
      throws IOException {
    RunFolder run = new RunFolder(folder.resolve("batches"));
    run.create();
    LocalData access = new LocalData(folder.resolve(cache));
    TrainingPlan plan = new TrainingPlan("run-1", config, List.of(data), "cpu", 1, workers);
    FrozenDataset dataset = FrozenDataset.of(plan, run, access.files());
    List<Batch> batches = new ArrayList<>();
    try (LearningData learning =
        LearningData.of(dataset, config, access, workers, (done, of) -> {})) {
      learning.training().epoch(epoch).forEachRemaining(batches::add);
      assertThat(learning.training().samples())
          .isEqualTo(batches.stream().mapToInt(Batch::size).sum());
    }
    return batches;
  }

  private TrainingRun run(Config config, String name) {
    return new TrainingRun(
        new TrainingPlan("run-1", config, List.of(data), "cpu", 1, 2),
        folder.resolve(name),
        new TrainingObserver() {});
  }

  private static Config config(String top, String loader) {
    return config(top, loader, "\"NormalizeInstance\": {}");
  }

  private static Config config(String top, String loader, String transforms) {
    return config(top, loader, transforms, "", "");
  }

  private static Config config(
      String top, String loader, String transforms, String model, String training) {
    String target = loader.contains("target_suffix") ? "" : "\"target_suffix\": [\"_seg-manual\"],";
    String contrasts = loader.contains("multichannel") ? "\"T1w\", \"T2w\"" : "\"T2w\"";
    return Config.parse(
            """
            {"model_name": "phantom", %s
             "loader_parameters": {%s %s
               "contrast_params": {"training_validation": [%s], "testing": [%s]}},
             "split_dataset": {"random_seed": 6, "train_fraction": 0.6, "test_fraction": 0.2},
             "training_parameters": {%s "batch_size": 4, "training_time": {"num_epochs": 1},
               "loss": {"name": "DiceLoss"}},
             "default_model": {%s "depth": 2, "n_filters": 4},
             "transformation": {"CenterCrop": {"size": [32, 32]}, %s}}"""
                .formatted(top, target, loader, contrasts, contrasts, training, model, transforms),
            "config")
        .config();
  }
}
