package scanmill.preprocess;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.BidsIndex;
import scanmill.datasets.BidsScan;
import scanmill.datasets.DiskFiles;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedKey;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.ScanPreparationRequested;
import scanmill.kit.Digests;
import scanmill.kit.Folders;
import scanmill.kit.Heard;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.ObjectStore;
import scanmill.kit.PreparationOrder;
import scanmill.kit.PreparationOrder.Content;
import scanmill.kit.PreparedObjects;
import scanmill.kit.StoredObject;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.training.FolderShelf;
import scanmill.training.LearningPlan;
import scanmill.training.ScanPreparer;
import scanmill.volumes.GridShape;

/** A dataset of phantoms in a bucket and on a disk, prepared there as a run on that disk would. */
final class Lab {
  private static final String CONFIG =
      """
      {"model_name": "phantom", "device": "cpu", "augmentation": "remote",
       "loader_parameters": {"path_data": "s3://scanmill/datasets/phantoms",
         "target_suffix": ["_seg-manual", "_gmseg-manual"],
         "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
       "training_parameters": {"batch_size": 2},
       "transformation": {"Resample": {"wspace": 0.75, "hspace": 0.75},
         "CenterCrop": {"size": [16, 16]},
         "RandomAffine": {"degrees": 10, "dataset_type": ["training"]},
         "NormalizeInstance": {"applied_to": ["im"]}}}
      """;

  final InMemoryObjectStore store = new InMemoryObjectStore();
  final Path disk;
  final List<BidsScan> scans;
  final FolderShelf local;
  final List<PreparedFacts> expected;

  Lab(Path disk) throws IOException {
    this.disk = disk;
    Path data = disk.resolve("data");
    new PhantomDataset(2, 1, List.of(PhantomContrast.T2W), new GridShape(24, 24, 4)).write(data);
    for (Path file : Folders.files(data)) {
      ArtifactRef unused = store.put(key(file), file);
    }
    scans = BidsIndex.of(List.of(data), config().loaderParameters()).scans();
    local = new FolderShelf(disk.resolve("local"), DiskFiles.forgetful(), 1 << 24, 1);
    expected = local.prepare(plan().preparation(Phase.TRAINING), scans, (done, of) -> {});
  }

  private String key(Path file) {
    return "datasets/phantoms/"
        + disk.resolve("data").relativize(file).toString().replace('\\', '/');
  }

  static Config config() {
    return Config.parse(CONFIG, "config").config();
  }

  static LearningPlan plan() {
    return LearningPlan.of(config());
  }

  ArtifactRef configObject() {
    byte[] json = config().toJson().toString().getBytes(StandardCharsets.UTF_8);
    return store.put("plans/" + Digests.hex(json) + ".json", json);
  }

  /** An order as the training service writes it, and the event that tells of it. */
  ScanPreparationRequested order(int scan) {
    return order(scans.get(scan), expected.get(scan).key());
  }

  /** An order of what lies on the disk and in the bucket now. */
  ScanPreparationRequested orderNow(int scan) throws IOException {
    for (Path file : scans.get(scan).files()) {
      ArtifactRef unused = store.put(key(file), file);
    }
    ScanPreparer preparer =
        new ScanPreparer(plan().preparation(Phase.TRAINING), DiskFiles.forgetful());
    return order(scans.get(scan), preparer.key(scans.get(scan)));
  }

  private ScanPreparationRequested order(BidsScan of, PreparedKey key) {
    List<List<Optional<Content>>> truths = new ArrayList<>();
    of.truths().forEach(rater -> truths.add(contents(rater)));
    PreparationOrder order =
        new PreparationOrder(
            configObject(),
            "TRAINING",
            key.plan(),
            key.source(),
            of.id(),
            contents(of.channels()),
            truths,
            of.roi().map(this::content),
            Map.of());
    ArtifactRef put =
        new PreparedObjects(store).put(new PreparedObjects.Place(key.plan(), key.source()), order);
    return new ScanPreparationRequested(key.plan(), key.source(), put);
  }

  private List<Optional<Content>> contents(List<Optional<Path>> files) {
    return files.stream().map(file -> file.map(this::content)).toList();
  }

  private Content content(Path file) {
    return new Content(
        key(file), store.find(key(file)).flatMap(StoredObject::sha256).orElseThrow());
  }

  PreparedObjects.Place place(int scan) {
    PreparedFacts facts = expected.get(scan);
    return new PreparedObjects.Place(facts.key().plan(), facts.key().source());
  }

  PrepareScan prepareScan(ObjectStore through) {
    return new PrepareScan(through, new Plans(through), disk.resolve("work"));
  }

  static <E extends Event> Heard<E> heard(E event) {
    return new Heard<>(event, "event-1", Instant.EPOCH);
  }

  /** Keys and digests of what lies below a prefix. */
  Map<String, String> objects(String prefix) {
    Map<String, String> objects = new TreeMap<>();
    try (Stream<StoredObject> all = store.list(prefix)) {
      all.forEach(object -> objects.put(object.key(), object.etag()));
    }
    return objects;
  }
}
