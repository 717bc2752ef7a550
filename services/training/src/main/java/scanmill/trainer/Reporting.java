package scanmill.trainer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import scanmill.events.ArtifactRef;
import scanmill.events.DatasetFrozen;
import scanmill.events.EpochCompleted;
import scanmill.events.Event;
import scanmill.events.TrainingStarted;
import scanmill.kit.Fault;
import scanmill.kit.Outbox;
import scanmill.training.EpochReport;
import scanmill.training.TrainingObserver;

/**
 * Tells how a run goes: file into the bucket first, then the event, so that an event never points
 * at nothing. On the run's own thread.
 */
final class Reporting implements TrainingObserver {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

  private final RunManifest manifest;
  private final Runs runs;
  private final Outbox outbox;
  private final Watch watch;
  private final Predicate<Duration> pause;
  private int epochs;

  /**
   * @param pause waits that long; false if the process was asked to end
   */
  Reporting(
      RunManifest manifest, Runs runs, Outbox outbox, Watch watch, Predicate<Duration> pause) {
    this.pause = pause;
    this.manifest = manifest;
    this.runs = runs;
    this.outbox = outbox;
    this.watch = watch;
  }

  @Override
  public void frozen(Path file, int training, int validation, int test) {
    patiently(
        () -> {
          watch.requireOurs();
          ArtifactRef dataset = runs.putFile(manifest.run(), "dataset.json", file);
          tell(new DatasetFrozen(manifest.run(), dataset, training, validation, test), "frozen");
        });
  }

  @Override
  public void started(String device, int all, int firstEpoch) {
    epochs = all;
    tell(new TrainingStarted(manifest.run(), device, all, firstEpoch), "started-" + watch.fence());
  }

  @Override
  public void epochCompleted(EpochReport report, Path file) {
    patiently(() -> complete(report, file));
  }

  private void complete(EpochReport report, Path file) {
    watch.requireOurs();
    ArtifactRef checkpoint = runs.putCheckpoint(manifest.run(), report.epoch(), file);
    EpochCompleted completed =
        new EpochCompleted(
            manifest.run(),
            report.epoch(),
            epochs,
            report.trainingLoss(),
            report.validationLoss(),
            report.scores(),
            report.learningRate(),
            report.seconds(),
            checkpoint);
    runs.progressed(manifest, completed);
    tellAgain(completed);
  }

  /** Tells of an epoch; the same epoch twice is no news. */
  void tellAgain(EpochCompleted completed) {
    tell(completed, "epoch-" + completed.epoch());
  }

  private void tell(Event event, String step) {
    outbox.tell(event, manifest.cause().then(step));
  }

  /** Acts that can be repeated are, while what they need is away. */
  private void patiently(Runnable acts) {
    Duration next = FIRST_PAUSE;
    Duration waited = Duration.ZERO;
    while (true) {
      try {
        acts.run();
        return;
      } catch (RuntimeException e) {
        if (!Fault.isTransient(e) || waited.compareTo(LONGEST_OUTAGE) > 0 || !pause.test(next)) {
          throw e;
        }
        waited = waited.plus(next);
        next = next.multipliedBy(2);
        next = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
      }
    }
  }

  @Override
  public boolean stopRequested() {
    return watch.shouldStop();
  }
}
