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

class TrainAndSegmentTest {
  private static final String CONFIG =
      """
      {"model_name": "cord", "path_output": "out",
       "loader_parameters": {"path_data": "bids", "target_suffix": ["_seg"]}}
      """;
  private static final String DIGEST = "d".repeat(64);

  @TempDir Path folder;
  private final FakePlatform platform = new FakePlatform();
  private Desk desk = new Desk(Path.of("/"));
  private String server = "";

  @BeforeEach
  void sitDown() throws IOException {
    desk = new Desk(folder);
    server = platform.address().toString();
    Files.writeString(folder.resolve("c.json"), CONFIG);
    Path anat = Files.createDirectories(folder.resolve("bids/sub-01/anat"));
    Files.writeString(anat.resolve("sub-01_T2w.nii.gz"), "voxels");
    Files.writeString(folder.resolve("bids/.hidden"), "x");
  }

  @AfterEach
  void switchOff() {
    platform.close();
  }

  private void put(String key, String content) {
    platform.objects.put(key, content.getBytes(StandardCharsets.UTF_8));
  }

  private void letARunBePublished() {
    platform
        .answer("POST /api/trainings", 202, "{\"run\": \"cord-1\"}")
        .tell("DatasetFrozen", "cord-1", "{\"training\": 6, \"validation\": 2, \"test\": 2}")
        .tell(
            "TrainingStarted", "cord-1", "{\"device\": \"cpu\", \"epochs\": 2, \"firstEpoch\": 1}")
        .tell("EpochCompleted", "cord-1", epoch(1))
        .tell("EpochCompleted", "cord-1", epoch(2))
        .tell("ModelPublished", "cord-1", "{}")
        .answer(
            "GET /api/runs/cord-1",
            200,
            """
            {"run": "cord-1", "state": "published", "ended": true, "scores": {"dice_score": 0.91},
             "model": {"name": "cord", "prefix": "models/cord/dddd/"}}
            """);
    put("training/cord-1/outputs/config_file.json", "{}");
    put("training/cord-1/outputs/results_eval/evaluation_3Dmetrics.csv", "a,b");
    put("training/cord-1/checkpoint-1.safetensors", "not wanted");
    put("models/cord/dddd/cord.onnx", "weights");
  }

  private static String epoch(int epoch) {
    return "{\"epoch\": "
        + epoch
        + ", \"epochs\": 2, \"trainingLoss\": 0.25, \"validationLoss\": 0.5, \"seconds\": 3.0,"
        + " \"scores\": {\"dice_score\": 0.75}}";
  }

  @Test
  void sendsTheDatasetFollowsTheRunAndBringsItsOutputs() throws IOException {
    letARunBePublished();
    assertThat(desk.type("train", "-c", "c.json", "--server", server)).as(desk.err()).isZero();

    JsonNode config = platform.body("POST /api/trainings").path("config");
    String data = config.path("loader_parameters").path("path_data").path(0).asText();
    assertThat(data).matches("s3://mill/datasets/bids-[0-9a-f]{12}");
    String key = data.replace("s3://mill/", "") + "/sub-01/anat/sub-01_T2w.nii.gz";
    assertThat(platform.objects.get(key)).isEqualTo("voxels".getBytes(StandardCharsets.UTF_8));
    assertThat(platform.objects.keySet()).noneMatch(one -> one.contains(".hidden"));

    assertThat(desk.err())
        .contains("6 scans to train on", "epoch 2/2  loss 0.2500  validation 0.5000  Dice 0.7500");
    assertThat(folder.resolve("out/config_file.json")).hasContent("{}");
    assertThat(folder.resolve("out/results_eval/evaluation_3Dmetrics.csv")).hasContent("a,b");
    assertThat(folder.resolve("out/cord/cord.onnx")).hasContent("weights");
    assertThat(folder.resolve("out/checkpoint-1.safetensors")).doesNotExist();
    assertThat(desk.out()).contains("dice_score", "0.9100");
  }

  @Test
  void asksForAThresholdAndSaysWhichWasFound() {
    letARunBePublished();
    put(
        "models/cord/dddd/cord.json",
        "{\"threshold_search\": {}, \"postprocessing\": {\"binarize_prediction\": {\"thr\": 0.6}}}");

    assertThat(desk.type("train", "-c", "c.json", "-t", "0.1", "-g", "2", "--server", server))
        .as(desk.err())
        .isZero();

    JsonNode config = platform.body("POST /api/trainings").path("config");
    assertThat(config.at("/threshold_search/increment").asDouble()).isEqualTo(0.1);
    assertThat(config.path("gif").asInt()).isEqualTo(2);
    assertThat(desk.out()).contains("thr      0.6");
    assertThat(desk.type("train", "-c", "c.json", "-t", "1.5", "--server", server)).isEqualTo(1);
    assertThat(desk.err()).contains("threshold_search.increment");
  }

  @Test
  void saysThatAModelThatFindsStaysHere() throws IOException {
    Files.writeString(
        folder.resolve("c.json"),
        CONFIG.replaceFirst(
            "\\{", "{\"object_detection_params\": {\"object_detection_path\": \"find\"}, "));

    assertThat(desk.type("train", "-c", "c.json", "--server", server)).isEqualTo(1);
    assertThat(desk.err()).contains("found find", "[detection-elsewhere]");
  }

  @Test
  void sendsASplitToo() throws IOException {
    letARunBePublished();
    Files.writeString(folder.resolve("split.json"), "{}");
    Files.writeString(
        folder.resolve("c.json"),
        CONFIG.replaceFirst("\\{", "{\"split_dataset\": {\"fname_split\": \"split.json\"}, "));

    assertThat(desk.type("train", "-c", "c.json", "--server", server)).as(desk.err()).isZero();

    String place =
        platform
            .body("POST /api/trainings")
            .path("config")
            .path("split_dataset")
            .path("fname_split")
            .asText();
    assertThat(place).matches("s3://mill/datasets/split-[0-9a-f]{12}/split.json");
    assertThat(platform.objects.get(place.replace("s3://mill/", "")))
        .isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void saysHowToLearnFromAListElsewhere() throws IOException {
    Files.writeString(
        folder.resolve("c.json"),
        CONFIG.replaceFirst(
            "\"loader_parameters\": *\\{", "\"loader_parameters\": {\"file_lists\": \"l.json\", "));

    assertThat(desk.type("train", "-c", "c.json", "--server", server)).isEqualTo(1);
    assertThat(desk.err()).contains("s3://<bucket>/datasets/<name>/<list>.json");
  }

  @Test
  void doesNotSendADatasetTwice() {
    letARunBePublished();
    desk.type("train", "-c", "c.json", "--server", server);
    desk.type("train", "-c", "c.json", "--server", server);
    assertThat(platform.asked.stream().filter(one -> one.startsWith("PUT /api/datasets/")))
        .hasSize(1);
  }

  @Test
  void drawsABarForWhoeverWatches() {
    letARunBePublished();
    desk.watching().type("train", "-c", "c.json", "--server", server);
    assertThat(desk.err()).contains("█", "\r");
    desk.environment.put("NO_COLOR", "1");
    desk.type("train", "-c", "c.json", "--server", server);
    assertThat(desk.err()).doesNotContain("\u001b[32m");
  }

  @Test
  void saysWhyARunFailed() {
    platform
        .answer("POST /api/trainings", 202, "{\"run\": \"cord-1\"}")
        .tell("TrainingFailed", "cord-1", "{}")
        .answer(
            "GET /api/runs/cord-1",
            200,
            """
            {"run": "cord-1", "state": "failed", "ended": true, "problem":
             {"code": "dataset-empty", "what": "Found no scan.", "remedy": "Add some."}}
            """);
    assertThat(desk.type("train", "-c", "c.json", "--server", server)).isEqualTo(1);
    assertThat(desk.err()).contains("Found no scan.", "Add some. [dataset-empty]");
  }

  @Test
  void passesOnWhatThePlatformRefuses() {
    platform.answer(
        "POST /api/trainings",
        422,
        "{\"code\": \"run-id-invalid\", \"what\": \"No such name.\", \"remedy\": \"Choose.\"}");
    assertThat(desk.type("train", "-c", "c.json", "--server", server)).isEqualTo(1);
    assertThat(desk.err()).contains("No such name.", "Choose. [run-id-invalid]");
  }

  @Test
  void bringsLabelsAndScoresOfAScan() throws IOException {
    String order = "{\"order\": {\"request\": \"r1\", \"reference\": {\"key\": \"x\"}}}";
    platform
        .answer("POST /api/segmentations", 202, "{\"request\": \"r1\"}")
        .tell("SampleReady", "sub-01_T2w", order)
        .tell("SegmentationReady", "sub-01_T2w", order)
        .tell("SegmentationReady", "sub-99_T2w", "{\"order\": {\"request\": \"other\"}}")
        .tell("EvaluationCompleted", "sub-01_T2w", order)
        .answer(
            "GET /api/requests/r1",
            200,
            """
            {"ended": true, "state": "evaluated", "stages": [{"seconds": 1.5}, {"seconds": 2}],
             "segmentation": {"key": "derivatives/cord-dddd/sub-01/anat/a_dseg.nii.gz"},
             "overlay": {"key": "derivatives/cord-dddd/sub-01/anat/a_dseg.png"},
             "volumesMm3": {"cord": 1234.56},
             "scores": [{"label": "cord", "metric": "hd95", "value": 2.0},
                        {"label": "cord", "metric": "dice_score", "value": 0.875}]}
            """);
    put("derivatives/cord-dddd/sub-01/anat/a_dseg.nii.gz", "labels");
    put("derivatives/cord-dddd/sub-01/anat/a_dseg.png", "picture");
    put("derivatives/cord-dddd/dataset_description.json", "{}");

    int code =
        desk.type(
            "segment",
            "-m",
            "cord@" + DIGEST,
            "-i",
            "bids",
            "--reference",
            "c.json",
            "-o",
            "results",
            "--server",
            server);

    assertThat(code).as(desk.err()).isZero();
    JsonNode asked = platform.body("POST /api/segmentations");
    assertThat(asked.path("model").asText()).isEqualTo("cord@" + DIGEST);
    assertThat(asked.path("image").asText()).matches("scans/[0-9a-f]{16}/sub-01_T2w\\.nii\\.gz");
    assertThat(platform.objects).containsKey(asked.path("reference").asText());
    Path results = folder.resolve("results");
    assertThat(results.resolve("sub-01_T2w_pred.nii.gz")).hasContent("labels");
    assertThat(results.resolve("sub-01_T2w_pred.png")).hasContent("picture");
    assertThat(results.resolve("derivatives/cord-dddd/sub-01/anat/a_dseg.nii.gz")).exists();
    assertThat(results.resolve("derivatives/cord-dddd/dataset_description.json")).exists();
    assertThat(desk.out()).contains("sub-01_T2w", "1234.6", "0.8750", "3.5");
  }

  @Test
  void endsWithOneWhenAScanCouldNotBeSegmented() {
    platform
        .answer("POST /api/segmentations", 202, "{\"request\": \"r1\"}")
        .tell("SampleRejected", "sub-01_T2w", "{\"request\": \"r1\"}")
        .answer(
            "GET /api/requests/r1",
            200,
            """
            {"ended": true, "state": "rejected", "problem":
             {"code": "x", "what": "Two channels.", "remedy": "Take another model."}}
            """);
    assertThat(desk.type("segment", "-m", "cord", "-i", "bids", "--server", server)).isEqualTo(1);
    assertThat(desk.err()).contains("sub-01_T2w: Two channels. Take another model.");
  }

  @Test
  void registersAPackageFolderFirst() throws IOException {
    Path model = Files.createDirectories(folder.resolve("out/spine"));
    Files.writeString(model.resolve("spine.json"), "{}");
    platform.answer(
        "PUT /api/models/spine", 201, "{\"name\": \"spine\", \"digest\": \"" + DIGEST + "\"}");
    platform.answer("POST /api/segmentations", 422, "{}");
    desk.type("segment", "-m", "out/spine", "-i", "bids", "--server", server);
    assertThat(platform.body("POST /api/segmentations").path("model").asText())
        .isEqualTo("spine@" + DIGEST);

    assertThat(desk.type("segment", "-m", "out", "-i", "bids", "--server", server)).isEqualTo(1);
    assertThat(desk.err()).contains("[model-folder]");
  }

  @Test
  void printsEventsOneToALineOrWhole() {
    platform.tell("TrainingFailed", "cord-1", "{\"problem\": {\"what\": \"No room.\"}}");
    platform.tell("EpochCompleted", "cord-1", epoch(2));
    assertThat(desk.type("events", "--server", server)).isZero();
    assertThat(desk.out().lines()).hasSize(2);
    assertThat(desk.out()).contains("TrainingFailed", "cord-1", "No room.", "2/2  loss 0.2500");
    assertThat(desk.type("events", "--json", "--server", server)).isZero();
    assertThat(desk.out()).contains("\"trainingLoss\":0.25");
  }

  @Test
  void talksToThePlatformThatRunsOnTheDataFolder() throws IOException {
    platform
        .answer("GET /api/runs", 200, "[{\"run\": \"cord-1\", \"state\": \"training\"}]")
        .answer("GET /api/scans", 200, "[]")
        .answer("GET /api/models", 200, "[]");
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("running.json"), "{\"gateway\": \"" + platform.address() + "\"}");
    assertThat(desk.type("status")).as(desk.err()).isZero();
    assertThat(desk.out()).contains("is well", "cord-1", "training");
    assertThat(desk.type("up")).isEqualTo(1);
    assertThat(desk.err()).contains("[already-running]");
  }
}
