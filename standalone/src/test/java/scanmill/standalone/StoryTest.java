package scanmill.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.embedded.PlatformResource;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.testsupport.Phantom;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.training.Ending;
import scanmill.training.TrainingObserver;
import scanmill.training.TrainingPlan;
import scanmill.training.TrainingRun;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;

/**
 * The story of the mill, told through the doors that people use: plain Kafka records, objects in
 * the bucket, and what lies there afterwards. Every part is real: broker, bucket, services,
 * network.
 */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are set by Quarkus
@WithTestResource(value = PlatformResource.class, scope = TestResourceScope.GLOBAL)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoryTest {
  private static final PhantomDataset PEOPLE =
      new PhantomDataset(6, 2, List.of(PhantomContrast.T2W), new GridShape(40, 40, 6));

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject ObjectStore store;

  @TempDir Path folder;

  @Test
  @Order(1)
  void aTrainingRequestBecomesAPublishedModel() throws Exception {
    // A researcher's dataset lies in the bucket.
    PEOPLE.write(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        store.put("datasets/necks/" + folder.relativize(file).toString().replace('\\', '/'), file);
      }
    }

    // Anyone publishes a request with a plain producer: no headers, only what has to be said.
    publish("training-requested", "{\"run\": \"story-1\", \"config\": " + trainingConfig() + "}");

    // Every epoch is an event; the model is published with its scores.
    JsonNode model = await("model-published", e -> e.path("run").asText().equals("story-1"));
    assertThat(model.path("model").path("name").asText()).isEqualTo("neck-cord");
    assertThat(model.path("scores").path("dice_score").isNumber()).isTrue();
    assertThat(all("epoch-completed"))
        .filteredOn(e -> e.path("run").asText().equals("story-1"))
        .extracting(e -> e.path("epoch").asInt())
        .containsExactly(1, 2, 3);
    String prefix = model.path("model").path("prefix").asText();
    for (String file :
        List.of("neck-cord.onnx", "neck-cord.pt", "neck-cord.json", "provenance.json")) {
      assertThat(store.find(prefix + file)).isPresent();
    }
    assertThat(store.find("training/story-1/outputs/results_eval/evaluation_3Dmetrics.csv"))
        .isPresent();
  }

  @Test
  @Order(2)
  void aDroppedScanBecomesAnEvaluatedSegmentationOnItsOwnGrid() throws Exception {
    // A site says which model serves which drops, and lays the truth of one scan beside.
    store.put(
        "config/routing.json",
        """
        {"rules": [{"folder": "necks", "entities": {"suffix": "T2w"}, "model": "neck-cord"}]}
        """
            .getBytes(UTF_8));
    Phantom unseen = PEOPLE.unseen(1, PhantomContrast.T2W);
    Path scan = folder.resolve("sub-new_T2w.nii.gz");
    PhantomDataset.writeImage(scan, unseen);
    Path truth = folder.resolve("truth.nii.gz");
    Nifti.write(truth, unseen.cord());
    store.put("references/sub-new_T2w_dseg.nii.gz", truth);

    // A scan is dropped.
    store.put("incoming/necks/sub-new_T2w.nii.gz", scan);

    // Beside it appears where the result lies.
    JsonNode done =
        note("incoming/necks/sub-new_T2w.nii.gz.DONE.json", "incoming/necks/sub-new_T2w.DONE.json");
    JsonNode ready = await("segmentation-ready", e -> scan(e).equals("sub-new_T2w"));
    String key = ready.path("segmentation").path("key").asText();
    assertThat(done.toString()).contains(key);
    Path result = folder.resolve("result.nii.gz");
    Files.write(result, store.read(key));
    LabelMap labels = Nifti.readLabels(result);
    assertThat(labels.grid().alignedWith(Nifti.readVolume(scan).grid(), 1e-4)).isTrue();
    assertThat(labels.data()).contains(1);

    // It is compared with the truth.
    JsonNode evaluated = await("evaluation-completed", e -> scan(e).equals("sub-new_T2w"));
    assertThat(evaluated.path("scores"))
        .filteredOn(s -> s.path("metric").asText().startsWith("dice"))
        .hasSize(1)
        .allSatisfy(s -> assertThat(s.path("value").asDouble()).isBetween(0.2, 1.0));
    assertThat(store.find(ready.path("overlay").path("key").asText())).isPresent();
    assertThat(store.find(ready.path("manifest").path("key").asText())).isPresent();
  }

  @Test
  @Order(3)
  void theSameScanTwiceIsTheSameResultOnce() throws Exception {
    byte[] scan = store.read("incoming/necks/sub-new_T2w.nii.gz");
    store.put("incoming/necks/sub-twin_T2w.nii.gz", scan);

    note("incoming/necks/sub-twin_T2w.nii.gz.DONE.json", "incoming/necks/sub-twin_T2w.DONE.json");

    assertThat(
            all("prediction-produced").stream()
                .map(e -> e.path("probabilities").path("key").asText())
                .distinct())
        .hasSize(1);
  }

  @Test
  @Order(4)
  void aBrokenFileEndsWithAPlainWordBesideIt() throws Exception {
    byte[] scan = store.read("incoming/necks/sub-new_T2w.nii.gz");
    byte[] half = Arrays.copyOf(scan, scan.length / 2);
    store.put("incoming/necks/sub-half_T2w.nii.gz", half);
    store.put("incoming/necks/sub-text_T2w.nii.gz", "not an image".getBytes(UTF_8));

    for (String name : List.of("sub-half_T2w", "sub-text_T2w")) {
      JsonNode failed =
          note(
              "incoming/necks/" + name + ".nii.gz.FAILED.json",
              "incoming/necks/" + name + ".FAILED.json");
      assertThat(failed.path("what").asText()).isNotBlank();
      assertThat(failed.path("remedy").asText()).isNotBlank();
    }
  }

  @Test
  @Order(5)
  void anyoneMayAskForASegmentationOfAnObject() throws Exception {
    store.put("elsewhere/sub-asked_T2w.nii.gz", store.read("incoming/necks/sub-new_T2w.nii.gz"));

    publish(
        "segmentation-requested",
        "{\"image\": {\"key\": \"elsewhere/sub-asked_T2w.nii.gz\"}, \"model\": \"neck-cord\"}");
    assertThat(
            await("segmentation-ready", e -> scan(e).equals("sub-asked_T2w"))
                .path("volumesMm3")
                .size())
        .isEqualTo(1);

    publish(
        "segmentation-requested",
        "{\"image\": {\"key\": \"elsewhere/sub-asked_T2w.nii.gz\"}, \"model\": \"neck-cort\"}");
    JsonNode rejected = await("sample-rejected", e -> e.toString().contains("model-unknown"));
    assertThat(
            rejected.path("problem").path("what").asText()
                + rejected.path("problem").path("remedy").asText())
        .contains("neck-cord");
  }

  @Test
  @Order(6)
  void aRecordThatIsNoEventIsParkedAndTheOthersGoOn() throws Exception {
    publish("segmentation-requested", "this is not JSON");
    publish(
        "segmentation-requested",
        "{\"image\": {\"key\": \"elsewhere/sub-asked_T2w.nii.gz\"}, \"model\": \"no-such-model\"}");

    await("sample-rejected", e -> e.toString().contains("no-such-model"));
    assertThat(records("dead-letter-preprocess-segmentation-requested", 1)).isNotEmpty();
  }

  @Test
  @Order(7)
  void aRunWhoseBatchesAreMadeElsewhereEndsWithTheWeightsOfOneOnADisk() throws Exception {
    publish("training-requested", "{\"run\": \"story-2\", \"config\": " + farConfig() + "}");
    JsonNode model = await("model-published", e -> e.path("run").asText().equals("story-2"));

    // The same plan on this machine's disk alone, without any service.
    Path data = folder.resolve("data");
    PEOPLE.write(data);
    TrainingPlan plan =
        new TrainingPlan(
            "story-2", Config.parse(farConfig(), "config").config(), List.of(data), "cpu", 1, 2);
    Ending ending = new TrainingRun(plan, folder.resolve("run"), new TrainingObserver() {}).train();

    assertThat(ending).isInstanceOf(Ending.Finished.class);
    Path weights = ((Ending.Finished) ending).modelPackage().resolve("neck-far.safetensors");
    assertThat(store.read(model.path("model").path("prefix").asText() + "neck-far.safetensors"))
        .isEqualTo(Files.readAllBytes(weights));
    // Preprocess had its part, and nothing is left of it but what later runs can use.
    assertThat(all("augmentation-completed")).isNotEmpty();
    assertThat(all("augmentation-failed")).isEmpty();
    assertThat(all("scan-preparation-requested")).isNotEmpty();
    assertThat(all("scan-preparation-failed")).isEmpty();
    assertThat(keys("training/story-2/augmented/")).isEmpty();
    assertThat(keys("prepared/"))
        .isNotEmpty()
        .allMatch(key -> key.endsWith(".bin") || key.endsWith(".json"))
        .noneMatch(key -> key.endsWith(".failed.json"));
  }

  private List<String> keys(String prefix) {
    try (Stream<StoredObject> all = store.list(prefix)) {
      return all.map(StoredObject::key).toList();
    }
  }

  private static String farConfig() {
    return trainingConfig()
        .replace("neck-cord", "neck-far")
        .replace(
            "\"transformation\": {",
            "\"augmentation\": \"remote\", \"transformation\": {\"Resample\": {\"wspace\": 0.8,"
                + " \"hspace\": 0.8}, \"RandomAffine\": {\"degrees\": 8, \"dataset_type\":"
                + " [\"training\"]}, ");
  }

  private static String trainingConfig() {
    return """
    {"model_name": "neck-cord",
     "loader_parameters": {"path_data": ["s3://scanmill/datasets/necks"], "target_suffix": ["_seg-manual"],
       "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
     "training_parameters": {"batch_size": 4, "loss": {"name": "DiceLoss"},
       "training_time": {"num_epochs": 3}, "scheduler": {"initial_lr": 0.02}},
     "default_model": {"name": "Unet", "depth": 2, "n_filters": 8, "dropout_rate": 0.1},
     "postprocessing": {"binarize_prediction": {"thr": 0.5}},
     "transformation": {"CenterCrop": {"size": [32, 32]}, "NormalizeInstance": {"applied_to": ["im"]}}}
    """;
  }

  private static String scan(JsonNode event) {
    return event.path("order").path("scan").asText();
  }

  private void publish(String topic, String json) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, json)).get(10, TimeUnit.SECONDS);
    }
  }

  private JsonNode note(String... keys) {
    return until(
        "a note at " + List.of(keys),
        () -> {
          for (String key : keys) {
            if (store.find(key).isPresent()) {
              return Optional.of(json(new String(store.read(key), UTF_8)));
            }
          }
          return Optional.empty();
        });
  }

  private interface Wanted {
    boolean is(JsonNode event);
  }

  private JsonNode await(String topic, Wanted wanted) {
    return until("an event on " + topic, () -> all(topic).stream().filter(wanted::is).findFirst());
  }

  private static JsonNode until(String what, Supplier<Optional<JsonNode>> look) {
    Instant end = Instant.now().plus(Duration.ofMinutes(3));
    while (Instant.now().isBefore(end)) {
      Optional<JsonNode> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new AssertionError("Waited 3 minutes in vain for " + what);
  }

  private List<JsonNode> all(String topic) {
    return records(topic, 1).stream().map(r -> json(r.value())).toList();
  }

  /** What has been told on a topic so far; waits a little for the first records. */
  private List<ConsumerRecord<String, String>> records(String topic, int least) {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "metadata.max.age.ms", "500",
                "group.id", "story-" + System.nanoTime()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      Instant end = Instant.now().plusSeconds(4);
      int quiet = 0;
      while (Instant.now().isBefore(end) && (found.size() < least || quiet < 3)) {
        int before = found.size();
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
        quiet = found.size() == before ? quiet + 1 : 0;
      }
    }
    return found;
  }

  private static JsonNode json(String text) {
    try {
      return EventJson.mapper().readTree(text);
    } catch (IOException e) {
      return EventJson.mapper().createObjectNode();
    }
  }
}
