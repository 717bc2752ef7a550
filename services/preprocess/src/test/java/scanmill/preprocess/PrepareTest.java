package scanmill.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.ObjectLocation;
import scanmill.events.SampleReady;
import scanmill.events.SampleRejected;
import scanmill.events.SegmentationRequested;
import scanmill.events.SegmentationWishes;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.kit.Digests;
import scanmill.kit.Heard;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.ModelFolders;
import scanmill.kit.ObjectStore;
import scanmill.kit.PublishedModels;
import scanmill.kit.StoredObject;
import scanmill.specs.StrictJson;
import scanmill.testsupport.Crash;
import scanmill.transforms.History;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;
import scanmill.volumes.Voxels;

class PrepareTest {
  private static final String IMAGE = "scans/sub-01_ses-02_T2w.nii.gz";

  /** 4 x 4 x 2 voxels counting up, axes RAS. */
  private static final Volume SCAN = scan();

  private static final String CROP =
      """
      {"loader_parameters": {"target_suffix": ["_seg-manual"]},
       "transformation": {"CenterCrop": {"size": [2, 2]}}}
      """;

  private static final String PAIR =
      """
      {"loader_parameters": {"target_suffix": ["_seg-manual"], "multichannel": true,
        "missing_channels": "%s",
        "contrast_params": {"training_validation": ["T1w", "T2w"], "testing": []}}}
      """;

  private final Path disk;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final Prepare prepare;

  PrepareTest(@TempDir Path disk) throws IOException {
    this.disk = disk;
    prepare = prepare(store);
    publish("cord", "a".repeat(64), CROP);
    store.drop(IMAGE, nifti(SCAN));
  }

  @Test
  void preparesAScanOfWhichOnlyPlaceAndModelAreGiven() throws IOException {
    SampleReady ready = ready(handle(SegmentationRequested.of(IMAGE, ModelId.latest("cord"))));
    String sha = Digests.hex(nifti(SCAN));

    assertThat(ready.order().scan()).isEqualTo(ScanId.require("sub-01_ses-02_T2w"));
    assertThat(ready.order().request()).isEqualTo("request-1");
    assertThat(ready.order().image().key())
        .isEqualTo("raw/" + sha.substring(0, 2) + "/" + sha + ".nii.gz");
    assertThat(ready.order().image().sha256()).isEqualTo(sha);
    assertThat(ready.order().model().digest()).isEqualTo("a".repeat(64));
    assertThat(ready.sample().key())
        .isEqualTo("samples/" + sha.substring(0, 16) + "-" + "a".repeat(16) + "/sample.nii");
    Volume sample = volume(ready.sample());
    assertThat(sample.shape()).isEqualTo(new GridShape(2, 2, 2));
    // Of rows 0..3 and columns 0..3 the middle ones stay: voxels 5, 6, 9, 10 of each slice.
    assertThat(sample.data()).containsExactly(5, 6, 9, 10, 21, 22, 25, 26);
  }

  @Test
  void keepsTheWayBackOntoTheScansOwnGrid() throws IOException {
    Orientation lia = new Orientation("LIA");
    store.drop(IMAGE, nifti(SCAN.reoriented(lia)));
    SampleReady ready = ready(handle(SegmentationRequested.of(IMAGE, ModelId.latest("cord"))));

    History history =
        History.fromJson(StrictJson.parse(store.read(ready.history()), "history"), "history");
    Volume sample = volume(ready.sample());
    ProbabilityMap back =
        history.undo(new ProbabilityMap(sample.grid(), new float[][] {sample.data()}));

    assertThat(back.grid().orientation()).isEqualTo(lia);
    assertThat(back.shape()).isEqualTo(SCAN.reoriented(lia).shape());
    Volume ras = back.volume(0).reoriented(Orientation.RAS);
    assertThat(ras.at(1, 1, 0)).isEqualTo(5);
    assertThat(ras.at(2, 2, 1)).isEqualTo(26);
    assertThat(ras.at(0, 0, 0)).isZero();
  }

  @Test
  void keepsWhatTheRequestSays() throws IOException {
    UploadId upload = UploadId.of("scanmill", "incoming/x", "e");
    store.drop("references/r.nii.gz", nifti(SCAN));
    SampleReady ready =
        ready(
            handle(
                new SegmentationRequested(
                    Optional.of(ScanId.of("xy", "T1w")),
                    ObjectLocation.of(IMAGE),
                    ModelId.parse("cord@aaaaaaaaaaaa"),
                    Optional.of(upload),
                    Optional.of(ObjectLocation.of("references/r.nii.gz")))));

    assertThat(ready.order().scan()).hasToString("sub-xy_T1w");
    assertThat(ready.order().upload()).contains(upload);
    assertThat(ready.order().reference().map(ArtifactRef::sha256))
        .contains(Digests.hex(nifti(SCAN)));
  }

  @Test
  void namesAScanAfterItsContentWhereNobodyNamedIt() throws IOException {
    store.drop("scans/Meier.nii.gz", nifti(SCAN));
    SampleReady ready =
        ready(handle(SegmentationRequested.of("scans/Meier.nii.gz", ModelId.latest("cord"))));

    assertThat(ready.order().scan())
        .hasToString("sub-x" + Digests.hex(nifti(SCAN)).substring(0, 10) + "_scan");
    assertThat(ready.toString()).doesNotContain("Meier");
  }

  @Test
  void keepsTheModelThatWasTheLatestWhenTheRequestWasFirstHeard() throws IOException {
    SegmentationRequested asked = SegmentationRequested.of(IMAGE, ModelId.latest("cord"));
    List<Event> first = handle(asked);
    publish("cord", "b".repeat(64), CROP);

    assertThat(handle(asked)).isEqualTo(first);
  }

  @Test
  void tellsAgainWithoutWorkWhatIsThere() throws IOException {
    SegmentationRequested asked = SegmentationRequested.of(IMAGE, ModelId.latest("cord"));
    List<Event> first = handle(asked);
    store.remove(ready(first).order().image().key()); // so that it could not be made again

    assertThat(handle(asked)).isEqualTo(first);
  }

  @Test
  void rejectsAModelThatIsNotPublishedAndNamesTheNearest() throws IOException {
    SampleRejected rejected = rejected(SegmentationRequested.of(IMAGE, ModelId.latest("chord")));

    assertThat(rejected.problem().code()).isEqualTo("model-unknown");
    assertThat(rejected.problem().what()).contains("chord").contains("published are cord");
    assertThat(rejected.problem().remedy()).isEqualTo("Did you mean \"cord\"?");
    assertThat(rejected.scan()).contains(ScanId.require("sub-01_ses-02_T2w"));
    assertThat(rejected.request()).isEqualTo("request-1");
  }

  @Test
  void rejectsAVersionThatIsNotPublished() throws IOException {
    SampleRejected rejected =
        rejected(SegmentationRequested.of(IMAGE, ModelId.parse("cord@bbbbbbbbbbbb")));

    assertThat(rejected.problem().code()).isEqualTo("model-unknown");
    assertThat(rejected.problem().what()).startsWith("No such version of model \"cord@bbbb");
  }

  @Test
  void rejectsAnImageThatIsNotThere() throws IOException {
    assertThat(
            rejected(SegmentationRequested.of("scans/none.nii.gz", ModelId.latest("cord")))
                .problem()
                .code())
        .isEqualTo("object-missing");
  }

  @Test
  void rejectsAnImageInABucketThatIsNotOurs() throws IOException {
    SegmentationRequested asked =
        new SegmentationRequested(
            Optional.empty(),
            new ObjectLocation(Optional.of("other"), IMAGE),
            ModelId.latest("cord"),
            Optional.empty(),
            Optional.empty());

    assertThat(rejected(asked).problem().code()).isEqualTo("bucket-not-readable");
  }

  @Test
  void rejectsAKeyThatClimbs() throws IOException {
    assertThat(
            rejected(SegmentationRequested.of("../../etc/passwd", ModelId.latest("cord")))
                .problem()
                .code())
        .isEqualTo("object-key-invalid");
  }

  @Test
  void rejectsAModelOfTwoContrasts() throws IOException {
    publish("pair", "c".repeat(64), PAIR.formatted("drop"));

    SampleRejected rejected = rejected(SegmentationRequested.of(IMAGE, ModelId.latest("pair")));

    assertThat(rejected.problem().code()).isEqualTo("model-channels");
    assertThat(rejected.problem().what()).contains("needs 2 images").contains("missing T1w");
  }

  @Test
  void putsImagesTogetherInTheOrderOfTheModelsContrasts() throws IOException {
    publish("pair", "c".repeat(64), PAIR.formatted("drop"));
    store.drop("scans/sub-01_T1w.nii.gz", nifti(times(100, SCAN)));
    SegmentationRequested asked =
        images("pair", Map.of("T2w", IMAGE, "T1w", "scans/sub-01_T1w.nii.gz"));

    SampleReady ready = ready(handle(asked));

    assertThat(ready.order().scan()).hasToString("sub-01_T1w");
    assertThat(ready.order().images().orElseThrow()).containsOnlyKeys("T1w", "T2w");
    assertThat(ready.order().image()).isEqualTo(ready.order().images().orElseThrow().get("T1w"));
    ProbabilityMap sample = channels(ready.sample());
    assertThat(sample.classes()).isEqualTo(2);
    assertThat(sample.channel(0)[5]).isEqualTo(500);
    assertThat(sample.channel(1)[5]).isEqualTo(5);
    store.drop("scans/sub-01_T1w.nii.gz", nifti(times(3, SCAN)));
    assertThat(ready("request-2", asked).sample().key()).isNotEqualTo(ready.sample().key());
  }

  @Test
  void leavesEmptyWhatAModelDoesWithout() throws IOException {
    publish("pair", "c".repeat(64), PAIR.formatted("zero"));

    SampleReady ready = ready(handle(SegmentationRequested.of(IMAGE, ModelId.latest("pair"))));

    assertThat(ready.order().images().orElseThrow()).containsOnlyKeys("T2w");
    ProbabilityMap sample = channels(ready.sample());
    assertThat(sample.channel(0)).containsOnly(0f);
    assertThat(sample.channel(1)[5]).isEqualTo(5);
  }

  @Test
  void rejectsImagesThatAModelDoesNotTake() throws IOException {
    publish("pair", "c".repeat(64), PAIR.formatted("zero"));
    Map<String, String> two = Map.of("T2w", IMAGE, "T2star", IMAGE);

    assertThat(rejected(images("pair", two)).problem().toString())
        .contains("model-channels")
        .contains("T1w, T2w");
    assertThat(rejected(images("cord", two)).problem().what()).contains("takes one image");
    assertThat(rejected(images("pair", Map.of())).problem().what()).contains("missing T1w, T2w");
  }

  @Test
  void rejectsImagesThatDoNotLieOnOneGrid() throws IOException {
    publish("pair", "c".repeat(64), PAIR.formatted("drop"));
    Grid other = Grid.of(new GridShape(4, 4, 1), new Spacing(1, 1, 3));
    store.drop("scans/sub-01_T1w.nii.gz", nifti(new Volume(other, new float[16])));

    assertThat(
            rejected(images("pair", Map.of("T2w", IMAGE, "T1w", "scans/sub-01_T1w.nii.gz")))
                .problem()
                .code())
        .isEqualTo("sample-shapes-differ");
  }

  @Test
  void rejectsARequestThatNamesNoImageOrTwice() throws IOException {
    SegmentationRequested neither =
        new SegmentationRequested(
            Optional.empty(),
            Optional.empty(),
            ModelId.latest("cord"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(rejected(neither).problem().toString())
        .contains("request-images")
        .contains("neither");
  }

  @Test
  void settlesWhichVersionsAnEnsembleMeans() throws IOException {
    publish("second", "d".repeat(64), CROP);
    SegmentationRequested asked = together(List.of("second", "cord", "second@dddddddd"));

    SampleReady ready = ready(handle(asked));

    assertThat(ready.order().wishes().orElseThrow().ensemble().orElseThrow())
        .containsExactly(ModelId.parse("second@" + "d".repeat(64)));
    publish("second", "e".repeat(64), CROP);
    assertThat(ready(handle(asked))).isEqualTo(ready);
    assertThat(rejected("request-3", together(List.of("secund"))).problem().remedy())
        .isEqualTo("Did you mean \"second\"?");
  }

  @Test
  void readsPicturesAsTheirModelHasSeenThem() throws IOException {
    publish("old", "c".repeat(64), CROP.replaceFirst("\\{", "{\"compat\": \"ivadomed-2.9\","));
    BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(2, 1, 0, 1000); // column 2, row 1
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    store.drop("scans/sub-01_SEM.png", png.toByteArray());
    String problem =
        rejected(SegmentationRequested.of("scans/sub-01_SEM.png", ModelId.latest("cord")))
            .problem()
            .toString();
    assertThat(problem).contains("picture-pixel-size").contains("PixelSize");
    store.drop(
        "scans/sub-01_SEM.json",
        "{\"PixelSize\": [0.1, 0.2], \"PixelSizeUnits\": \"um\"}".getBytes(StandardCharsets.UTF_8));

    ArtifactRef deep = picture("request-2", "cord");

    Volume volume = volume(deep);
    assertThat(volume.shape()).isEqualTo(new GridShape(3, 4, 1));
    assertThat(volume.grid().spacing().iMm()).isCloseTo(2e-4, within(1e-9));
    assertThat(volume.at(1, 2, 0)).isEqualTo(1000);
    assertThat(volume(picture("request-3", "old")).at(1, 2, 0)).isEqualTo(3); // 1000 / 256
  }

  private ArtifactRef picture(String request, String model) throws IOException {
    SampleReady ready =
        ready(request, SegmentationRequested.of("scans/sub-01_SEM.png", ModelId.latest(model)));
    assertThat(ready.order().scan()).hasToString("sub-01_SEM");
    return ready.order().image();
  }

  private static SegmentationRequested images(String model, Map<String, String> keys) {
    Map<String, ObjectLocation> images = new TreeMap<>();
    keys.forEach((contrast, key) -> images.put(contrast, ObjectLocation.of(key)));
    return new SegmentationRequested(
        Optional.empty(),
        Optional.empty(),
        ModelId.latest(model),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(images));
  }

  private static SegmentationRequested together(List<String> models) {
    return new SegmentationRequested(
        Optional.empty(),
        ObjectLocation.of(IMAGE),
        ModelId.latest("cord"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            SegmentationWishes.NONE.withEnsemble(models.stream().map(ModelId::parse).toList())));
  }

  private static Volume times(float factor, Volume volume) {
    float[] data = volume.data().clone();
    for (int v = 0; v < data.length; v++) {
      data[v] *= factor;
    }
    return new Volume(volume.grid(), data);
  }

  @Test
  void rejectsAScanWithFourDimensions() throws IOException {
    ProbabilityMap two = new ProbabilityMap(SCAN.grid(), new float[][] {SCAN.data(), SCAN.data()});
    store.drop(IMAGE, nifti(two));

    assertThat(rejected(SegmentationRequested.of(IMAGE, ModelId.latest("cord"))).problem().code())
        .startsWith("nifti-");
  }

  @Test
  void rejectsWhatIsNoNifti() throws IOException {
    store.drop(IMAGE, "text".getBytes(StandardCharsets.UTF_8));

    assertThat(rejected(SegmentationRequested.of(IMAGE, ModelId.latest("cord"))).problem().code())
        .startsWith("nifti-");
  }

  @Test
  void nothingIsLostOrDoneTwiceWhereverItDies() throws IOException {
    everywhere(Crash::before);
    everywhere(Crash::after);
  }

  private void everywhere(IntFunction<Crash> dying) throws IOException {
    SegmentationRequested asked = SegmentationRequested.of(IMAGE, ModelId.latest("cord"));
    List<Event> undisturbed = handle(asked);
    Map<String, String> objects = objects();
    int died = 0;
    for (int call = 1; ; call++) {
      forget();
      Crash crash = dying.apply(call);
      try {
        List<Event> unused = prepare(crash.around(ObjectStore.class, store)).handle(heard(asked));
      } catch (Crash.Happened expected) {
        died++;
      }
      if (!crash.happened()) {
        break;
      }
      assertThat(handle(asked)).isEqualTo(undisturbed);
      assertThat(objects()).isEqualTo(objects);
    }
    assertThat(died).isGreaterThan(8);
  }

  private void forget() {
    for (String prefix : List.of("raw/", "requests/", "samples/")) {
      objects().keySet().stream().filter(key -> key.startsWith(prefix)).forEach(store::remove);
    }
  }

  private Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    try (Stream<StoredObject> all = store.list("")) {
      all.forEach(object -> objects.put(object.key(), object.etag()));
    }
    return objects;
  }

  private Prepare prepare(ObjectStore through) {
    Models models = new Models(new ModelFolders(through, disk.resolve("models"), 1L << 30));
    return new Prepare(through, new Orders(through, new RawImages(through), models), models);
  }

  private static Heard<SegmentationRequested> heard(SegmentationRequested asked) {
    return new Heard<>(asked, "request-1", Instant.EPOCH);
  }

  private List<Event> handle(SegmentationRequested asked) throws IOException {
    return prepare.handle(heard(asked));
  }

  private SampleReady ready(String request, SegmentationRequested asked) throws IOException {
    return ready(prepare.handle(new Heard<>(asked, request, Instant.EPOCH)));
  }

  private SampleRejected rejected(SegmentationRequested asked) throws IOException {
    return rejected("request-1", asked);
  }

  private SampleRejected rejected(String request, SegmentationRequested asked) throws IOException {
    List<Event> events = prepare.handle(new Heard<>(asked, request, Instant.EPOCH));
    assertThat(events).singleElement().isInstanceOf(SampleRejected.class);
    return (SampleRejected) events.get(0);
  }

  private static SampleReady ready(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(SampleReady.class);
    return (SampleReady) events.get(0);
  }

  private void publish(String name, String digest, String config) throws IOException {
    Path json = Files.writeString(disk.resolve("config.json"), config);
    Path onnx = Files.writeString(disk.resolve("network.onnx"), "not opened here");
    PublishedModels.Published unused =
        new PublishedModels(store)
            .publish(name, digest, Map.of(name + ".json", json, name + ".onnx", onnx));
  }

  private Volume volume(ArtifactRef artifact) throws IOException {
    return Nifti.readVolume(
        new ByteArrayInputStream(store.read(artifact)), "sample", Limits.DEFAULT);
  }

  private ProbabilityMap channels(ArtifactRef artifact) throws IOException {
    return Nifti.readProbabilities(
        new ByteArrayInputStream(store.read(artifact)), "sample", Limits.DEFAULT);
  }

  private static Volume scan() {
    Grid grid = Grid.of(new GridShape(4, 4, 2), new Spacing(1, 1, 3));
    float[] data = new float[32];
    for (int n = 0; n < data.length; n++) {
      data[n] = n;
    }
    return new Volume(grid, data);
  }

  private static byte[] nifti(Voxels voxels) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Nifti.write(out, "scan.nii.gz", voxels, NiftiHeader.of(voxels.grid()));
    return out.toByteArray();
  }
}
