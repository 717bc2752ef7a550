package scanmill.preprocess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Phase;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedKey;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.ScanPreparationFailed;
import scanmill.events.ScanPreparationRequested;
import scanmill.events.ScanPrepared;
import scanmill.kit.Folders;
import scanmill.kit.Heard;
import scanmill.kit.ObjectStore;
import scanmill.kit.PreparationOrder;
import scanmill.kit.PreparedObjects;
import scanmill.kit.UseCase;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.training.PreparationPlan;
import scanmill.training.ScanPreparer;

/**
 * Prepares a scan of a dataset that a run learns from, and keeps it under what was done and to
 * what. One that is there is not made again; an order that is gone is of nobody's interest any
 * more.
 *
 * <p>Safe for use by many threads; each needs the memory of one scan.
 */
final class PrepareScan implements UseCase<Heard<ScanPreparationRequested>> {
  private final ObjectStore store;
  private final PreparedObjects objects;
  private final Plans plans;
  private final Path work;

  /**
   * @param work folder for scans on their way
   */
  PrepareScan(ObjectStore store, Plans plans, Path work) {
    this.store = store;
    this.objects = new PreparedObjects(store);
    this.plans = plans;
    this.work = work;
  }

  @Override
  public List<Event> handle(Heard<ScanPreparationRequested> heard) throws IOException {
    ScanPreparationRequested asked = heard.event();
    PreparedObjects.Place place = new PreparedObjects.Place(asked.plan(), asked.source());
    Optional<ArtifactRef> there = objects.find(place);
    if (there.isPresent()) {
      return List.of(new ScanPrepared(asked.plan(), asked.source(), there.get()));
    }
    Optional<PreparationOrder> order = objects.order(asked.order());
    if (order.isEmpty()) {
      return List.of();
    }
    PreparationPlan plan;
    try {
      plan = plan(order.get());
    } catch (BadInputException e) { // not known here; another version may know it
      return List.of(new ScanPreparationFailed(asked.plan(), asked.source(), e.problem()));
    }
    try {
      ArtifactRef facts = prepare(place, plan, order.get());
      return List.of(new ScanPrepared(asked.plan(), asked.source(), facts));
    } catch (BadInputException e) {
      objects.fail(place, e.problem());
      return List.of(new ScanPreparationFailed(asked.plan(), asked.source(), e.problem()));
    }
  }

  private PreparationPlan plan(PreparationOrder order) {
    Phase phase = Phase.valueOf(order.phase());
    PreparationPlan plan = plans.of(order.config()).preparation(phase);
    if (!plan.digest().equals(order.plan())) {
      throw new BadInputException(
          new Problem(
              "plan-differs",
              "Required the plan that the run was made with; this version makes another of its"
                  + " configuration.",
              "Run preprocess and training in the same version; the run prepares the scan itself"
                  + " meanwhile."));
    }
    return plan;
  }

  private ArtifactRef prepare(
      PreparedObjects.Place place, PreparationPlan plan, PreparationOrder order)
      throws IOException {
    Path folder = Files.createTempDirectory(Files.createDirectories(work), "scan-");
    try {
      OrderedFiles files = new OrderedFiles(order, store, folder.resolve("files"));
      ScanPreparer preparer = new ScanPreparer(plan, files);
      PreparedKey key = preparer.key(files.scan());
      if (!key.source().equals(place.source())) {
        throw new IllegalStateException("The order names another scan than its event");
      }
      PreparedFacts facts = preparer.prepare(files.scan(), folder);
      return objects.put(
          place, folder.resolve(facts.key().voxels()), folder.resolve(facts.key().facts()));
    } finally {
      Folders.remove(folder);
    }
  }
}
