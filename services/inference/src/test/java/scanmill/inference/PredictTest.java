package scanmill.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.engine.Device;
import scanmill.engine.Weights;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.ModelRef;
import scanmill.events.PredictionFailed;
import scanmill.events.PredictionProduced;
import scanmill.events.SampleReady;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationWishes;
import scanmill.events.UncertaintyWish;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.kit.EventJson;
import scanmill.kit.Heard;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.ModelFolders;
import scanmill.kit.ObjectStore;
import scanmill.kit.PublishedModels;
import scanmill.kit.StoreException;
import scanmill.kit.StoredObject;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Provenance;
import scanmill.networks.Architecture;
import scanmill.testsupport.Crash;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class PredictTest {
  private static final String CONFIG =
      """
      {"model_name": "cord", "loader_parameters": {"target_suffix": ["_seg-manual"],
         "contrast_params": {"training_validation": ["T2w"]}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 2}}
      """;
  private static final String CASCADE =
      CONFIG.replaceFirst(
          "\\{", "{\"object_detection_params\": {\"object_detection_path\": \"finder\"}, ");

  private static final String HEMIS =
      """
      {"model_name": "pair", "loader_parameters": {"target_suffix": ["_seg-manual"],
         "multichannel": true, "contrast_params": {"training_validation": ["T1w", "T2w"]}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 2},
       "HeMISUnet": {"applied": true}}
      """;

  /** Probabilities are always below 1. */
  private static final String NEVER =
      CONFIG.replaceFirst(
          "\\{", "{\"postprocessing\": {\"binarize_prediction\": {\"thr\": 1.0}}, ");

  private static final Grid GRID = Grid.of(new GridShape(8, 8, 2), new Spacing(1, 1, 2));

  private final Path disk;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final List<PredictionProduced> made = new ArrayList<>();
  private final ModelRef model;
  private final Predict predict;

  PredictTest(@TempDir Path disk) throws IOException {
    this.disk = disk;
    this.model = publish();
    this.predict = predict(store);
  }

  @Test
  void producesProbabilitiesOnTheGridOfTheSample() throws Exception {
    PredictionProduced produced = produced(handle(ready(3)));

    ProbabilityMap map =
        Nifti.readProbabilities(
            new ByteArrayInputStream(store.read(produced.probabilities())), "p", Limits.DEFAULT);
    assertThat(map.grid().alignedWith(GRID, 1e-6)).isTrue();
    assertThat(map.classes()).isEqualTo(1);
    for (float probability : map.channel(0)) {
      assertThat(probability).isBetween(0f, 1f);
    }
    assertThat(map.channel(0)[0]).isNotEqualTo(map.channel(0)[9]);
    assertThat(produced.probabilities().key())
        .isEqualTo("predictions/image-model/probabilities.nii");
    assertThat(produced.device()).isEqualTo("cpu");
    assertThat(produced.seconds()).isPositive();
    assertThat(made).containsExactly(produced);
  }

  @Test
  void tellsHowSureItIsAndPredictsTheSame() throws Exception {
    PredictionProduced plain = produced(handle(ready(3)));
    SegmentationWishes wishes = wishes(new UncertaintyWish(true, true, 3, Optional.of(5L)));

    PredictionProduced unsure = produced(handle(ready(3, wishes)));

    assertThat(unsure.probabilities().key())
        .matches("predictions/image-model-[0-9a-f]{8}/probabilities.nii");
    assertThat(store.read(unsure.probabilities())).isEqualTo(store.read(plain.probabilities()));
    assertThat(unsure.uncertainty().orElseThrow().keySet())
        .containsExactly("soft", "unc-avgUnc", "unc-cv", "unc-iou", "unc-mi", "unc-var", "unc-vox");
    ArtifactRef variance = unsure.uncertainty().orElseThrow().get("unc-var");
    ProbabilityMap map =
        Nifti.readProbabilities(
            new ByteArrayInputStream(store.read(Objects.requireNonNull(variance))),
            "v",
            Limits.DEFAULT);
    assertThat(map.grid().alignedWith(GRID, 1e-6)).isTrue();
    float sum = 0;
    for (float value : map.channel(0)) {
      sum += value;
    }
    assertThat(sum).isPositive();
    assertThat(handle(ready(3, wishes))).containsExactly(unsure);
    assertThat(made).hasSize(2);
  }

  @Test
  void saysSoWhereAModelFoundNothingToLookAt() throws Exception {
    Path second = write(disk.resolve("two"), "cord", CASCADE).folder();
    ModelPackage unused = write(second, "finder", NEVER);
    ModelRef cascade = publish(ModelPackage.open(second));
    Heard<SampleReady> heard = ready(3);
    SegmentationOrder order = heard.event().order();
    SampleReady asked =
        new SampleReady(
            new SegmentationOrder(
                order.request(),
                order.scan(),
                order.image(),
                cascade,
                order.upload(),
                order.reference()),
            heard.event().sample(),
            heard.event().history());

    PredictionProduced produced = produced(handle(new Heard<>(asked, "id", Instant.EPOCH)));

    assertThat(produced.notes().orElseThrow()).singleElement().asString().contains("Nothing");
    ProbabilityMap map =
        Nifti.readProbabilities(
            new ByteArrayInputStream(store.read(produced.probabilities())), "p", Limits.DEFAULT);
    assertThat(map.channel(0)).containsOnly(0f);
    SegmentationWishes wishes = wishes(new UncertaintyWish(false, true, 3, Optional.empty()));
    SampleReady unsure =
        new SampleReady(
            new SegmentationOrder(
                order.request(),
                order.scan(),
                order.image(),
                cascade,
                order.upload(),
                order.reference(),
                Optional.of(wishes)),
            heard.event().sample(),
            heard.event().history());
    assertThat(failed(handle(new Heard<>(unsure, "id", Instant.EPOCH))))
        .isEqualTo("cascade-wishes");
  }

  @Test
  void refusesToBeUnsureOfOnePrediction() throws Exception {
    SegmentationWishes wishes = wishes(new UncertaintyWish(true, false, 1, Optional.empty()));

    assertThat(failed(handle(ready(3, wishes)))).isEqualTo("uncertainty-wish");
  }

  private static SegmentationWishes wishes(UncertaintyWish uncertainty) {
    return new SegmentationWishes(
        Optional.of(uncertainty),
        Optional.of(0.4), // of no interest to the network
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void saysTheMeanOfAnEnsemble() throws Exception {
    ModelRef second = publish(write(disk.resolve("made"), "second", CONFIG, 4));
    ModelId settled = second.id();

    float[] mean = channel(handle(ready(3, together(settled))));

    float[] first = channel(handle(ready(3)));
    float[] other = channel(handle(asked(ready(3), second, SegmentationWishes.NONE)));
    assertThat(mean).isNotEqualTo(first);
    for (int v = 0; v < mean.length; v++) {
      assertThat(mean[v]).isCloseTo((first[v] + other[v]) / 2, within(1e-6f));
    }
  }

  @Test
  void failsWhereMembersOfAnEnsembleWantOtherImagesOrAreGone() throws Exception {
    String other =
        CONFIG.replaceFirst("\\{", "{\"transformation\": {\"CenterCrop\": {\"size\": [4, 4]}}, ");
    ModelRef second = publish(write(disk.resolve("made"), "second", other, 4));
    ModelId settled = second.id();

    assertThat(failed(handle(ready(3, together(settled))))).isEqualTo("ensemble-members-differ");
    ModelId gone = new ModelId("second", Optional.of("f".repeat(64)));
    assertThat(failed(handle(ready(3, together(gone))))).isEqualTo("model-missing");
    assertThat(handle(ready(3))).singleElement().isInstanceOf(PredictionProduced.class);
  }

  @Test
  void mirrorsWindowsWhereThatIsWished() throws Exception {
    float[] plain = channel(handle(ready(3)));
    float[] none = channel(handle(ready(3, flips(List.of()))));
    float[] mirrored = channel(handle(ready(3, flips(List.of(0, 1)))));

    assertThat(none).isEqualTo(plain);
    assertThat(mirrored).isNotEqualTo(plain);
    assertThat(failed(handle(ready(3, flips(List.of(2)))))).isEqualTo("flips-axes");
    SegmentationWishes boxes = wished("{\"boxes\": \"all\"}");
    assertThat(failed(handle(ready(3, boxes)))).isEqualTo("boxes-without-cascade");
  }

  /** A contrast that is dark and one that is missing are not the same to this network. */
  @Test
  void tellsTheNetworkWhichContrastsThereAre() throws Exception {
    ModelRef pair = publish(write(disk.resolve("made"), "pair", HEMIS, 3));
    float[] seen = new float[GRID.shape().length()];
    for (int v = 0; v < seen.length; v++) {
      seen[v] = v % 5;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    float[][] channels = {new float[seen.length], seen};
    Nifti.write(out, "sample.nii", new ProbabilityMap(GRID, channels), NiftiHeader.of(GRID));

    float[] both = channel(handle(contrasts(pair, out.toByteArray(), "T1w", "T2w")));
    float[] one = channel(handle(contrasts(pair, out.toByteArray(), "T2w")));

    assertThat(one).isNotEqualTo(both);
  }

  @Test
  void failsOnAnotherNumberOfChannelsThanTheModelTakes() throws Exception {
    ModelRef pair = publish(write(disk.resolve("made"), "pair", HEMIS, 3));

    assertThat(failed(handle(asked(ready(3), pair, SegmentationWishes.NONE))))
        .isEqualTo("model-channels");
  }

  private Heard<SampleReady> contrasts(ModelRef pair, byte[] bytes, String... there) {
    ArtifactRef sample = store.put("samples/of-" + there.length + "/sample.nii", bytes);
    ArtifactRef history =
        store.put("samples/of/history.json", "{\"steps\": []}".getBytes(StandardCharsets.UTF_8));
    Map<String, ArtifactRef> images = new TreeMap<>();
    for (String contrast : there) {
      images.put(contrast, sample);
    }
    SegmentationOrder order =
        new SegmentationOrder(
            "request",
            ScanId.require("sub-01_T2w"),
            sample,
            pair,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(images));
    return new Heard<>(new SampleReady(order, sample, history), "id", Instant.EPOCH);
  }

  private float[] channel(List<Event> events) throws IOException {
    return Nifti.readProbabilities(
            new ByteArrayInputStream(store.read(produced(events).probabilities())),
            "p",
            Limits.DEFAULT)
        .channel(0);
  }

  private static SegmentationWishes together(ModelId other) {
    return SegmentationWishes.NONE.withEnsemble(List.of(other));
  }

  private static SegmentationWishes flips(List<Integer> axes) {
    return wished("{\"flips\": " + axes + "}");
  }

  private static SegmentationWishes wished(String json) {
    return EventJson.read(json.getBytes(StandardCharsets.UTF_8), SegmentationWishes.class);
  }

  /** The same sample, of another model. */
  private Heard<SampleReady> asked(
      Heard<SampleReady> heard, ModelRef other, SegmentationWishes wishes) {
    SegmentationOrder order = heard.event().order();
    ArtifactRef sample =
        store.put("samples/" + other.name() + "/sample.nii", store.read(heard.event().sample()));
    return new Heard<>(
        new SampleReady(
            new SegmentationOrder(
                order.request(),
                order.scan(),
                order.image(),
                other,
                order.upload(),
                order.reference(),
                Optional.of(wishes)),
            sample,
            heard.event().history()),
        "id",
        Instant.EPOCH);
  }

  @Test
  void tellsAgainWithoutWorkWhatIsThere() throws Exception {
    Heard<SampleReady> heard = ready(3);
    List<Event> first = handle(heard);
    store.remove("samples/image-model/sample.nii"); // so that it could not be made again

    assertThat(handle(heard)).isEqualTo(first);
    assertThat(made).hasSize(1);
  }

  @Test
  void failsWhereTheModelIsNotWhatWasPublished() throws Exception {
    store.put(model.prefix() + "cord.json", (CONFIG + " ").getBytes(StandardCharsets.UTF_8));

    assertThat(failed(handle(ready(3)))).isEqualTo("model-changed");
  }

  @Test
  void failsWhereTheModelIsGone() throws Exception {
    try (Stream<StoredObject> all = store.list(model.prefix())) {
      all.map(StoredObject::key).toList().forEach(store::remove);
    }

    assertThat(failed(handle(ready(3)))).isEqualTo("model-missing");
  }

  @Test
  void failsOnScansWithVoxelsThatAreNoNumbers() throws Exception {
    assertThat(failed(handle(ready(Float.NaN)))).isEqualTo("scan-values");
  }

  @Test
  void failsWhereTheSampleWasReplaced() throws Exception {
    Heard<SampleReady> heard = ready(3);
    ArtifactRef unused = ready(4).event().sample();

    assertThat(failed(handle(heard))).isEqualTo("object-changed");
  }

  @Test
  void letsABucketThatIsAwayBeTriedAgain() throws Exception {
    Heard<SampleReady> heard = ready(3);
    store.away(true);

    assertThatThrownBy(() -> handle(heard)).isInstanceOf(StoreException.class);
  }

  @Test
  void nothingIsLostOrDoneTwiceWhereverItDies() throws Exception {
    everywhere(Crash::before);
    everywhere(Crash::after);
  }

  private void everywhere(IntFunction<Crash> dying) throws Exception {
    Heard<SampleReady> heard = ready(3);
    List<Event> undisturbed = handle(heard);
    String bytes = objects().get("predictions/image-model/probabilities.nii");
    int died = 0;
    for (int call = 1; ; call++) {
      store.remove("predictions/image-model/probabilities.nii");
      store.remove("predictions/image-model/prediction.json");
      Crash crash = dying.apply(call);
      try {
        List<Event> unused = predict(crash.around(ObjectStore.class, store)).handle(heard);
      } catch (Crash.Happened expected) {
        died++;
      }
      if (!crash.happened()) {
        break;
      }
      PredictionProduced again = produced(handle(heard));
      assertThat(again.probabilities()).isEqualTo(produced(undisturbed).probabilities());
      assertThat(objects()).containsEntry("predictions/image-model/probabilities.nii", bytes);
      assertThat(handle(heard)).containsExactly(again);
    }
    assertThat(died).isGreaterThan(3);
  }

  private Map<String, String> objects() {
    try (Stream<StoredObject> all = store.list("")) {
      return all.collect(
          Collectors.toMap(
              StoredObject::key, StoredObject::etag, (a, b) -> a, () -> new TreeMap<>()));
    }
  }

  private Predict predict(ObjectStore through) {
    ModelLoader loader =
        new ModelLoader(
            new ModelFolders(through, disk.resolve("cache"), 1L << 30), Device.CPU, 1, 8);
    return new Predict(
        through,
        new ResidentModels(loader, 2, 1 << 30),
        new ResidentModels(loader.withDropout(), 1, 1 << 30),
        1,
        made::add);
  }

  private List<Event> handle(Heard<SampleReady> heard) throws Exception {
    return predict.handle(heard);
  }

  private static PredictionProduced produced(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(PredictionProduced.class);
    return (PredictionProduced) events.get(0);
  }

  private static String failed(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(PredictionFailed.class);
    return ((PredictionFailed) events.get(0)).problem().code();
  }

  private Heard<SampleReady> ready(float first) throws IOException {
    return ready(first, SegmentationWishes.NONE);
  }

  private Heard<SampleReady> ready(float first, SegmentationWishes wishes) throws IOException {
    float[] data = new float[GRID.shape().length()];
    for (int n = 0; n < data.length; n++) {
      data[n] = n == 0 ? first : n % 7;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Nifti.write(out, "sample.nii", new Volume(GRID, data), NiftiHeader.of(GRID));
    ArtifactRef sample = store.put("samples/image-model/sample.nii", out.toByteArray());
    SegmentationOrder order =
        new SegmentationOrder(
            "request",
            ScanId.require("sub-01_T2w"),
            sample,
            model,
            Optional.empty(),
            Optional.empty(),
            Optional.of(wishes));
    ArtifactRef history =
        store.put(
            "samples/image-model/history.json", "{\"steps\": []}".getBytes(StandardCharsets.UTF_8));
    return new Heard<>(new SampleReady(order, sample, history), "id", Instant.EPOCH);
  }

  private ModelRef publish() throws IOException {
    return publish(write(disk.resolve("made"), "cord", CONFIG));
  }

  private ModelRef publish(ModelPackage model) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    for (Path file : model.files()) {
      files.put(model.nameOf(file), file);
    }
    return new PublishedModels(store).publish(model.name(), model.digest(), files).model();
  }

  private static ModelPackage write(Path parent, String name, String json) throws IOException {
    return write(parent, name, json, 3);
  }

  private static ModelPackage write(Path parent, String name, String json, long seed)
      throws IOException {
    Config config = Config.parse(json, "test").config();
    Architecture architecture = Network.of(config);
    Provenance provenance =
        new Provenance(
            "run",
            "2026-01-01T00:00:00Z",
            Map.of(),
            "cpu",
            3,
            1,
            1,
            List.of(),
            List.of(),
            List.of(),
            Map.of());
    return ModelPackage.write(
        parent, name, config, architecture, Weights.initial(architecture, seed), provenance);
  }
}
