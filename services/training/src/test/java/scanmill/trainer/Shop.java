package scanmill.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import scanmill.events.Event;
import scanmill.events.TrainingRequested;
import scanmill.ids.RunId;
import scanmill.kit.Heard;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.InMemoryOutbox;
import scanmill.kit.Lease;
import scanmill.kit.ObjectCopies;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.StoredObject;
import scanmill.testsupport.Crash;

/** The training service on in-memory ports, and what a test asks it. */
final class Shop {
  static final RunId RUN = new RunId("spine-1");
  static final Instant TIME = Instant.parse("2026-02-03T04:05:06Z");

  final InMemoryObjectStore store = new InMemoryObjectStore();
  final InMemoryOutbox outbox = new InMemoryOutbox();
  final Runs runs = new Runs(store);
  final Accept accept = new Accept(runs, run -> {});
  final MeterRegistry registry = new SimpleMeterRegistry();
  private final Path disk;
  private int holders;

  /** Whether datasets may lie on this machine's disk. */
  boolean localData;

  /** What happens while the service waits; by default it is asked to end. */
  Predicate<Duration> pause = time -> false;

  Shop(Path disk) {
    this.disk = disk;
    store.put("datasets/cord/sub-01/anat/sub-01_T2w.nii.gz", "x".getBytes(StandardCharsets.UTF_8));
  }

  /** A configuration that names the dataset in the bucket. */
  static Map<String, Object> config() {
    return Map.of(
        "model_name",
        "cord",
        "loader_parameters",
        Map.of("path_data", List.of("s3://scanmill/datasets/cord")));
  }

  RunManifest ask(String request) {
    return ask(request, config());
  }

  RunManifest ask(String request, Map<String, Object> config) {
    return ask(request, config, TIME);
  }

  RunManifest ask(String request, Map<String, Object> config, Instant time) {
    List<Event> unused =
        accept.handle(new Heard<>(new TrainingRequested(Optional.of(RUN), config), request, time));
    return runs.manifest(RUN).orElseThrow();
  }

  Doing doing(Trainer trainer) {
    return doing(store, outbox, trainer);
  }

  /** The same service in a process that is going to die. */
  Doing dying(Crash crash, Trainer trainer) {
    return doing(
        crash.around(ObjectStore.class, store), crash.around(Outbox.class, outbox), trainer);
  }

  private Doing doing(ObjectStore through, Outbox telling, Trainer trainer) {
    return new Doing(
        through,
        telling,
        data(through, telling),
        trainer,
        disk.resolve("work"),
        Clock.fixed(TIME, java.time.ZoneOffset.UTC));
  }

  private DataOfRuns data(ObjectStore through, Outbox telling) {
    return new DataOfRuns(
        new Datasets(through, disk.resolve("datasets"), 1L << 30, localData),
        new BucketData.Around(
            through,
            telling,
            new ObjectCopies(through, disk.resolve("copies"), 1L << 30),
            1L << 30,
            new Patiently(time -> pause.test(time)),
            new LearningMeasures(registry),
            new BucketData.Ahead(8, 2, Duration.ofMillis(500))),
        disk.resolve("prepared"));
  }

  /** A watch over a lease that was just taken, by another process each time. */
  Watch watch(RunManifest manifest, BooleanSupplier stopping) {
    store.remove(Runs.leaseKey(RUN));
    Lease lease =
        Lease.tryAcquire(
                store,
                Runs.leaseKey(RUN),
                "holder-" + ++holders,
                Duration.ofMinutes(1),
                Clock.systemUTC())
            .orElseThrow();
    return new Watch(lease, runs, manifest, stopping);
  }

  Watch watch(RunManifest manifest) {
    return watch(manifest, () -> false);
  }

  List<String> told() {
    return outbox.events().stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  <E extends Event> E last(Class<E> type) {
    List<E> found = outbox.events().stream().filter(type::isInstance).map(type::cast).toList();
    if (found.isEmpty()) {
      throw new AssertionError("No " + type.getSimpleName() + " among " + told());
    }
    return found.get(found.size() - 1);
  }

  List<String> keys(String prefix) {
    try (Stream<StoredObject> all = store.list(prefix)) {
      return all.map(StoredObject::key).toList();
    }
  }
}
