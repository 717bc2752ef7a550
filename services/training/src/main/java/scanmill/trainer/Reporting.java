package scanmill.trainer;

import java.nio.file.Path;
import org.jboss.logging.Logger;
import scanmill.events.ArtifactRef;
import scanmill.events.DatasetFrozen;
import scanmill.events.EpochCompleted;
import scanmill.events.Event;
import scanmill.events.TrainingStarted;
import scanmill.kit.Outbox;
import scanmill.training.EpochReport;
import scanmill.training.TrainingObserver;

/**
 * Tells how a run goes: file into the bucket first, then the event, so that an event never points
 * at nothing. On the run's own thread.
 */
final class Reporting implements TrainingObserver {
  private static final Logger LOG = Logger.getLogger(Reporting.class);

  private final RunManifest manifest;
  private final Runs runs;
  private final Outbox outbox;
  private final Watch watch;
  private final Patiently patiently;
  private final LearningMeasures measures;
  private final LiveOutputs outputs;
  private int epochs;

  Reporting(
      RunManifest manifest,
      Runs runs,
      Outbox outbox,
      Watch watch,
      Patiently patiently,
      LearningMeasures measures,
      LiveOutputs outputs) {
    this.outputs = outputs;
    this.patiently = patiently;
    this.measures = measures;
    this.manifest = manifest;
    this.runs = runs;
    this.outbox = outbox;
    this.watch = watch;
  }

  @Override
  public void frozen(Path file, int training, int validation, int test) {
    patiently.run(
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
    patiently.run(() -> complete(report, file));
    measures.epoch(report.waiting());
    LOG.infof(
        "run=%s epoch %d of %d in %.1f s; %.0f %% of training waited for data",
        manifest.run(), report.epoch(), epochs, report.seconds(), 100 * report.waiting());
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
    outputs.show();
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

  @Override
  public boolean stopRequested() {
    return watch.shouldStop();
  }
}
