package scanmill.preprocess;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Phase;
import scanmill.datasets.BatchFile;
import scanmill.datasets.BatchMaker;
import scanmill.datasets.ChunkOrder;
import scanmill.datasets.Shelf;
import scanmill.events.ArtifactRef;
import scanmill.events.AugmentationCompleted;
import scanmill.events.AugmentationFailed;
import scanmill.events.AugmentationRequested;
import scanmill.events.Event;
import scanmill.kit.AugmentationOrder;
import scanmill.kit.EventJson;
import scanmill.kit.Heard;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.kit.UseCase;
import scanmill.problems.BadInputException;

/**
 * Makes batches that a run will need soon, as it would make them itself. An order that is gone was
 * done by the run meanwhile.
 *
 * <p>Safe for use by many threads; each needs the memory of one batch.
 */
final class Augment implements UseCase<Heard<AugmentationRequested>> {
  private final ObjectStore store;
  private final Plans plans;
  private final Shelf shelf;
  private final Path work;

  /**
   * @param shelf of prepared scans
   * @param work folder for batches on their way
   */
  Augment(ObjectStore store, Plans plans, Shelf shelf, Path work) {
    this.store = store;
    this.plans = plans;
    this.shelf = shelf;
    this.work = work;
  }

  @Override
  public List<Event> handle(Heard<AugmentationRequested> heard) throws IOException {
    AugmentationRequested asked = heard.event();
    String target = AugmentationOrder.batches(asked.order());
    Optional<ArtifactRef> there = store.find(target).flatMap(StoredObject::artifact);
    if (there.isPresent()) {
      return List.of(completed(asked, there.get()));
    }
    if (isGone(asked)) {
      return List.of();
    }
    Path file = Files.createTempFile(Files.createDirectories(work), "chunk-", ".batches");
    try {
      make(EventJson.read(store.read(asked.order()), AugmentationOrder.class), file);
      if (isGone(asked)) {
        return List.of();
      }
      return List.of(completed(asked, store.put(target, file)));
    } catch (BadInputException e) {
      return isGone(asked)
          ? List.of()
          : List.of(new AugmentationFailed(asked.run(), asked.epoch(), asked.chunk(), e.problem()));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static AugmentationCompleted completed(AugmentationRequested asked, ArtifactRef batches) {
    return new AugmentationCompleted(asked.run(), asked.epoch(), asked.chunk(), batches);
  }

  private boolean isGone(AugmentationRequested asked) {
    return store.find(asked.order().key()).isEmpty();
  }

  private void make(AugmentationOrder order, Path file) throws IOException {
    ChunkOrder chunk =
        ChunkOrder.parse(order.chunk().toString().getBytes(StandardCharsets.UTF_8), "order");
    BatchMaker maker = plans.of(order.config()).batches(Phase.TRAINING, shelf);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      BatchFile.write(chunk.batches().size(), number -> maker.make(chunk, number), out);
    }
  }
}
