package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedKey;
import scanmill.kit.Fault;
import scanmill.kit.Folders;
import scanmill.kit.ObjectCopies;
import scanmill.kit.PreparedObjects;
import scanmill.problems.BadInputException;
import scanmill.training.PreparedShelf;
import scanmill.training.ScanPreparer;

/**
 * Sees to it that scans lie prepared in the bucket: asks replicas of the preprocess service for
 * them from the front of the list, at most so many at a time, and prepares them itself from its
 * end, until both meet. The bucket says what is done, so nothing is lost with any process, and
 * without a replica all is done here.
 */
final class SharedPreparation {
  private static final Logger LOG = Logger.getLogger(SharedPreparation.class);
  private static final Duration SHORTEST_LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
  private static final Duration LAST_SCAN = Duration.ofSeconds(20);
  private static final Duration SAY = Duration.ofSeconds(10);

  private final PreparedObjects objects;
  private final ObjectCopies copies;
  private final PreparationOrders orders;
  private final ScanPreparer preparer;
  private final Path folder;
  private final Patiently patiently;
  private final LearningMeasures measures;
  private final Manner manner;

  /**
   * How it goes about it.
   *
   * @param workers threads that prepare here
   * @param asked scans that replicas are asked for at a time
   * @param stop whether to stop
   */
  record Manner(int workers, int asked, BooleanSupplier stop) {}

  /** Somebody asked to stop; what is prepared is kept. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("Asked to stop");
    }
  }

  /**
   * @param folder for scans on their way, of this run alone
   */
  SharedPreparation(
      PreparedObjects objects,
      ObjectCopies copies,
      PreparationOrders orders,
      ScanPreparer preparer,
      Path folder,
      Patiently patiently,
      LearningMeasures measures,
      Manner manner) {
    this.objects = objects;
    this.copies = copies;
    this.orders = orders;
    this.preparer = preparer;
    this.folder = folder;
    this.patiently = patiently;
    this.measures = measures;
    this.manner = manner;
  }

  /**
   * Returns when all are there.
   *
   * @param keys of the scans, which may repeat
   * @throws BadInputException that says how many cannot be prepared and why the first cannot
   */
  void prepare(
      String plan, List<PreparedKey> keys, List<BidsScan> scans, PreparedShelf.Progress progress) {
    Set<String> under = patiently.get(() -> objects.under(plan));
    Map<PreparedKey, BidsScan> missing = new LinkedHashMap<>();
    for (int n = 0; n < keys.size(); n++) {
      PreparedObjects.Place place = BucketShelf.place(keys.get(n));
      if (!PreparedObjects.isThere(place, under)) {
        missing.put(keys.get(n), scans.get(n));
        if (under.contains(place.failure())) {
          patiently.run(() -> objects.clear(place)); // asked again is tried again
        }
      }
    }
    int there = keys.size() - missing.size();
    progress.prepared(there, keys.size());
    if (missing.isEmpty()) {
      return;
    }
    LOG.infof(
        "plan=%s %d of %d scans to prepare", plan.substring(0, 16), missing.size(), keys.size());
    ScanList list = new ScanList(missing);
    ExecutorService workers = BucketShelf.threads(manner.workers(), "training-preparing");
    try {
      for (int n = 0; n < manner.workers(); n++) {
        workers.execute(() -> work(list));
      }
      await(plan, list, done -> progress.prepared(there + done, keys.size()));
      tidy(plan, missing.keySet());
    } finally {
      end(workers);
    }
    list.problems(keys.size())
        .ifPresent(
            problem -> {
              throw new BadInputException(problem);
            });
  }

  /** An order may have been written while its scan was being finished. */
  private void tidy(String plan, Set<PreparedKey> keys) {
    Set<String> under = patiently.get(() -> objects.under(plan));
    for (PreparedKey key : keys) {
      PreparedObjects.Place place = BucketShelf.place(key);
      if (under.contains(place.order())) {
        patiently.run(() -> objects.cancel(place));
      }
    }
  }

  /** A scan in work is given up, or comes to its end first. */
  private void end(ExecutorService workers) {
    List<Runnable> unused = workers.shutdownNow();
    try {
      if (workers.awaitTermination(LAST_SCAN.toSeconds(), TimeUnit.SECONDS)) {
        Folders.remove(folder);
      } // else it goes with the folder of the run
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells how many are done. */
  @FunctionalInterface
  private interface Count {
    void done(int scans);
  }

  private void await(String plan, ScanList list, Count count) {
    Duration pause = SHORTEST_LOOK;
    Instant said = Instant.now();
    int before = 0;
    while (!list.isOver()) {
      if (manner.stop().getAsBoolean()) {
        throw new Stopped();
      }
      list.failure().ifPresent(SharedPreparation::rethrow);
      Instant began = Instant.now();
      look(plan, list);
      askAhead(list);
      int done = list.done();
      if (done > before) {
        count.done(done);
      }
      if (Duration.between(said, Instant.now()).compareTo(SAY) > 0) {
        LOG.infof("plan=%s %d of %d scans prepared", plan.substring(0, 16), done, list.size());
        said = Instant.now();
      }
      // Looking costs more the more there is to see.
      Duration least = Duration.between(began, Instant.now()).multipliedBy(5);
      pause = done > before ? SHORTEST_LOOK : pause.multipliedBy(2);
      pause = pause.compareTo(least) < 0 ? least : pause;
      pause = pause.compareTo(LONGEST_LOOK) < 0 ? pause : LONGEST_LOOK;
      before = done;
      list.awaitOver(pause);
    }
    list.failure().ifPresent(SharedPreparation::rethrow);
    count.done(list.done());
  }

  private void look(String plan, ScanList list) {
    try {
      Set<String> under = objects.under(plan);
      for (ScanList.Entry entry : list.elsewhere()) {
        PreparedObjects.Place place = BucketShelf.place(entry.key());
        if (PreparedObjects.isThere(place, under)) {
          finish(list, entry, "preprocess");
        } else if (under.contains(place.failure())) {
          objects
              .failure(place)
              .filter(problem -> list.fail(entry, problem))
              .ifPresent(problem -> measures.scan("preprocess", "failed"));
        }
      }
    } catch (RuntimeException e) {
      requireTransient(e);
    }
  }

  private void finish(ScanList list, ScanList.Entry entry, String by) {
    if (list.finish(entry)) {
      measures.scan(by, "prepared");
    }
  }

  private void askAhead(ScanList list) {
    try {
      for (ScanList.Entry entry : list.toAsk(manner.asked())) {
        orders.ask(entry.key(), entry.scan());
        list.asked(entry);
      }
    } catch (IOException | RuntimeException e) {
      requireTransient(e);
    }
  }

  private static void requireTransient(Exception e) {
    if (!Fault.isTransient(e)) {
      throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
    LOG.warnf("Bucket or log do not answer: %s", e.getMessage());
  }

  /** One thread's share: always the last that nobody has done. */
  private void work(ScanList list) {
    try {
      for (Optional<ScanList.Entry> next = list.takeLast();
          next.isPresent() && !manner.stop().getAsBoolean();
          next = list.takeLast()) {
        prepare(list, next.get());
      }
    } catch (Throwable failure) { // whoever waits has to know, whatever it is
      list.broken(failure);
    }
  }

  private void prepare(ScanList list, ScanList.Entry entry) {
    PreparedObjects.Place place = BucketShelf.place(entry.key());
    if (patiently.get(() -> objects.find(place)).isPresent()) {
      finish(list, entry, "preprocess");
      return;
    }
    try {
      patiently.run(() -> put(place, entry.scan()));
      finish(list, entry, "training");
    } catch (BadInputException e) {
      if (list.fail(entry, e.problem())) {
        measures.scan("training", "failed");
      }
    }
  }

  private void put(PreparedObjects.Place place, BidsScan scan) {
    try {
      PreparedFacts facts = preparer.prepare(scan, folder);
      Path voxels = folder.resolve(facts.key().voxels());
      objects.put(place, voxels, folder.resolve(facts.key().facts()));
      copies.keep(objects.voxels(place, facts.sha256(), facts.bytes()), voxels);
      Folders.remove(voxels);
    } catch (IOException e) {
      throw new UncheckedIOException("A scan could not be prepared on this disk", e);
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
  }
}
