package scanmill.trainer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import scanmill.ids.RunId;
import scanmill.kit.Fault;
import scanmill.kit.Lease;
import scanmill.kit.ObjectStore;
import scanmill.problems.Problem;

/**
 * Looks for runs that nobody works on, takes them one after the other, and does them. Several
 * replicas, and several threads of one, share what there is: each run is in the hands of the one
 * that holds its lease.
 */
final class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class);
  private static final Duration FORGET_ENDED = Duration.ofMinutes(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final int MOST_FAILURES = 8; // about 10 minutes with doubled pauses

  private record Failure(int times, Instant next) {}

  private final ObjectStore store;
  private final Runs runs;
  private final Doing doing;
  private final String holder;
  private final Duration leaseTime;
  private final Duration look;
  private final Clock clock;
  private final BooleanSupplier stopping;
  private final LinkedBlockingQueue<Optional<RunId>> hints = new LinkedBlockingQueue<>();
  private final Set<RunId> inHand = ConcurrentHashMap.newKeySet();
  private final Map<RunId, Instant> ended = new ConcurrentHashMap<>();
  private final Map<RunId, Failure> failures = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param holder of leases: different for every process that lives, the same after its restart
   * @param stopping whether the process was asked to end
   */
  Worker(
      ObjectStore store,
      Doing doing,
      String holder,
      Duration leaseTime,
      Duration look,
      Clock clock,
      BooleanSupplier stopping) {
    this.store = store;
    this.runs = new Runs(store);
    this.doing = doing;
    this.holder = holder;
    this.leaseTime = leaseTime;
    this.look = look;
    this.clock = clock;
    this.stopping = stopping;
  }

  /** Begins to look. */
  synchronized void start(int slots) {
    for (int slot = 1; slot <= slots; slot++) {
      Thread thread = new Thread(this::live, "training-" + slot);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** There may be news of this run. */
  void hint(RunId run) {
    ended.remove(run);
    hints.add(Optional.of(run));
  }

  /**
   * Waits for the threads to leave what they are at, which they do when the process was asked to
   * end.
   *
   * @return whether they did within that time
   */
  synchronized boolean awaitStop(Duration within) throws InterruptedException {
    threads.forEach(thread -> hints.add(Optional.empty()));
    Instant until = Instant.now().plus(within);
    boolean all = true;
    for (Thread thread : threads) {
      thread.join(Math.max(1, Duration.between(Instant.now(), until).toMillis()));
      all &= !thread.isAlive();
    }
    return all;
  }

  private void live() {
    while (!stopping.getAsBoolean()) {
      try {
        if (!workOnce()) {
          Optional<RunId> unused = hints.poll(look.toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warnf("Runs cannot be looked for: %s", e.getClass().getSimpleName());
        pause();
      }
    }
  }

  private void pause() {
    try {
      Optional<RunId> unused = hints.poll(look.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes one run that nobody works on, if there is one, and does it.
   *
   * @return whether there was one
   */
  boolean workOnce() {
    for (RunId run : runs.all()) {
      if (stopping.getAsBoolean()) {
        return false;
      }
      if (waits(run) && inHand.add(run)) {
        try {
          if (take(run)) {
            return true;
          }
        } finally {
          inHand.remove(run);
        }
      }
    }
    return false;
  }

  private boolean waits(RunId run) {
    Instant over = ended.get(run);
    Failure failure = failures.get(run);
    Instant now = clock.instant();
    return (over == null || now.isAfter(over.plus(FORGET_ENDED)))
        && (failure == null || now.isAfter(failure.next()));
  }

  private boolean take(RunId run) {
    Optional<RunManifest> manifest = runs.manifest(run);
    if (manifest.isEmpty() || !runs.isOpen(manifest.get())) {
      ended.put(run, clock.instant());
      return false;
    }
    Optional<Lease> lease = Lease.tryAcquire(store, Runs.leaseKey(run), holder, leaseTime, clock);
    if (lease.isEmpty()) {
      return false;
    }
    try {
      // Somebody else may have ended it between the look and the lease.
      if (runs.isOpen(manifest.get())) {
        perform(manifest.get(), new Watch(lease.get(), runs, manifest.get(), stopping));
      }
      return true;
    } finally {
      release(lease.get());
    }
  }

  private void perform(RunManifest manifest, Watch watch) {
    Thread heart = new Thread(() -> beat(watch), "training-heart-" + manifest.run());
    heart.setDaemon(true);
    heart.start();
    try {
      if (doing.perform(manifest, watch)) {
        ended.put(manifest.run(), clock.instant());
      }
      failures.remove(manifest.run());
    } catch (RuntimeException e) {
      if (!stopping.getAsBoolean()) {
        failed(manifest, e);
      }
    } finally {
      heart.interrupt();
    }
  }

  private void beat(Watch watch) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(HEARTBEAT.toMillis());
        watch.tick();
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(RunManifest manifest, RuntimeException fault) {
    RunId run = manifest.run();
    Failure before = failures.get(run);
    int times = before == null ? 1 : before.times() + 1;
    LOG.errorf(fault, "run=%s could not go on, attempt %d", run, times);
    if (times < MOST_FAILURES || !Fault.isTransient(fault)) {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, MOST_FAILURES));
      failures.put(run, new Failure(times, clock.instant().plus(pause)));
      return;
    }
    failures.remove(run);
    boolean over =
        doing.fail(
            manifest,
            new Problem(
                "out-of-reach",
                "Bucket, log or disk did not answer the training service " + times + " times.",
                "See that they do, then ask again: the run goes on from its last checkpoint."));
    if (over) {
      ended.put(run, clock.instant());
    }
  }

  private static void release(Lease lease) {
    try {
      lease.release();
    } catch (RuntimeException away) {
      LOG.warnf("A lease could not be given up; it runs out by itself");
    }
  }
}
