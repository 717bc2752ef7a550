package scanmill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.engine.Weights;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelPromoted;
import scanmill.events.ModelRef;
import scanmill.events.Score;
import scanmill.events.SegmentationWishes;
import scanmill.ids.ScanId;
import scanmill.kit.EventJson;
import scanmill.kit.InMemoryOutbox;
import scanmill.kit.PublishedModels;
import scanmill.kit.ScanEvaluation;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Provenance;
import scanmill.networks.Architecture;

/** The registry of models, over HTTP. */
@QuarkusTest
class ModelsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  @TestHTTPResource("/")
  URI base = URI.create("http://unset/");

  @TempDir Path folder = Path.of("unset");

  private ModelRef publish(String name, long seed) throws IOException {
    Config config =
        Config.parse(
                """
                {"loader_parameters": {"target_suffix": ["_seg"]},
                 "default_model": {"name": "Unet", "depth": 1, "n_filters": 1}}
                """,
                name + ".json")
            .config();
    Architecture network = Network.of(config);
    Provenance provenance =
        new Provenance(
            "run-" + seed,
            "2026-01-01T00:00:00Z",
            Map.of(),
            "cpu",
            seed,
            1,
            1,
            List.of(),
            List.of(),
            List.of(),
            Map.of("dice_score", 0.5 + seed / 10.0));
    ModelPackage model =
        ModelPackage.write(
            folder.resolve("v" + seed),
            name,
            config,
            network,
            Weights.initial(network, seed),
            provenance);
    Files.writeString(
        model.folder().resolve("card.json"), "{\"title\": \"<script>evil</script>\"}");
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path file : model.files()) {
      files.put(file.getFileName().toString(), file);
    }
    return new PublishedModels(Twins.STORE).publish(name, model.digest(), files).model();
  }

  private HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static List<ModelPromoted> promotions(String name) {
    return Twins.OUTBOX.told().stream()
        .map(InMemoryOutbox.Told::event)
        .filter(ModelPromoted.class::isInstance)
        .map(ModelPromoted.class::cast)
        .filter(event -> event.key().equals(name))
        .toList();
  }

  @Test
  void promotesAVersionAndTellsIt() throws Exception {
    ModelRef first = publish("liver", 1);
    ModelRef second = publish("liver", 2);
    String body =
        "{\"version\": \"" + first.digest().substring(0, 12) + "\", \"reason\": \"safer\"}";

    HttpResponse<String> answer = ask("POST", "/api/models/liver/promotions", body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode model = JSON.readTree(ask("GET", "/api/models/liver", "").body());
    assertThat(model.path("aliases").path("latest").asText()).isEqualTo(first.digest());
    assertThat(model.path("versions").findValuesAsText("digest"))
        .containsExactly(first.digest(), second.digest());
    ModelPromoted told = promotions("liver").get(0);
    assertThat(told.model()).isEqualTo(first);
    assertThat(told.before()).contains(second);
    assertThat(told.reason()).contains("safer");

    ask("POST", "/api/models/liver/promotions", body);
    assertThat(
            Twins.OUTBOX.told().stream()
                .filter(one -> one.event() instanceof ModelPromoted)
                .filter(one -> one.event().key().equals("liver"))
                .map(InMemoryOutbox.Told::id))
        .containsOnly(
            Twins.OUTBOX.told().stream()
                .filter(one -> one.event().equals(told))
                .findFirst()
                .orElseThrow()
                .id());
  }

  @Test
  void letsOnlyOneOfTwoPeopleMoveAnAlias() throws Exception {
    ModelRef first = publish("lung", 1);
    ModelRef second = publish("lung", 2);
    String path = "/api/models/lung/promotions";
    String toFirst = "{\"version\": \"" + first.digest() + "\", \"alias\": \"production\"}";
    String toSecond = toFirst.replace(first.digest(), second.digest());
    ask("POST", path, toFirst);
    String etag =
        ask("GET", "/api/models/lung/production", "").headers().firstValue("ETag").orElseThrow();

    assertThat(ask("POST", path, toSecond, "If-Match", etag).statusCode()).isEqualTo(200);
    HttpResponse<String> late = ask("POST", path, toFirst, "If-Match", etag);

    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(late.body()).contains("model-alias-moved");
    assertThat(ask("GET", "/api/models/lung/production", "").body()).contains(second.digest());
  }

  @Test
  void removesAVersionOnlyIfNothingRefersToIt() throws Exception {
    ModelRef first = publish("heart", 1);
    ModelRef second = publish("heart", 2);

    HttpResponse<String> refused = ask("DELETE", "/api/models/heart/" + second.digest(), "");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("model-in-use", "latest");

    String rule = "{\"x\": \"heart@" + first.digest().substring(0, 10) + "\"}";
    Twins.STORE.put("config/routing.json", rule.getBytes(StandardCharsets.UTF_8));
    assertThat(ask("DELETE", "/api/models/heart/" + first.digest(), "").statusCode())
        .isEqualTo(409);
    Twins.STORE.remove("config/routing.json");

    assertThat(ask("DELETE", "/api/models/heart/" + first.digest(), "").statusCode())
        .isEqualTo(200);
    assertThat(ask("GET", "/api/models/heart/" + first.digest(), "").body())
        .contains("model-unknown");
  }

  @Test
  void servesTheCardAndWhatIsKnownOfAVersion() throws Exception {
    ModelRef model = publish("brainstem", 3);

    JsonNode detail = JSON.readTree(ask("GET", "/api/models/brainstem/latest", "").body());
    assertThat(detail.path("scores").path("dice_score").asDouble()).isEqualTo(0.8);
    assertThat(detail.path("run").asText()).isEqualTo("run-3");
    assertThat(detail.path("aliases").path(0).asText()).isEqualTo("latest");
    HttpResponse<String> card = ask("GET", detail.path("card").asText(), "");
    assertThat(card.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
    assertThat(card.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
    assertThat(card.body())
        .contains(model.digest(), "dice_score", "&lt;script&gt;evil")
        .doesNotContain("<script");
    assertThat(ask("GET", detail.path("card").asText() + "?format=markdown", "").body())
        .startsWith("# &lt;script&gt;");
  }

  @Test
  void refusesWhatIsNoVersionOrAlias() throws Exception {
    publish("kidney", 1);

    assertThat(ask("GET", "/api/models/kidney/..%2Fx/card", "").statusCode()).isIn(400, 404, 422);
    assertThat(ask("GET", "/api/models/kidney/zz%20z", "").body()).contains("model-name-invalid");
    assertThat(ask("GET", "/api/models/kidney/production", "").body()).contains("model-unknown");
    String body = "{\"version\": \"latest\", \"alias\": \"../latest\"}";
    assertThat(ask("POST", "/api/models/kidney/promotions", body).body())
        .contains("model-alias-invalid");
  }

  private static void evaluated(
      ModelRef model, String scan, double dice, Optional<SegmentationWishes> wishes) {
    String stem = "derivatives/" + model.version() + "/" + scan;
    ArtifactRef nothing = Twins.STORE.put(stem + "_dseg.nii.gz", new byte[] {1});
    ArtifactRef picture = Twins.STORE.put(stem + "_evaluation.png", new byte[] {1, 2, 3});
    ScanEvaluation one =
        new ScanEvaluation(
            ScanId.require(scan),
            model,
            nothing,
            nothing,
            nothing,
            List.of(
                new Score("cord", "dice_score", dice, "1"),
                new Score("cord", "hd95", Double.NaN, "mm")),
            wishes,
            Optional.of(picture),
            Optional.of(List.of(new ScanEvaluation.Counts(10 * dice, 10 - 10 * dice, 0, 80))));
    Twins.STORE.put(stem + ScanEvaluation.ENDING, EventJson.write(one));
  }

  @Test
  void sumsUpHowAVersionDidOnAllScans() throws Exception {
    ModelRef model = publish("lung", 3);
    String path = "/api/models/lung/latest/evaluation";
    assertThat(ask("GET", path, "").statusCode()).isEqualTo(404);
    assertThat(ask("GET", path, "").body()).contains("evaluation-missing");
    evaluated(model, "sub-1_T1w", 0.5, Optional.empty());
    evaluated(model, "sub-2_T1w", 0.8, Optional.empty());
    SegmentationWishes wished =
        EventJson.read("{\"thr\": 0.1}".getBytes(StandardCharsets.UTF_8), SegmentationWishes.class);
    evaluated(model, "sub-3_T1w", 0.1, Optional.of(wished));
    Twins.STORE.put("derivatives/" + model.version() + "/x_evaluation.json", new byte[] {'{'});
    Twins.STORE.put(
        "references/participants.tsv",
        "participant_id\tsex\nsub-1\tF\nsub-2\tM\n".getBytes(StandardCharsets.UTF_8));

    JsonNode json = JSON.readTree(ask("GET", path + "?format=json", "").body());

    JsonNode dice = json.path("summary").path("dice_class0");
    assertThat(dice.path("count").asInt()).isEqualTo(2);
    assertThat(dice.path("mean").asDouble()).isEqualTo(0.65);
    assertThat(dice.path("low").asDouble()).isLessThan(dice.path("high").asDouble());
    // 2 (5 + 8) of 13 that are the reference's and 20 that are predicted
    assertThat(json.path("global_dice").path(0).asDouble()).isEqualTo(26 / 33.0);
    assertThat(json.path("subgroups")).as("groups of one scan tell nothing").isEmpty();
    JsonNode asked = JSON.readTree(ask("GET", path + "?format=json&by=sex", "").body());
    assertThat(asked.path("subgroups").path("sex").path("F").path("scans").asInt()).isEqualTo(1);
    assertThat(json.path("notes").path(0).asText()).contains("1 segmentations with wishes");
    assertThat(json.path("classes").path(0).asText()).isEqualTo("cord");

    HttpResponse<String> page = ask("GET", path, "");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("sandbox");
    assertThat(page.body()).contains("sub-1_T1w", "data:image/png;base64,AQID");
    assertThat(ask("GET", path + "?format=csv", "").body())
        .startsWith("image_id,dice_class0")
        .contains("sub-2_T1w,0.8");
    assertThat(ask("GET", path + "?format=xml", "").body()).contains("query-invalid");
    assertThat(ask("GET", path + "?by=weight", "").body()).contains("participants-column");
  }
}
