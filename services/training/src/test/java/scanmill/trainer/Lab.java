package scanmill.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.BidsIndex;
import scanmill.datasets.BidsScan;
import scanmill.datasets.DiskFiles;
import scanmill.events.ArtifactRef;
import scanmill.ids.RunId;
import scanmill.kit.Cause;
import scanmill.kit.Folders;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.InMemoryOutbox;
import scanmill.kit.ObjectCopies;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.PreparedObjects;
import scanmill.kit.StoredObject;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.training.LearningPlan;
import scanmill.training.PreparationPlan;
import scanmill.volumes.GridShape;

/** A dataset of phantoms in a bucket, opened for a run. */
final class Lab {
  static final RunId RUN = new RunId("lab-1");
  private static final String CONFIG =
      """
      {"model_name": "phantom", "device": "cpu", "augmentation": "remote",
       "loader_parameters": {"path_data": "s3://scanmill/datasets/phantoms",
         "target_suffix": ["_seg-manual"],
         "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
       "training_parameters": {"batch_size": 2, "training_time": {"num_epochs": 3}},
       "transformation": {"Resample": {"wspace": 0.75, "hspace": 0.75},
         "CenterCrop": {"size": [16, 16]},
         "RandomAffine": {"degrees": 10, "dataset_type": ["training"]},
         "AdditiveGaussianNoise": {"applied_to": ["im"], "dataset_type": ["training"]},
         "NormalizeInstance": {"applied_to": ["im"]}}}
      """;

  final InMemoryObjectStore store = new InMemoryObjectStore();
  final InMemoryOutbox outbox = new InMemoryOutbox();
  final MeterRegistry registry = new SimpleMeterRegistry();
  final Path disk;

  Lab(Path disk, int scans) {
    this.disk = disk;
    Path data = disk.resolve("data");
    try {
      new PhantomDataset(scans, 1, List.of(PhantomContrast.T2W), new GridShape(24, 24, 4))
          .write(data);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    for (Path file : Folders.files(data)) {
      String inside = data.relativize(file).toString().replace('\\', '/');
      ArtifactRef unused = store.put("datasets/phantoms/" + inside, file);
    }
  }

  static Config config() {
    return Config.parse(CONFIG, "config").config();
  }

  static LearningPlan plan() {
    return LearningPlan.of(config());
  }

  static PreparationPlan preparation() {
    return plan().preparation(Phase.TRAINING);
  }

  OpenData open() {
    return open(store);
  }

  OpenData open(ObjectStore through) {
    return OpenData.of(
        config(),
        new Datasets(through, disk.resolve("skeletons"), 1 << 24, false),
        through,
        DiskFiles.forgetful(),
        disk.resolve("opened"));
  }

  static List<BidsScan> scans(OpenData data) {
    return BidsIndex.of(data.folders(), data.config().loaderParameters()).scans();
  }

  ObjectCopies copies() {
    return new ObjectCopies(store, disk.resolve("copies"), 1 << 24);
  }

  BucketShelf shelf(OpenData data) {
    return shelf(store, outbox, data, copies(), () -> false);
  }

  BucketShelf shelf(
      ObjectStore through,
      Outbox telling,
      OpenData data,
      ObjectCopies copies,
      BooleanSupplier stop) {
    return new BucketShelf(
        new PreparedObjects(through),
        copies,
        new Patiently(time -> false),
        telling,
        new LearningMeasures(registry),
        new BucketShelf.Run(
            data,
            configObject(),
            Cause.of("request-1"),
            disk.resolve("preparing"),
            new SharedPreparation.Manner(1, 64, stop)));
  }

  ArtifactRef configObject() {
    return store.put(
        "plans/lab.json",
        config().toJson().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** How often something was counted. */
  double count(String meter, String... tags) {
    return registry.counter(meter, tags).count();
  }

  /** Keys and digests of what lies below a prefix. */
  Map<String, String> objects(String prefix) {
    Map<String, String> objects = new TreeMap<>();
    try (Stream<StoredObject> all = store.list(prefix)) {
      all.forEach(object -> objects.put(object.key(), object.etag()));
    }
    return objects;
  }

  void damage(String key) {
    byte[] whole = store.read(key);
    ArtifactRef unused = store.put(key, java.util.Arrays.copyOf(whole, whole.length / 2));
  }

  static Duration patience() {
    return Duration.ofMillis(200);
  }

  static Path fresh(Path folder) throws IOException {
    return Files.createDirectories(folder);
  }
}
