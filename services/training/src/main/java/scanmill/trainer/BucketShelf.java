package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import scanmill.configuration.Phase;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedKey;
import scanmill.datasets.PreparedScan;
import scanmill.events.ArtifactRef;
import scanmill.kit.BoundedFolder;
import scanmill.kit.Cause;
import scanmill.kit.ObjectCopies;
import scanmill.kit.Outbox;
import scanmill.kit.PreparedObjects;
import scanmill.training.PreparationPlan;
import scanmill.training.PreparedShelf;
import scanmill.training.ScanPreparer;

/**
 * Lends the prepared scans of the bucket as files of this machine, as many as the disk's share
 * holds; those that come next are brought while others are read. Scans that are not prepared yet
 * are, by {@link SharedPreparation}. Safe for use by many threads.
 */
final class BucketShelf implements PreparedShelf {
  private static final Logger LOG = Logger.getLogger(BucketShelf.class);

  /** Requests to the bucket at a time. */
  private static final int ASKING = 8;

  private static final int BRINGING = 3;

  private final PreparedObjects objects;
  private final ObjectCopies copies;
  private final Patiently patiently;
  private final Outbox outbox;
  private final LearningMeasures measures;
  private final Run run;
  private final Map<PreparedKey, PreparedFacts> known = new ConcurrentHashMap<>();
  private final ExecutorService bringing = threads(BRINGING, "training-shelf");

  /**
   * Of which run it is.
   *
   * @param config in the bucket
   * @param folder for scans on their way, of this run alone
   */
  record Run(
      OpenData data,
      ArtifactRef config,
      Cause cause,
      Path folder,
      SharedPreparation.Manner manner) {}

  BucketShelf(
      PreparedObjects objects,
      ObjectCopies copies,
      Patiently patiently,
      Outbox outbox,
      LearningMeasures measures,
      Run run) {
    this.objects = objects;
    this.copies = copies;
    this.patiently = patiently;
    this.outbox = outbox;
    this.measures = measures;
    this.run = run;
  }

  static PreparedObjects.Place place(PreparedKey key) {
    return new PreparedObjects.Place(key.plan(), key.source());
  }

  static ExecutorService threads(int count, String name) {
    return Executors.newFixedThreadPool(
        count,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public List<PreparedFacts> prepare(
      PreparationPlan plan, List<BidsScan> scans, PreparedShelf.Progress progress)
      throws IOException {
    ScanPreparer preparer = new ScanPreparer(plan, run.data());
    List<PreparedKey> keys = sideBySide(scans, scan -> patiently.get(() -> key(preparer, scan)));
    new SharedPreparation(
            objects,
            copies,
            new PreparationOrders(
                objects, outbox, run.cause(), run.data(), run.config(), phase(plan)),
            preparer,
            run.folder(),
            patiently,
            measures,
            run.manner())
        .prepare(plan.digest(), keys, scans, progress);
    return sideBySide(keys, this::facts);
  }

  private static PreparedKey key(ScanPreparer preparer, BidsScan scan) {
    try {
      return preparer.key(scan);
    } catch (IOException e) {
      throw new UncheckedIOException("A file of a dataset could not be asked for", e);
    }
  }

  /** The first phase of the configuration whose scans are prepared so. */
  private String phase(PreparationPlan plan) {
    for (Phase phase : Phase.values()) {
      if (PreparationPlan.of(run.data().config(), phase).digest().equals(plan.digest())) {
        return phase.name();
      }
    }
    throw new IllegalStateException("The plan is none of the run's configuration");
  }

  @FunctionalInterface
  private interface Asking<T, R> {
    R of(T one);
  }

  private static <T, R> List<R> sideBySide(List<T> all, Asking<T, R> asking) {
    ExecutorService threads = threads(ASKING, "training-asking");
    try {
      List<Callable<R>> calls = new ArrayList<>();
      all.forEach(one -> calls.add(() -> asking.of(one)));
      List<R> answers = new ArrayList<>();
      for (Future<R> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SharedPreparation.Stopped();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e);
    } finally {
      List<Runnable> unused = threads.shutdownNow();
    }
  }

  private PreparedFacts facts(PreparedKey key) {
    return known.computeIfAbsent(key, this::read);
  }

  private PreparedFacts read(PreparedKey key) {
    byte[] json = patiently.get(() -> objects.facts(place(key)));
    return PreparedFacts.parse(json, key.facts());
  }

  @Override
  public Lease borrow(PreparedKey key) {
    PreparedFacts facts = facts(key);
    ArtifactRef voxels = objects.voxels(place(key), facts.sha256(), facts.bytes());
    BoundedFolder.Lent lent = patiently.get(() -> copies.lend(voxels));
    return new Loan(new PreparedScan(facts, lent.path()), lent);
  }

  private record Loan(PreparedScan scan, BoundedFolder.Lent lent) implements Lease {
    @Override
    public void close() {
      lent.close();
    }
  }

  @Override
  public void soon(List<PreparedKey> keys) {
    try {
      for (PreparedKey key : keys) {
        bringing.execute(() -> bring(key));
      }
    } catch (RejectedExecutionException closed) {
      LOG.debug("The shelf is closed");
    }
  }

  private void bring(PreparedKey key) {
    try {
      borrow(key).close();
    } catch (RuntimeException e) {
      LOG.debugf(e, "A scan could not be brought ahead; it is tried again when it is read");
    }
  }

  @Override
  public void close() {
    List<Runnable> unused = bringing.shutdownNow();
  }
}
