package scanmill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.ModelPublished;
import scanmill.events.SegmentationRequested;
import scanmill.events.TrainingCancellationRequested;
import scanmill.events.TrainingCancelled;
import scanmill.events.TrainingRequested;
import scanmill.events.TrainingStarted;
import scanmill.ids.RunId;
import scanmill.ids.UploadId;
import scanmill.kit.InMemoryOutbox;
import scanmill.kit.PublishedModels;

/** The whole door, over HTTP, before an in-memory bucket and log. */
@QuarkusTest
class GatewayTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An ONNX file of one operator, from x to y; all its bytes are ASCII. */
  private static final String RELU = "\10\6:\16\n\14\n\1x\22\1y\"\4ReluB\4\n\0\20\r";

  private final HttpClient http = HttpClient.newHttpClient();

  @TestHTTPResource("/")
  URI base = URI.create("http://unset/");

  @Inject Memory memory;

  private HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> json(String method, String path, String body)
      throws IOException, InterruptedException {
    return ask(method, path, body, "Content-Type", "application/json");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("what").asText()).isNotEmpty();
    assertThat(problem.path("remedy").asText()).isNotEmpty();
  }

  @Test
  void takesAScanAndSaysWhichUploadItIs() throws Exception {
    HttpResponse<String> answer =
        ask("POST", "/api/uploads?name=sub-01_T2w.nii.gz&folder=cord", "voxels");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode upload = JSON.readTree(answer.body());
    String key = "incoming/cord/sub-01_T2w.nii.gz";
    assertThat(upload.path("key").asText()).isEqualTo(key);
    assertThat(upload.path("upload").asText())
        .isEqualTo(
            UploadId.of("scanmill", key, Twins.STORE.find(key).orElseThrow().etag()).toString());
    assertThat(Twins.STORE.read(key)).isEqualTo("voxels".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesKeysThatClimbOrHide() throws Exception {
    for (String name : List.of("..", "a%2Fb.nii", "a%00.nii", "a%0A.nii", "", "x".repeat(1100))) {
      HttpResponse<String> answer = ask("POST", "/api/uploads?name=" + name, "voxels");
      assertThat(answer.statusCode()).as(name).isEqualTo(422);
    }
    assertProblem(ask("PUT", "/api/datasets/d/a%5Cb.nii", "x"), 422, "object-key-invalid");
    assertProblem(
        ask("POST", "/api/uploads?name=a.nii&folder=../../etc", "x"), 422, "object-key-invalid");
    assertProblem(ask("PUT", "/api/datasets/a%20b/x.nii", "x"), 422, "dataset-name-invalid");
  }

  @Test
  void refusesAFileLargerThanAllowedWhetherOrNotItsLengthIsKnown() throws Exception {
    String body = "x".repeat(1001);
    assertProblem(ask("POST", "/api/uploads?name=big.nii", body), 413, "upload-too-large");

    HttpRequest chunked =
        HttpRequest.newBuilder(base.resolve("/api/uploads?name=big.nii"))
            .POST(
                BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
            .build();
    assertProblem(
        http.send(chunked, HttpResponse.BodyHandlers.ofString()), 413, "upload-too-large");
    assertThat(Twins.STORE.find("incoming/big.nii")).isEmpty();
  }

  @Test
  void keepsNothingOfAnUploadThatBreaksOff() throws Exception {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      String head =
          "POST /api/uploads?name=broken.nii HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nonly";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      Thread.sleep(300);
    }
    Thread.sleep(300);
    assertThat(Twins.STORE.find("incoming/broken.nii")).isEmpty();
  }

  @Test
  void handsOutObjectsWholeAndInPart() throws Exception {
    ask("PUT", "/api/datasets/d1/sub-01/anat/x.csv", "0123456789");
    String path = "/api/objects/datasets/d1/sub-01/anat/x.csv";

    HttpResponse<String> whole = ask("GET", path, "");
    assertThat(whole.body()).isEqualTo("0123456789");
    assertThat(whole.headers().firstValue("Content-Length")).contains("10");
    assertThat(whole.headers().firstValue("X-Content-Type-Options")).contains("nosniff");

    HttpResponse<String> part = ask("GET", path, "", "Range", "bytes=2-4");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
    assertThat(ask("GET", path, "", "Range", "bytes=-3").body()).isEqualTo("789");
    assertThat(ask("GET", path, "", "Range", "bytes=8-").body()).isEqualTo("89");
    assertThat(ask("GET", path, "", "Range", "bytes=10-").statusCode()).isEqualTo(416);

    String etag = whole.headers().firstValue("ETag").orElseThrow();
    assertThat(ask("GET", path, "", "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertProblem(ask("GET", "/api/objects/nothing/here", ""), 404, "object-missing");
  }

  @Test
  void showsPagesThatServicesWroteAndLetsThemRunNothing() throws Exception {
    byte[] page = "<!DOCTYPE html><p>report".getBytes(StandardCharsets.UTF_8);
    Twins.STORE.put("derivatives/m/sub-01_evaluation.html", page);
    Twins.STORE.put("datasets/d3/evil.html", page);

    HttpResponse<String> ours = ask("GET", "/api/objects/derivatives/m/sub-01_evaluation.html", "");
    HttpResponse<String> theirs = ask("GET", "/api/objects/datasets/d3/evil.html", "");

    assertThat(ours.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(ours.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("sandbox")
        .contains("default-src 'none'")
        .doesNotContain("script");
    assertThat(ours.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(theirs.headers().firstValue("Content-Type")).contains("application/octet-stream");
  }

  @Test
  void listsObjectsInTheOrderOfTheirKeys() throws Exception {
    ask("PUT", "/api/datasets/d2/b", "x");
    ask("PUT", "/api/datasets/d2/a", "xy");
    JsonNode all = JSON.readTree(ask("GET", "/api/objects?prefix=datasets/d2/", "").body());
    assertThat(all.path("objects").findValuesAsText("key"))
        .containsExactly("datasets/d2/a", "datasets/d2/b");
    JsonNode rest =
        JSON.readTree(
            ask("GET", "/api/objects?prefix=datasets/d2/&after=datasets/d2/a", "").body());
    assertThat(rest.path("objects").findValuesAsText("key")).containsExactly("datasets/d2/b");
    assertProblem(ask("GET", "/api/objects", ""), 400, "query-invalid");
  }

  @Test
  void turnsARequestIntoOneFactHoweverOftenItIsSent(@TempDir Path folder) throws Exception {
    Twins.STORE.put("scans/1/sub-07_T1w.nii.gz", new byte[] {1});
    Path weights = Files.writeString(folder.resolve("spine.onnx"), "weights");
    new PublishedModels(Twins.STORE)
        .publish("spine", "b".repeat(64), Map.of("spine.onnx", weights));
    String body = "{\"image\": \"scans/1/sub-07_T1w.nii.gz\", \"model\": \"spine\"}";

    JsonNode first = JSON.readTree(json("POST", "/api/segmentations", body).body());
    JsonNode again = JSON.readTree(json("POST", "/api/segmentations", body).body());
    assertThat(first.path("request").asText()).hasSize(64);
    assertThat(again).isEqualTo(first);

    List<InMemoryOutbox.Told> told =
        Twins.OUTBOX.told().stream()
            .filter(one -> one.event() instanceof SegmentationRequested)
            .toList();
    assertThat(told)
        .extracting(InMemoryOutbox.Told::id)
        .containsOnly(first.path("request").asText());
    SegmentationRequested asked = (SegmentationRequested) told.get(0).event();
    assertThat(asked.model().toString()).isEqualTo("spine@" + "b".repeat(64));
    assertThat(asked.scan().orElseThrow().toString()).isEqualTo("sub-07_T1w");

    JsonNode models = JSON.readTree(ask("GET", "/api/models", "").body());
    assertThat(models.findValuesAsText("digest")).contains("b".repeat(64));
    assertProblem(
        json("POST", "/api/segmentations", body.replace("spine", "spyne")), 422, "model-unknown");
    assertThat(json("POST", "/api/segmentations", body.replace("spine", "spyne")).body())
        .contains("Did you mean \\\"spine\\\"?");
    assertProblem(
        json("POST", "/api/segmentations", body.replace("sub-07", "sub-08")), 422, "image-missing");
    assertProblem(
        json("POST", "/api/segmentations", body.replace("model", "modle")),
        422,
        "request-unknown-key");
    assertProblem(json("POST", "/api/segmentations", "{\"image\": 3}"), 422, "request-wrong-type");
    String both = body.replace("{", "{\"images\": {\"T1w\": \"scans/1/sub-07_T1w.nii.gz\"}, ");
    assertProblem(json("POST", "/api/segmentations", both), 422, "request-images");
    String together = body.replace("}", ", \"wishes\": {\"ensemble\": [\"%s\"]}}");
    assertProblem(
        json("POST", "/api/segmentations", together.formatted("spyne")), 422, "model-unknown");
    JsonNode named =
        JSON.readTree(json("POST", "/api/segmentations", together.formatted("spine")).body());
    String settled = together.formatted("spine@" + "b".repeat(64));
    assertThat(JSON.readTree(json("POST", "/api/segmentations", settled).body()))
        .isEqualTo(named)
        .isNotEqualTo(first);
    assertProblem(json("POST", "/api/segmentations", "{\"image\": "), 400, "json-malformed");
    assertProblem(json("POST", "/api/segmentations", "[]"), 400, "request-invalid");
  }

  @Test
  void asksARunToStopOnlyIfThereIsOne() throws Exception {
    assertProblem(ask("DELETE", "/api/trainings/no-such-run", ""), 404, "run-unknown");
    assertProblem(ask("DELETE", "/api/trainings/No%20Run", ""), 422, "run-id-invalid");

    RunId run = new RunId("run-to-stop");
    memory.hear(Facts.told("start", 1, new TrainingStarted(run, "cpu", 5, 1)));
    assertThat(ask("DELETE", "/api/trainings/run-to-stop", "").statusCode()).isEqualTo(202);
    assertThat(Twins.OUTBOX.events()).contains(new TrainingCancellationRequested(run));
    memory.hear(Facts.told("end", 2, new TrainingCancelled(run, Optional.empty())));
    assertProblem(ask("DELETE", "/api/trainings/run-to-stop", ""), 409, "run-ended");
  }

  @Test
  void listsWhatARunWroteWhileItGoesOn() throws Exception {
    memory.hear(Facts.told("lively", 1, new TrainingStarted(new RunId("lively"), "cpu", 5, 1)));
    Twins.STORE.put("training/lively/outputs/gifs/sub-01.gif", new byte[] {1, 2});
    Twins.STORE.put("training/lively/checkpoint-1.safetensors", new byte[] {1});

    JsonNode files = JSON.readTree(ask("GET", "/api/runs/lively/files", "").body());

    assertThat(files.findValuesAsText("name")).containsExactly("gifs/sub-01.gif");
    String key = files.path(0).path("key").asText();
    assertThat(ask("GET", "/api/objects/" + key, "").headers().firstValue("Content-Type"))
        .contains("image/gif");
    assertProblem(ask("GET", "/api/runs/none/files", ""), 404, "run-unknown");
  }

  @Test
  void showsWhatWasHeard() throws Exception {
    memory.hear(Facts.ingested(0));
    memory.hear(Facts.asked(1));
    memory.hear(Facts.prepared(2, Optional.empty()));

    JsonNode scan = JSON.readTree(ask("GET", "/api/scans/sub-01_T2w", "").body());
    assertThat(scan.path("state").asText()).isEqualTo("prepared");
    assertThat(scan.path("ingested").asText()).isEqualTo("2026-01-02T12:00:00Z");
    assertThat(scan.has("problem")).isFalse();
    JsonNode request = JSON.readTree(ask("GET", "/api/requests/request-1", "").body());
    assertThat(request.path("stages").path(0).path("seconds").asDouble()).isEqualTo(1.0);
    assertProblem(ask("GET", "/api/scans/sub-99_T2w", ""), 404, "scan-unknown");
    assertProblem(ask("GET", "/api/requests/none", ""), 404, "request-unknown");
    assertProblem(ask("GET", "/api/runs/none", ""), 404, "run-unknown");
    assertProblem(ask("GET", "/api/scans?limit=0", ""), 400, "query-invalid");
  }

  @Test
  void tellsThePastAndThenTheNews() throws Exception {
    memory.hear(Facts.told("sse-1", 1, new TrainingStarted(new RunId("sse"), "cpu", 5, 1)));
    HttpResponse<String> past = ask("GET", "/api/events?follow=false&subject=sse", "");
    assertThat(past.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(past.body().lines().filter(line -> line.startsWith("data:"))).hasSize(1);
    assertThat(past.body()).contains("id:sse-1");

    HttpRequest following = HttpRequest.newBuilder(base.resolve("/api/events?subject=sse")).build();
    try (InputStream body = http.send(following, HttpResponse.BodyHandlers.ofInputStream()).body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      assertThat(nextEvent(lines).path("id").asText()).isEqualTo("sse-1");
      memory.hear(Facts.told("sse-2", 2, new TrainingStarted(new RunId("sse"), "cpu", 5, 2)));
      JsonNode news = nextEvent(lines);
      assertThat(news.path("id").asText()).isEqualTo("sse-2");
      assertThat(news.path("type").asText()).isEqualTo("scanmill.TrainingStarted.v1");
      assertThat(news.path("data").path("firstEpoch").asInt()).isEqualTo(2);
    }
    HttpResponse<String> rest =
        ask("GET", "/api/events?follow=false&subject=sse", "", "Last-Event-ID", "sse-1");
    assertThat(rest.body()).contains("id:sse-2").doesNotContain("id:sse-1");
  }

  private static JsonNode nextEvent(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data:")) {
        return JSON.readTree(line.substring(5));
      }
    }
    throw new IOException("The stream ended");
  }

  @Test
  void answersUnknownPathsAndMethodsInWords() throws Exception {
    assertProblem(ask("GET", "/api/runz", ""), 404, "path-unknown");
    assertThat(ask("GET", "/api/runz", "").body()).contains("Did you mean /api/runs?");
    assertProblem(ask("GET", "/nowhere", ""), 404, "path-unknown");
    assertProblem(ask("PATCH", "/api/runs", ""), 405, "method-not-allowed");
    assertProblem(ask("GET", "/api/scans?limit=many", ""), 404, "path-unknown");
  }

  @Test
  void saysWhetherAllIsWell() throws Exception {
    JsonNode status = JSON.readTree(ask("GET", "/api/status", "").body());
    assertThat(status.path("well").asBoolean()).isTrue();
    assertThat(status.path("store").path("bucket").asText()).isEqualTo("scanmill");
  }

  @Test
  void servesItsPageAndItsDescription() throws Exception {
    HttpResponse<String> page = ask("GET", "/", "");
    assertThat(page.body()).contains("<title>Scanmill</title>");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("'self'");
    assertThat(ask("GET", "/page.js", "").statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/q/openapi", "").body())
        .contains("/api/segmentations", "/api/objects/{key}", "/api/events");
  }

  @Test
  void publishesAPackageThatWasMadeElsewhere() throws Exception {
    byte[] zip = zip(Map.of("brain.json", "{\"model_name\": \"brain\"}", "brain.onnx", RELU));
    HttpResponse<String> answer = put("/api/models/brain", zip);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode model = JSON.readTree(answer.body());
    assertThat(model.path("name").asText()).isEqualTo("brain");
    String digest = model.path("digest").asText();
    assertThat(digest).hasSize(64);
    assertThat(Twins.STORE.read(model.path("prefix").asText() + "brain.onnx"))
        .isEqualTo(RELU.getBytes(StandardCharsets.UTF_8));
    assertThat(Twins.OUTBOX.events())
        .filteredOn(ModelPublished.class::isInstance)
        .extracting(event -> ((ModelPublished) event).model().digest())
        .contains(digest);
    assertThat(JSON.readTree(put("/api/models/brain", zip).body())).isEqualTo(model);

    Map<String, String> within = new TreeMap<>();
    for (String file : List.of("brain", "finder/finder")) {
      within.put(file + ".json", "{}");
      within.put(file + ".onnx", RELU);
    }
    JsonNode two = JSON.readTree(put("/api/models/brain", zip(within)).body());
    assertThat(Twins.STORE.read(two.path("prefix").asText() + "finder/finder.onnx"))
        .isEqualTo(RELU.getBytes(StandardCharsets.UTF_8));
    within.put("finder", "a file where a folder is");
    assertProblem(put("/api/models/brain", zip(within)), 422, "model-package-invalid");
    assertProblem(put("/api/models/brain", new byte[] {1, 2}), 422, "model-package-invalid");
    assertProblem(
        put("/api/models/brain", zip(Map.of("../brain.json", "{}"))), 422, "model-package-invalid");
    assertProblem(
        put("/api/models/brain", zip(Map.of("brain.json", "{}"))), 422, "model-incomplete");
    Map<String, String> odd =
        Map.of("brain.json", "{}", "brain.onnx", RELU.replace("Relu", "Rule"));
    assertProblem(put("/api/models/brain", zip(odd)), 422, "onnx-operators");
    assertProblem(
        put("/api/models/brain", zip(Map.of("big.onnx", "x".repeat(2000)))),
        413,
        "upload-too-large");
    assertProblem(put("/api/models/no%20name", zip), 422, "model-name-invalid");
  }

  private HttpResponse<String> put(String path, byte[] body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(base.resolve(path)).PUT(BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void checksAConfigurationBeforeAnybodyHearsOfIt() throws Exception {
    assertProblem(
        json("POST", "/api/trainings", "{\"config\": {\"misspelt\": 1}}"),
        422,
        "config-unknown-key");
    assertProblem(json("POST", "/api/trainings", "{\"confg\": {}}"), 422, "request-unknown-key");
    assertProblem(json("POST", "/api/trainings", "{}"), 422, "request-missing-key");
    assertThat(Twins.OUTBOX.events()).noneMatch(TrainingRequested.class::isInstance);
  }
}
