package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.specs.StrictJson;

class SweepAndCompareTest {
  private static final String CONFIG =
      """
      {"model_name": "cord", "path_output": "out", "random_seed": 3,
       "split_dataset": {"random_seed": 6},
       "loader_parameters": {"path_data": "bids", "target_suffix": ["_seg"]}}
      """;

  @TempDir private Path folder;
  private final FakePlatform platform = new FakePlatform();
  private Desk desk = new Desk(Path.of("/"));

  @BeforeEach
  void sitDown() throws IOException {
    desk = new Desk(folder);
    Files.writeString(folder.resolve("c.json"), CONFIG);
    Files.createDirectories(folder.resolve("bids/sub-01/anat"));
    Files.writeString(folder.resolve("bids/sub-01/anat/sub-01_T2w.nii.gz"), "voxels");
    hyper("{\"training_parameters\": {\"batch_size\": [2, 64]}}");
    platform
        .answer("POST /api/trainings", 202, "{\"run\": \"cord-1\"}")
        .tell("ModelPublished", "cord-1", "{}")
        .answer(
            "GET /api/runs/cord-1",
            200,
            """
            {"run": "cord-1", "state": "published", "ended": true, "scores": {"dice_score": 0.91},
             "model": {"name": "cord", "prefix": "models/cord/dddd/"}}
            """);
    platform.answer("PUT /api/models/cord", 201, "{\"name\": \"cord\", \"digest\": \"eeee\"}");
    put("models/cord/dddd/cord.onnx", "weights");
    put("models/cord/dddd/cord.json", "{\"model_name\": \"cord\"}");
    put("models/cord/dddd/provenance.json", "{\"scores\": {\"dice_score\": 0.91}}");
    put(
        "training/cord-1/outputs/training_curve.csv",
        """
        epoch,training_loss,validation_loss,validation_dice,learning_rate,seconds
        1,-0.2,-0.3,0.4,0.001,5
        2,-0.6,-0.5,0.7,0.001,5
        3,-0.7,-0.4,0.6,0.001,5
        """);
    put(
        "training/cord-1/outputs/results_eval/evaluation_3Dmetrics.csv",
        "image_id,dice_class0\nsub-01_pred,0.8\nsub-02_pred,0.9\nsub-03_pred,\n");
  }

  @AfterEach
  void switchOff() {
    platform.close();
  }

  private void put(String key, String content) {
    platform.objects.put(key, content.getBytes(StandardCharsets.UTF_8));
  }

  private void hyper(String json) throws IOException {
    Files.writeString(folder.resolve("h.json"), json);
  }

  private int sweep(String... more) {
    String[] words = {"sweep", "-c", "c.json", "--hyper", "h.json"};
    String[] all = new String[words.length + more.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    all[all.length - 2] = "--server";
    all[all.length - 1] = platform.address().toString();
    return desk.type(all);
  }

  @Test
  void trainsFoldsAndPacksThemAsAnEnsemble() throws IOException {
    int code =
        desk.type(
            "train", "-c", "c.json", "--folds", "3", "--server", platform.address().toString());

    assertThat(code).as(desk.err()).isZero();
    assertThat(
            platform
                .body("POST /api/trainings")
                .path("config")
                .path("split_dataset")
                .path("fold")
                .asInt())
        .isEqualTo(2);
    assertThat(platform.body("POST /api/trainings").at("/config/model_name").asText())
        .isEqualTo("cord_fold2");
    for (String file :
        new String[] {"cord.onnx", "cord_fold1/cord_fold1.onnx", "cord_fold2/cord_fold2.onnx"}) {
      assertThat(folder.resolve("out/cord").resolve(file)).hasContent("weights");
    }
    assertThat(folder.resolve("out/fold2/training_curve.csv")).isRegularFile();
    JsonNode config = json("out/cord/cord.json");
    assertThat(config.at("/inference_parameters/ensemble").toString())
        .isEqualTo("[\"cord_fold1\",\"cord_fold2\"]");
    assertThat(config.path("model_name").asText()).isEqualTo("cord");
    assertThat(json("out/cord/cord_fold1/cord_fold1.json").has("inference_parameters")).isFalse();
    assertThat(json("out/cord/provenance.json").path("scores")).isEmpty();
    assertThat(platform.asked).contains("PUT /api/models/cord");
    assertThat(folder.resolve("out/detailed_results.csv")).isRegularFile();
    assertThat(desk.out()).contains("published as cord@eeee", "fold2");
  }

  @Test
  void trainsSeveralSeeds() throws IOException {
    assertThat(
            desk.type(
                "train", "-c", "c.json", "--seeds", "2", "--server", platform.address().toString()))
        .as(desk.err())
        .isZero();

    assertThat(platform.body("POST /api/trainings").path("config").path("random_seed").asLong())
        .isEqualTo(4);
    assertThat(folder.resolve("out/cord/cord_seed1/cord_seed1.onnx")).hasContent("weights");
  }

  private JsonNode json(String file) throws IOException {
    return StrictJson.parse(Files.readString(folder.resolve(file)), file);
  }

  @Test
  void oneFoldIsNoDivision() {
    assertThat(desk.type("train", "-c", "c.json", "--folds", "1")).isEqualTo(1);
    assertThat(desk.err()).contains("--folds from 2 to 100");
  }

  @Test
  void everyVariantIsTrainedAndTold() throws IOException {
    assertThat(sweep()).as(desk.err()).isZero();

    assertThat(platform.asked).filteredOn("POST /api/trainings"::equals).hasSize(2);
    assertThat(platform.body("POST /api/trainings").at("/config/training_parameters/batch_size"))
        .hasToString("64");
    assertThat(folder.resolve("out/cord-batch_size-2/cord/cord.onnx")).hasContent("weights");
    assertThat(Files.readAllLines(folder.resolve("out/temporary_results.csv")))
        .containsExactly(
            "path_output,best_training_loss,best_validation_dice,best_validation_loss,test_dice",
            "cord-batch_size-2,-0.7,0.7,-0.5,0.91",
            "cord-batch_size-64,-0.7,0.7,-0.5,0.91");
    assertThat(Files.readAllLines(folder.resolve("out/average_eval.csv")).get(0))
        .isEqualTo("path_output,dice_class0_mean,dice_class0_std");
    assertThat(Files.readAllLines(folder.resolve("out/average_eval.csv")).get(1))
        .startsWith("cord-batch_size-2,0.85")
        .contains("0.0707");
    assertThat(desk.out()).contains("cord-batch_size-64", "0.9100");
  }

  @Test
  void repeatsTakeOtherSeedsAndKeepTheSplitWhereAsked() {
    assertThat(sweep("-n", "2", "--fixed-split")).as(desk.err()).isZero();
    assertThat(platform.asked).filteredOn("POST /api/trainings"::equals).hasSize(4);
    assertThat(platform.body("POST /api/trainings").at("/config/random_seed")).hasToString("4");
    assertThat(platform.body("POST /api/trainings").at("/config/split_dataset/random_seed"))
        .hasToString("6");

    assertThat(sweep("-n", "2")).isZero();
    assertThat(platform.body("POST /api/trainings").at("/config/split_dataset/random_seed"))
        .hasToString("7");
  }

  @Test
  void aVariantThatIsNoConfigurationStopsTheSweepBeforeItBegins() throws IOException {
    hyper("{\"training_parameters\": {\"batch_sise\": [2, 64]}}");
    assertThat(sweep()).isEqualTo(1);
    assertThat(desk.err()).contains("batch_sise", "batch_size");
    assertThat(platform.asked).doesNotContain("POST /api/trainings");
  }

  @Test
  void aMissingFileOfOptionsIsSaid() throws IOException {
    Files.delete(folder.resolve("h.json"));
    assertThat(sweep()).isEqualTo(1);
    assertThat(desk.err()).contains("--hyper");
  }

  /** Differences 0.1, 0.2, 0.3: t = 0.2 / (0.1 / sqrt 3) = 3.4641, two degrees of freedom. */
  @Test
  void runsAreComparedScanByScan() throws IOException {
    scores("a", "s1,0.9\ns2,0.8\ns3,0.7\n");
    scores("b", "s3,0.4\ns2,0.6\ns1,0.8\n");
    assertThat(desk.type("compare", "a", "b", "-o", "comparison.csv")).as(desk.err()).isZero();

    assertThat(desk.out()).contains("0.8000", "0.6000", "0.0742");
    assertThat(Files.readString(folder.resolve("comparison.csv")))
        .startsWith("run,scans,mean,std,p_a,p_b\na,3,0.8")
        .contains("0.0741799");
    assertThat(folder.resolve("comparison.png")).isNotEmptyFile();
  }

  @Test
  void aColumnThatIsNotThereIsSaidWithThoseThatAre() throws IOException {
    scores("a", "s1,0.9\n");
    scores("b", "s1,0.9\n");
    assertThat(desk.type("compare", "a", "b", "--metric", "hausdorff")).isEqualTo(1);
    assertThat(desk.err()).contains("hausdorff", "dice_class0");
    assertThat(desk.type("compare", "a", "c")).isEqualTo(1);
    assertThat(desk.err()).contains("evaluation_3Dmetrics.csv");
  }

  private void scores(String run, String rows) throws IOException {
    Path results = Files.createDirectories(folder.resolve(run).resolve("results_eval"));
    Files.writeString(results.resolve("evaluation_3Dmetrics.csv"), "image_id,dice_class0\n" + rows);
  }
}
