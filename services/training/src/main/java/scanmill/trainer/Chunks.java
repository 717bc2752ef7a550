package scanmill.trainer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import scanmill.datasets.ChunkOrder;
import scanmill.events.ArtifactRef;
import scanmill.events.AugmentationRequested;
import scanmill.ids.RunId;
import scanmill.kit.AugmentationOrder;
import scanmill.kit.Cause;
import scanmill.kit.Digests;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.StoredObject;
import scanmill.specs.StrictJson;

/**
 * Batches of a run in the bucket, in chunks: asked for, brought, removed. Safe for many threads.
 */
final class Chunks {
  private static final int DIGITS = 16;

  private final ObjectStore store;
  private final Outbox outbox;
  private final RunId run;
  private final Cause cause;
  private final ArtifactRef config;

  /**
   * A chunk that somebody may be making.
   *
   * @param order that names its batches
   */
  record Asked(ArtifactRef order) {
    String batches() {
      return AugmentationOrder.batches(order);
    }
  }

  /**
   * @param config of the run, in the bucket
   */
  Chunks(ObjectStore store, Outbox outbox, RunId run, Cause cause, ArtifactRef config) {
    this.store = store;
    this.outbox = outbox;
    this.run = run;
    this.cause = cause;
    this.config = config;
  }

  /**
   * Writes an order and tells of it.
   *
   * @param chunk number within the epoch, from 0
   */
  Asked ask(ChunkOrder order, int chunk) {
    byte[] json =
        EventJson.write(
            new AugmentationOrder(
                config, StrictJson.parse(order.json().getBytes(StandardCharsets.UTF_8), "order")));
    String key =
        prefix(run)
            + order.epoch()
            + "-"
            + chunk
            + "-"
            + Digests.hex(json).substring(0, DIGITS)
            + ".json";
    ArtifactRef put = store.put(key, json);
    outbox.tell(
        new AugmentationRequested(run, order.epoch(), chunk, put),
        cause.then("augmentation-" + put.sha256()));
    return new Asked(put);
  }

  /** Brings the batches of a chunk to a file; false if they are not there yet. */
  boolean bring(Asked asked, Path file) {
    Optional<ArtifactRef> there = store.find(asked.batches()).flatMap(StoredObject::artifact);
    there.ifPresent(batches -> store.download(batches, file));
    return there.isPresent();
  }

  /** Removes a chunk that was learnt from; first the order, so that nobody makes it again. */
  void remove(Asked asked) {
    store.remove(asked.order().key());
    store.remove(asked.batches());
  }

  /** Removes all chunks of a run. */
  static void removeAll(ObjectStore store, RunId run) {
    try (Stream<StoredObject> all = store.list(prefix(run))) {
      all.map(StoredObject::key).toList().forEach(store::remove);
    }
  }

  private static String prefix(RunId run) {
    return "training/" + run + "/augmented/";
  }
}
