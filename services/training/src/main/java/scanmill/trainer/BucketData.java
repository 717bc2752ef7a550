package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import scanmill.configuration.Augmentation;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.BatchSource;
import scanmill.datasets.EpochOrder;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedKey;
import scanmill.datasets.SampleRef;
import scanmill.datasets.Shelf;
import scanmill.datasets.SourceFiles;
import scanmill.events.ArtifactRef;
import scanmill.kit.Digests;
import scanmill.kit.Folders;
import scanmill.kit.ObjectCopies;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.PreparedObjects;
import scanmill.training.DataAccess;
import scanmill.training.LearningPlan;
import scanmill.training.PreparedShelf;
import scanmill.volumes.Window;

/**
 * Data of one run that lies in the bucket: prepared by replicas of the preprocess service and by
 * this one, augmented here or there.
 */
final class BucketData implements DataAccess {
  /** Voxels of a chunk of batches, so that one takes about 16 MiB. */
  private static final long CHUNK_VOXELS = 4L << 20;

  private static final int MOST_BATCHES = 64;

  private final Around around;
  private final RunManifest manifest;
  private final OpenData data;
  private final Path folder;
  private final BooleanSupplier stop;

  /**
   * What all runs of the process share.
   *
   * @param copies of prepared scans on this machine's disk
   * @param mostBytes that they may take, whatever a configuration wants
   */
  record Around(
      ObjectStore store,
      Outbox outbox,
      ObjectCopies copies,
      long mostBytes,
      Patiently patiently,
      LearningMeasures measures,
      Ahead ahead) {}

  /**
   * How far ahead replicas are asked.
   *
   * @param scans to prepare, at a time
   * @param chunks of batches, at a time
   * @param patience with a chunk whose turn has come
   */
  record Ahead(int scans, int chunks, Duration patience) {}

  /**
   * @param folder of this run alone
   * @param stop whether the run is to stop
   */
  BucketData(
      Around around, RunManifest manifest, OpenData data, Path folder, BooleanSupplier stop) {
    this.around = around;
    this.manifest = manifest;
    this.data = data;
    this.folder = folder;
    this.stop = stop;
  }

  @Override
  public SourceFiles files() {
    return data;
  }

  @Override
  public PreparedShelf shelf(long mostBytes, int workers) {
    around.copies().limit(Math.min(mostBytes, around.mostBytes()));
    return new BucketShelf(
        new PreparedObjects(around.store()),
        around.copies(),
        around.patiently(),
        around.outbox(),
        around.measures(),
        new BucketShelf.Run(
            data,
            put(data.config()),
            manifest.cause(),
            folder.resolve("preparing"),
            new SharedPreparation.Manner(workers, around.ahead().scans(), stop)));
  }

  /** Puts a configuration under its digest, for whoever works on a part of the run. */
  private ArtifactRef put(Config config) {
    byte[] json = config.toJson().toString().getBytes(StandardCharsets.UTF_8);
    return around
        .patiently()
        .get(() -> around.store().put("plans/" + Digests.hex(json) + ".json", json));
  }

  @Override
  public BatchSource training(LearningPlan plan, EpochOrder order, Shelf shelf, int workers) {
    if (plan.config().augmentation() != Augmentation.REMOTE || order.batches() == 0) {
      return DataAccess.super.training(plan, order, shelf, workers);
    }
    Chunks chunks =
        new Chunks(
            around.store(), around.outbox(), manifest.run(), manifest.cause(), put(plan.config()));
    ChunkStream stream =
        new ChunkStream(
            order,
            plan.preparation(Phase.TRAINING).digest(),
            plan.batches(Phase.TRAINING, shelf),
            chunks,
            Folders.fresh(folder.resolve("chunks")),
            new ChunkStream.Manner(
                perChunk(plan, order, shelf),
                around.ahead().chunks(),
                plan.config().trainingParameters().trainingTime().numEpochs(),
                around.ahead().patience(),
                workers),
            around.measures());
    return new RemoteBatches(order, stream);
  }

  /** Batches in a chunk, so that it is worth a message, fits into memory and is one of several. */
  private static int perChunk(LearningPlan plan, EpochOrder order, Shelf shelf) {
    SampleRef first = order.epoch(1).batch(0).get(0);
    PreparedKey key = new PreparedKey(plan.preparation(Phase.TRAINING).digest(), first.source());
    long voxels;
    try (Shelf.Lease lease = shelf.borrow(key)) {
      PreparedFacts facts = lease.scan().facts();
      Window window = plan.rules(Phase.TRAINING).windows().over(facts.grid().shape()).get(0);
      voxels = window.shape().voxels() * facts.channels();
    } catch (IOException e) {
      throw new UncheckedIOException("A prepared scan could not be lent", e);
    }
    long samples = Math.max(1, CHUNK_VOXELS / Math.max(1, voxels));
    long batches = samples / plan.config().trainingParameters().batchSize();
    int quarter = (order.batches() + 3) / 4;
    return (int) Math.max(1, Math.min(Math.min(batches, quarter), MOST_BATCHES));
  }
}
