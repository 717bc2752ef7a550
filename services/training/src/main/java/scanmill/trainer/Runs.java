package scanmill.trainer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.EpochCompleted;
import scanmill.events.ModelPublished;
import scanmill.ids.RunId;
import scanmill.kit.Digests;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoreException;
import scanmill.kit.StoredObject;

/** The runs in the bucket, below {@code training/}. Safe for use by many threads. */
final class Runs {
  private static final String ROOT = "training/";
  private static final int ATTEMPTS = 20;

  /** Checkpoints kept per run: the last, and the one before in case the last was never told. */
  private static final int KEPT_CHECKPOINTS = 2;

  private final ObjectStore store;

  Runs(ObjectStore store) {
    this.store = store;
  }

  /** All that were ever accepted. */
  List<RunId> all() {
    List<RunId> runs = new ArrayList<>();
    for (String child : store.children(ROOT)) {
      String name = child.replaceAll("/$", "");
      if (name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
        runs.add(new RunId(name));
      }
    }
    return runs;
  }

  Optional<RunManifest> manifest(RunId run) {
    return read(run, "run.json", RunManifest.class);
  }

  /** Whether someone has to work on it. */
  boolean isOpen(RunManifest manifest) {
    return ending(manifest.run())
        .filter(ending -> ending.request().equals(manifest.request()))
        .isEmpty();
  }

  /**
   * Writes the manifest of a run that is new, or asked for again after its ending.
   *
   * @return the manifest that holds now: this one, or the one that was there and is not over
   */
  RunManifest accept(RunManifest manifest) {
    String key = key(manifest.run(), "run.json");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<StoredObject> there = store.find(key);
      if (there.isEmpty()) {
        if (store.putIfAbsent(key, EventJson.write(manifest))) {
          return manifest;
        }
        continue;
      }
      RunManifest known = EventJson.read(store.read(key), RunManifest.class);
      boolean repeated =
          known.request().equals(manifest.request())
              || !manifest.requested().isAfter(known.requested());
      if (repeated || isOpen(known) || alreadyPublished(known, manifest)) {
        return known;
      }
      if (store.replaceIfMatch(key, EventJson.write(manifest), there.get().etag())) {
        return manifest;
      }
    }
    throw new StoreException("run=" + manifest.run() + " is being accepted by others");
  }

  private boolean alreadyPublished(RunManifest known, RunManifest asked) {
    return configDigest(known).equals(configDigest(asked))
        && ending(known.run()).map(RunEnding::kind).equals(Optional.of(RunEnding.Kind.PUBLISHED));
  }

  Optional<RunEnding> ending(RunId run) {
    return read(run, "ending.json", RunEnding.class);
  }

  void end(RunId run, RunEnding ending) {
    store.put(key(run, "ending.json"), EventJson.write(ending));
  }

  void cancel(RunId run, Cancellation cancellation) {
    store.put(key(run, "cancel.json"), EventJson.write(cancellation));
  }

  boolean isCancelled(RunManifest manifest) {
    return read(manifest.run(), "cancel.json", Cancellation.class)
        .filter(cancellation -> cancellation.concerns(manifest))
        .isPresent();
  }

  /** The last epoch whose checkpoint can be gone on from under this configuration. */
  Optional<EpochCompleted> progress(RunManifest manifest) {
    return read(manifest.run(), "progress.json", Progress.class)
        .filter(progress -> progress.config().equals(configDigest(manifest)))
        .map(Progress::last);
  }

  ArtifactRef putCheckpoint(RunId run, int epoch, Path file) {
    return store.put(checkpointKey(run, epoch), file);
  }

  /** Says that this epoch can be gone on from; older checkpoints than the one before go. */
  void progressed(RunManifest manifest, EpochCompleted epoch) {
    store.put(
        key(manifest.run(), "progress.json"),
        EventJson.write(new Progress(configDigest(manifest), epoch)));
    if (epoch.epoch() > KEPT_CHECKPOINTS) {
      store.remove(checkpointKey(manifest.run(), epoch.epoch() - KEPT_CHECKPOINTS));
    }
  }

  ArtifactRef putFile(RunId run, String name, Path file) {
    return store.put(key(run, name), file);
  }

  /** What was published for this request, if the process died before it could be told. */
  Optional<ModelPublished> published(RunManifest manifest) {
    return read(manifest.run(), "published.json", PublishedFor.class)
        .filter(published -> published.request().equals(manifest.request()))
        .map(PublishedFor::event);
  }

  void published(RunManifest manifest, ModelPublished event) {
    store.put(
        key(manifest.run(), "published.json"),
        EventJson.write(new PublishedFor(manifest.request(), event)));
  }

  record PublishedFor(String request, ModelPublished event) {}

  static String leaseKey(RunId run) {
    return key(run, "lease.json");
  }

  /** Of the text as it stands: the order of keys is the order of transforms. */
  private static String configDigest(RunManifest manifest) {
    return Digests.hex(EventJson.write(manifest.config()));
  }

  private <T> Optional<T> read(RunId run, String name, Class<T> type) {
    String key = key(run, name);
    return store.find(key).map(found -> EventJson.read(store.read(key), type));
  }

  private static String checkpointKey(RunId run, int epoch) {
    return key(run, "checkpoint-" + epoch + ".safetensors");
  }

  static String key(RunId run, String name) {
    return ROOT + run + "/" + name;
  }
}
