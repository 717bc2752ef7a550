package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import scanmill.configuration.Config;
import scanmill.events.ArtifactRef;
import scanmill.events.EpochCompleted;
import scanmill.events.Event;
import scanmill.events.ModelPublished;
import scanmill.events.TrainingCancelled;
import scanmill.events.TrainingFailed;
import scanmill.kit.EventJson;
import scanmill.kit.Fault;
import scanmill.kit.Folders;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.PublishedModels;
import scanmill.models.ModelPackage;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.training.Ending;

/**
 * One taking of a run: from its manifest, or its last checkpoint, to its ending, or to where it has
 * to be left for whoever comes next.
 *
 * <p>Every ending is told before it is written down; a process that dies in between tells it again.
 */
final class Doing {
  private static final Logger LOG = Logger.getLogger(Doing.class);

  private static final String PREDICTIONS = "pred_masks/";

  private final ObjectStore store;
  private final Outbox outbox;
  private final DataOfRuns data;
  private final Trainer trainer;
  private final Path work;
  private final Clock clock;
  private final Runs runs;

  /**
   * @param work folder for what runs write
   */
  Doing(
      ObjectStore store, Outbox outbox, DataOfRuns data, Trainer trainer, Path work, Clock clock) {
    this.store = store;
    this.outbox = outbox;
    this.data = data;
    this.trainer = trainer;
    this.work = work;
    this.clock = clock;
    this.runs = new Runs(store);
  }

  /**
   * Does a run.
   *
   * @return whether it is over; if not, someone has to take it again
   * @throws RuntimeException a fault that may pass; the run can be taken again
   */
  boolean perform(RunManifest manifest, Watch watch) {
    Path folder = Folders.fresh(work.resolve(manifest.run().toString()));
    try {
      return attempt(manifest, watch, folder);
    } catch (BadInputException e) {
      return fail(manifest, e.problem());
    } catch (Watch.NotOurs e) {
      LOG.warnf("run=%s left: it is in other hands", manifest.run());
      return false;
    } catch (OutOfMemoryError e) {
      return fail(
          manifest,
          new Problem(
              "out-of-memory",
              "The run needs more memory than this replica has.",
              "Lower training_parameters.batch_size or the size of the crop, or give the service"
                  + " more memory."));
    } catch (RuntimeException e) {
      if (Fault.isTransient(e) || watch.shouldStop()) {
        throw e;
      }
      LOG.errorf(e, "run=%s failed", manifest.run());
      return fail(manifest, mistake(e));
    } catch (LinkageError e) {
      LOG.errorf(e, "run=%s failed", manifest.run());
      return fail(manifest, mistake(e));
    } finally {
      Folders.remove(folder);
    }
  }

  private static Problem mistake(Throwable e) {
    return new Problem(
        "training-error",
        "The run ended with a mistake of the program: " + e.getClass().getSimpleName() + ".",
        "Report it with the log of the training service; asking again goes on from the last"
            + " checkpoint.");
  }

  private boolean attempt(RunManifest manifest, Watch watch, Path folder) {
    Optional<ModelPublished> published = runs.published(manifest);
    if (published.isPresent()) {
      return end(manifest, published.get(), RunEnding.Kind.PUBLISHED);
    }
    Optional<EpochCompleted> last = runs.progress(manifest);
    watch.look();
    if (watch.isCancelled()) {
      return cancelled(manifest);
    }
    LiveOutputs outputs =
        new LiveOutputs(store, manifest.run(), Folders.fresh(folder.resolve("run")));
    outputs.begin(last.isEmpty());
    Reporting reporting =
        new Reporting(manifest, runs, outbox, watch, data.patiently(), data.measures(), outputs);
    last.ifPresent(reporting::tellAgain);
    Optional<Path> checkpoint = last.map(epoch -> bring(epoch, folder));
    LOG.infof(
        "run=%s taken up at epoch %d", manifest.run(), last.map(e -> e.epoch() + 1).orElse(1));
    Ending ending = train(manifest, watch, folder, checkpoint, reporting);
    if (ending instanceof Ending.Finished finished) {
      watch.requireOurs();
      return end(manifest, publish(manifest, finished), RunEnding.Kind.PUBLISHED);
    }
    if (watch.isCancelled()) {
      return cancelled(manifest);
    }
    LOG.infof("run=%s left at its last checkpoint", manifest.run());
    return false;
  }

  private Ending train(
      RunManifest manifest,
      Watch watch,
      Path folder,
      Optional<Path> checkpoint,
      Reporting reporting) {
    int epoch = runs.progress(manifest).map(EpochCompleted::epoch).orElse(0);
    try (OpenData open = data.open(config(manifest), folder.resolve("data"))) {
      Trainer.Job job =
          new Trainer.Job(
              manifest.run(),
              open.config(),
              open.folders(),
              data.access(manifest, open, folder.resolve("data"), watch::shouldStop),
              folder.resolve("run"));
      return trainer.train(job, checkpoint, reporting);
    } catch (SharedPreparation.Stopped stopped) {
      return new Ending.Stopped(epoch);
    }
  }

  private static Config config(RunManifest manifest) {
    String json = EventJson.mapper().valueToTree(manifest.config()).toString();
    return Config.parse(json, "config").config();
  }

  private Path bring(EpochCompleted epoch, Path folder) {
    Path file = folder.resolve("checkpoint-" + epoch.epoch() + ".safetensors");
    store.download(epoch.checkpoint(), file);
    return file;
  }

  private ModelPublished publish(RunManifest manifest, Ending.Finished finished) {
    try {
      ModelPackage model = ModelPackage.open(finished.modelPackage());
      Map<String, Path> files = new LinkedHashMap<>();
      for (Path file : model.files()) {
        files.put(model.nameOf(file), file);
      }
      List<ArtifactRef> all = new ArrayList<>();
      for (Path file : Folders.files(finished.outputs())) {
        if (!file.startsWith(finished.modelPackage())) {
          String name = finished.outputs().relativize(file).toString().replace('\\', '/');
          ArtifactRef put = runs.putFile(manifest.run(), "outputs/" + name, file);
          if (!name.startsWith(PREDICTIONS)) { // as many as there are test scans
            all.add(put);
          }
        }
      }
      PublishedModels.Published published =
          new PublishedModels(store).publish(model.name(), model.digest(), files);
      all.addAll(0, published.files());
      ModelPublished event =
          new ModelPublished(manifest.run(), published.model(), all, finished.scores());
      runs.published(manifest, event);
      return event;
    } catch (IOException e) {
      throw new UncheckedIOException("The packaged model could not be read", e);
    }
  }

  /** Ends a run that cannot be finished. */
  boolean fail(RunManifest manifest, Problem problem) {
    LOG.warnf("run=%s failed: %s", manifest.run(), problem);
    return end(
        manifest,
        new TrainingFailed(manifest.run(), problem, checkpoint(manifest)),
        RunEnding.Kind.FAILED);
  }

  private boolean cancelled(RunManifest manifest) {
    return end(
        manifest,
        new TrainingCancelled(manifest.run(), checkpoint(manifest)),
        RunEnding.Kind.CANCELLED);
  }

  private Optional<ArtifactRef> checkpoint(RunManifest manifest) {
    return runs.progress(manifest).map(EpochCompleted::checkpoint);
  }

  private boolean end(RunManifest manifest, Event event, RunEnding.Kind kind) {
    outbox.tell(event, manifest.cause().then("ending"));
    Chunks.removeAll(store, manifest.run());
    if (kind == RunEnding.Kind.PUBLISHED) {
      new LiveOutputs(store, manifest.run(), work).end();
    }
    runs.end(manifest.run(), new RunEnding(manifest.request(), kind, clock.instant()));
    LOG.infof("run=%s %s", manifest.run(), kind);
    return true;
  }
}
