package scanmill.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.ModelRef;
import scanmill.events.PostprocessingFailed;
import scanmill.events.PredictionProduced;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationReady;
import scanmill.events.SegmentationWishes;
import scanmill.ids.ScanId;
import scanmill.kit.EventJson;
import scanmill.kit.Heard;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.ModelFolders;
import scanmill.kit.ObjectStore;
import scanmill.kit.PublishedModels;
import scanmill.kit.StoredObject;
import scanmill.models.Preparation;
import scanmill.testsupport.Crash;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;
import scanmill.volumes.Voxels;

class DeliverTest {
  private static final String CONFIG =
      """
      {"loader_parameters": {"target_suffix": ["_seg-manual", "_lesion-manual"]},
       "transformation": {"CenterCrop": {"size": [2, 2]}},
       "postprocessing": {"binarize_prediction": {"thr": 0.5}}}
      """;
  private static final String FOLDER = "derivatives/cord-aaaaaaaaaaaa/";

  /** 4 x 4 x 2 voxels counting up, stored in another orientation than the network's. */
  private static final Volume SCAN = scan().reoriented(new Orientation("LIA"));

  private final Path disk;
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final ModelRef model;
  private final Deliver deliver;
  private final ArtifactRef image;
  private final String stem;

  DeliverTest(@TempDir Path disk) throws IOException {
    this.disk = disk;
    Path json = Files.writeString(disk.resolve("c.json"), CONFIG);
    Path onnx = Files.writeString(disk.resolve("c.onnx"), "not opened here");
    model =
        new PublishedModels(store)
            .publish("cord", "a".repeat(64), Map.of("cord.json", json, "cord.onnx", onnx))
            .model();
    image = store.put("raw/x.nii.gz", nifti(SCAN, "scan.nii.gz"));
    stem = FOLDER + "sub-01/ses-02/anat/sub-01_ses-02_T2w_desc-" + image.sha256().substring(0, 8);
    deliver = deliver(store);
  }

  @Test
  void writesLabelsOnTheScansOwnGrid() throws IOException {
    SegmentationReady ready = ready(deliver.handle(produced()));

    assertThat(ready.segmentation().key()).isEqualTo(stem + "_dseg.nii.gz");
    LabelMap labels = Nifti.readLabels(bytes(ready.segmentation()), "labels", Limits.DEFAULT);
    assertThat(labels.grid()).isEqualTo(SCAN.grid());
    // The sample is the middle 2 x 2 of each slice; its first voxel was cord, its last lesion.
    LabelMap ras = labels.reoriented(Orientation.RAS);
    assertThat(ras.at(1, 1, 0)).isEqualTo(1);
    assertThat(ras.at(2, 2, 1)).isEqualTo(2);
    assertThat(ras.data()).containsOnly(0, 1, 2);
    assertThat(java.util.Arrays.stream(ras.data()).filter(v -> v > 0).count()).isEqualTo(2);
    assertThat(ready.volumesMm3()).containsEntry("seg", 3.0).containsEntry("lesion", 3.0);
  }

  @Test
  void writesEveryClassAPictureAndAManifest() throws IOException {
    SegmentationReady ready = ready(deliver.handle(produced()));

    assertThat(ready.probabilities())
        .extracting(ArtifactRef::key)
        .containsExactly(stem + "_label-seg_probseg.nii.gz", stem + "_label-lesion_probseg.nii.gz");
    Volume seg = Nifti.readVolume(bytes(ready.probabilities().get(0)), "soft", Limits.DEFAULT);
    assertThat(seg.grid()).isEqualTo(SCAN.grid());
    assertThat(ready.overlay().key()).isEqualTo(stem + "_dseg.png");
    assertThat(store.read(ready.overlay())).startsWith(0x89, 'P', 'N', 'G');
    assertThat(ready.manifest().key()).isEqualTo(stem + "_dseg.json");
    assertThat(new String(store.read(ready.manifest()), StandardCharsets.UTF_8))
        .contains(image.sha256())
        .contains("a".repeat(64))
        .contains(ready.segmentation().sha256())
        .contains("\"labels\":[\"seg\",\"lesion\"]")
        .contains("\"SegmentationRequested\":\"request\"")
        .contains("\"scanmill\":\"1.2\"");
    assertThat(new String(store.read(FOLDER + "dataset_description.json"), StandardCharsets.UTF_8))
        .contains("\"DatasetType\" : \"derivative\"");
  }

  @Test
  void doesWhatWasWishedAndDeliversHowSureTheNetworkWas() throws IOException {
    SegmentationWishes wishes =
        EventJson.read(
            """
            {"uncertainty": {"epistemic": true, "aleatoric": false, "iterations": 20},
             "thr": 0.85, "largest": true}"""
                .getBytes(StandardCharsets.UTF_8),
            SegmentationWishes.class);
    Heard<PredictionProduced> plain = produced();
    float[][] entropy = new float[2][SCAN.data().length];
    entropy[1][5] = 0.25f;
    ArtifactRef map =
        store.put(
            "predictions/x-1/unc-vox.nii",
            nifti(new ProbabilityMap(SCAN.grid(), entropy), "unc-vox.nii"));
    SegmentationOrder order = plain.event().order();
    PredictionProduced wished =
        new PredictionProduced(
            new SegmentationOrder(
                order.request(),
                order.scan(),
                order.image(),
                order.model(),
                order.upload(),
                order.reference(),
                Optional.of(wishes)),
            plain.event().history(),
            plain.event().probabilities(),
            "cpu",
            1.5,
            Optional.of(Map.of("unc-vox", map)),
            Optional.of(List.of("Nothing was found to look at.")));
    SegmentationReady before = ready(deliver.handle(plain));

    SegmentationReady ready = ready(deliver.handle(new Heard<>(wished, "p", plain.time())));

    LabelMap labels = Nifti.readLabels(bytes(ready.segmentation()), "labels", Limits.DEFAULT);
    assertThat(labels.data()).containsOnly(0, 1); // 0.9 is enough for the cord, 0.8 not
    assertThat(ready.segmentation().key()).matches("\\Q" + stem + "\\E[0-9a-f]{8}_dseg.nii.gz");
    assertThat(store.find(before.segmentation().key())).isPresent();
    ArtifactRef delivered = ready.uncertainty().orElseThrow().get("unc-vox");
    assertThat(Objects.requireNonNull(delivered).key()).endsWith("_unc-vox.nii.gz");
    ProbabilityMap there = Nifti.readProbabilities(bytes(delivered), "map", Limits.DEFAULT);
    assertThat(there.grid().alignedWith(SCAN.grid(), 1e-6)).isTrue();
    assertThat(there.channel(1)).isEqualTo(entropy[1]);
    assertThat(ready.notes()).contains(List.of("Nothing was found to look at."));
    assertThat(new String(store.read(ready.manifest()), StandardCharsets.UTF_8))
        .contains("Nothing was found to look at.")
        .contains("\"iterations\":20");
    assertThat(ready(deliver.handle(new Heard<>(wished, "p", plain.time())))).isEqualTo(ready);
  }

  @Test
  void deliversPicturesOfOneSliceWhereTheyAreWished() throws IOException {
    Volume slice = new Volume(Grid.of(new GridShape(4, 4, 1), new Spacing(1, 1, 3)), new float[16]);
    ArtifactRef raw = store.put("raw/slice.nii.gz", nifti(slice, "scan.nii.gz"));
    Sample sample = Preparation.of(Config.parse(CONFIG, "test").config()).prepare(List.of(slice));
    float[][] said = {{0.9f, 0, 0, 0}, {0, 0, 0, 0.8f}};
    Heard<PredictionProduced> heard =
        produced("request", raw, sample, said, SegmentationWishes.NONE.withPictures());

    SegmentationReady ready = ready(deliver.handle(heard));

    List<ArtifactRef> pictures = ready.pictures().orElseThrow();
    assertThat(pictures).extracting(ArtifactRef::key).allMatch(key -> key.startsWith(FOLDER));
    assertThat(pictures.get(0).key()).endsWith("_class-0_pred.png");
    assertThat(pictures.get(1).key()).endsWith("_class-1_pred.png");
    BufferedImage lesion = ImageIO.read(bytes(pictures.get(1)));
    assertThat(lesion.getRaster().getSample(2, 2, 0)).isEqualTo(255);
    assertThat(lesion.getRaster().getSample(1, 1, 0)).isZero();
    assertThat(deliver.handle(heard)).containsExactly(ready);
    store.remove(pictures.get(1).key());
    assertThat(deliver.handle(heard)).containsExactly(ready);
    assertThat(store.find(pictures.get(1).key())).isPresent();
  }

  @Test
  void repeatsTheHeaderOfTheScan() throws IOException {
    SegmentationReady ready = ready(deliver.handle(produced()));

    NiftiHeader scan = Nifti.readHeader(bytes(image), "scan");
    NiftiHeader labels = Nifti.readHeader(bytes(ready.segmentation()), "labels");
    assertThat(labels.sformCode()).isEqualTo(scan.sformCode());
    assertThat(labels.qformCode()).isEqualTo(scan.qformCode());
    assertThat(labels.version()).isEqualTo(scan.version());
    assertThat(labels.grid()).isEqualTo(scan.grid());
  }

  @Test
  void tellsAgainWithoutWorkWhatIsThere() throws IOException {
    Heard<PredictionProduced> heard = produced();
    List<Event> first = deliver.handle(heard);
    store.remove(heard.event().probabilities().key()); // so that it could not be made again

    assertThat(deliver.handle(heard)).isEqualTo(first);
  }

  @Test
  void anotherRequestForTheSameGetsTheSameFiles() throws IOException {
    SegmentationReady first = ready(deliver.handle(produced()));
    SegmentationReady other = ready(deliver.handle(produced("other request")));

    assertThat(other.order().request()).isEqualTo("other request");
    assertThat(other.manifest()).isEqualTo(first.manifest());
    assertThat(other.segmentation()).isEqualTo(first.segmentation());
  }

  @Test
  void makesAgainWhatSomebodyDeleted() throws IOException {
    SegmentationReady first = ready(deliver.handle(produced()));
    store.remove(first.segmentation().key());

    SegmentationReady again = ready(deliver.handle(produced()));

    assertThat(again).isEqualTo(first);
    assertThat(store.find(first.segmentation().key())).isPresent();
  }

  @Test
  void failsWhereThePredictionWasReplaced() throws IOException {
    Heard<PredictionProduced> heard = produced();
    store.put(heard.event().probabilities().key(), new byte[400]);

    List<Event> events = deliver.handle(heard);

    assertThat(events).singleElement().isInstanceOf(PostprocessingFailed.class);
  }

  @Test
  void failsWhereTheHistoryIsOfAnotherScan() throws IOException {
    Heard<PredictionProduced> heard = produced();
    Volume other = new Volume(Grid.of(new GridShape(4, 4, 2), new Spacing(2, 2, 2)), SCAN.data());
    ArtifactRef replaced = store.put("raw/y.nii.gz", nifti(other, "scan.nii.gz"));
    SegmentationOrder order = order("request", replaced);
    PredictionProduced wrong =
        new PredictionProduced(
            order, heard.event().history(), heard.event().probabilities(), "cpu", 1);

    assertThat(deliver.handle(new Heard<>(wrong, "id", Instant.EPOCH)))
        .singleElement()
        .isInstanceOfSatisfying(
            PostprocessingFailed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo("history-other-scan"));
  }

  @Test
  void nothingIsLostOrDoneTwiceWhereverItDies() throws IOException {
    everywhere(Crash::before);
    everywhere(Crash::after);
  }

  private void everywhere(IntFunction<Crash> dying) throws IOException {
    Heard<PredictionProduced> heard = produced();
    List<Event> undisturbed = deliver.handle(heard);
    Map<String, String> objects = objects();
    int died = 0;
    for (int call = 1; ; call++) {
      objects().keySet().stream()
          .filter(key -> key.startsWith("derivatives/"))
          .forEach(store::remove);
      Crash crash = dying.apply(call);
      try {
        List<Event> unused = deliver(crash.around(ObjectStore.class, store)).handle(heard);
      } catch (Crash.Happened expected) {
        died++;
      }
      if (!crash.happened()) {
        break;
      }
      assertThat(deliver.handle(heard)).isEqualTo(undisturbed);
      assertThat(objects()).isEqualTo(objects);
    }
    assertThat(died).isGreaterThan(8);
  }

  private Deliver deliver(ObjectStore through) {
    return new Deliver(
        through,
        new Models(new ModelFolders(through, disk.resolve("models"), 1L << 30)),
        Map.of("scanmill", "1.2"));
  }

  private Heard<PredictionProduced> produced() throws IOException {
    return produced("request");
  }

  private Heard<PredictionProduced> produced(String request) throws IOException {
    Sample sample = Preparation.of(Config.parse(CONFIG, "test").config()).prepare(List.of(SCAN));
    float[] cord = {0.9f, 0, 0, 0, 0, 0, 0, 0.4f};
    float[] lesion = {0.2f, 0, 0, 0, 0, 0, 0, 0.8f};
    return produced(request, image, sample, new float[][] {cord, lesion}, SegmentationWishes.NONE);
  }

  private Heard<PredictionProduced> produced(
      String request, ArtifactRef of, Sample sample, float[][] channels, SegmentationWishes wishes)
      throws IOException {
    ProbabilityMap said = new ProbabilityMap(sample.grid(), channels);
    ArtifactRef probabilities =
        store.put("predictions/x/probabilities.nii", nifti(said, "probabilities.nii"));
    ArtifactRef history =
        store.put(
            "samples/x/history.json",
            History.of(sample).toJson().toString().getBytes(StandardCharsets.UTF_8));
    SegmentationOrder order = order(request, of);
    return new Heard<>(
        new PredictionProduced(
            new SegmentationOrder(
                order.request(),
                order.scan(),
                order.image(),
                order.model(),
                order.upload(),
                order.reference(),
                Optional.of(wishes).filter(some -> !some.equals(SegmentationWishes.NONE))),
            history,
            probabilities,
            "cpu",
            1.5),
        "prediction",
        Instant.parse("2026-02-03T04:05:06Z"));
  }

  private SegmentationOrder order(String request, ArtifactRef of) {
    return new SegmentationOrder(
        request,
        ScanId.require("sub-01_ses-02_T2w"),
        of,
        model,
        Optional.empty(),
        Optional.empty());
  }

  private static SegmentationReady ready(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(SegmentationReady.class);
    return (SegmentationReady) events.get(0);
  }

  private ByteArrayInputStream bytes(ArtifactRef artifact) {
    return new ByteArrayInputStream(store.read(artifact));
  }

  private Map<String, String> objects() {
    Map<String, String> objects = new TreeMap<>();
    try (Stream<StoredObject> all = store.list("")) {
      all.forEach(object -> objects.put(object.key(), object.etag()));
    }
    return objects;
  }

  private static Volume scan() {
    Grid grid = Grid.of(new GridShape(4, 4, 2), new Spacing(1, 1, 3));
    float[] data = new float[32];
    for (int n = 0; n < data.length; n++) {
      data[n] = n;
    }
    return new Volume(grid, data);
  }

  private static byte[] nifti(Voxels voxels, String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Nifti.write(out, name, voxels, NiftiHeader.of(voxels.grid()));
    return out.toByteArray();
  }
}
