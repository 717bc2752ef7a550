package scanmill.training;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import scanmill.configuration.Config;
import scanmill.datasets.Batch;
import scanmill.datasets.BatchSource;
import scanmill.engine.Device;
import scanmill.engine.Evaluation;
import scanmill.engine.LossFunction;
import scanmill.engine.Native;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.Seed;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.VectorInput;
import scanmill.engine.Weights;

/**
 * The loop: epochs of steps, each followed by a look at the validation samples and a checkpoint.
 *
 * <p>Whatever is random follows from (seed, epoch, batch), so a loop that goes on from a checkpoint
 * does what it would have done. For one thread.
 */
final class Learning {
  /** Sets mixtures apart from the dropout of the same batch. */
  private static final long MIXTURES = 0x6D6978;

  private final TrainingPlan plan;
  private final Recipe recipe;
  private final RunFolder folder;
  private final TrainingObserver observer;
  private final Config config;
  private final List<VectorInput> vectors;
  private final boolean images;

  Learning(TrainingPlan plan, Recipe recipe, RunFolder folder, TrainingObserver observer) {
    this.plan = plan;
    this.recipe = recipe;
    this.folder = folder;
    this.observer = observer;
    this.config = plan.config();
    this.vectors = ParameterEmitter.vectorsOf(recipe.architecture());
    this.images = recipe.architecture().outputIsImage();
  }

  /**
   * Learns until the last epoch or until it no longer helps.
   *
   * @param begin where nothing is to be gone on with
   * @return empty if somebody asked to stop
   */
  Optional<Checkpoint> run(
      LearningData data, Optional<Checkpoint> resumed, Supplier<Checkpoint> begin)
      throws IOException {
    int epochs = config.trainingParameters().trainingTime().numEpochs();
    Checkpoint state = resumed.orElseGet(begin);
    Native.threads(plan.threads());
    List<Device> devices = Replicas.devices(plan.device());
    observer.started(
        String.join(",", devices.stream().map(Device::toString).toList()),
        epochs,
        state.epoch() + 1);
    try (Replicas replicas = Replicas.of(recipe, state.weights(), devices);
        TensorBoard board = TensorBoard.anew(folder.outputs(), Clock.systemUTC(), state.curve())) {
      if (resumed.isPresent()) {
        replicas.restoreOptimizer(state.optimizer());
      }
      Steps steps = new Steps(replicas, recipe.loss());
      DebugPictures debug =
          new DebugPictures(config.debugging() && images, board, folder.outputs().resolve("mixup"));
      Gallery gallery =
          Gallery.of(
              folder.cache().resolve("gifs"),
              folder.outputs().resolve("gifs"),
              images ? config.gif() : 0,
              data.validation().samples(),
              config.randomSeed());
      for (int epoch = state.epoch() + 1; epoch <= epochs && !state.stopping().stop(); epoch++) {
        Optional<Checkpoint> next = epoch(steps, data, state, epoch, board, gallery, debug);
        if (next.isEmpty()) {
          return Optional.empty();
        }
        state = next.get();
      }
      gallery.finish();
    }
    return Optional.of(state);
  }

  private Optional<Checkpoint> epoch(
      Steps steps,
      LearningData data,
      Checkpoint before,
      int epoch,
      TensorBoard board,
      Gallery gallery,
      DebugPictures debug)
      throws IOException {
    long start = System.nanoTime();
    Optional<Learnt> learnt = trainingPass(steps, data.training(), before, epoch, debug);
    if (learnt.isEmpty()) {
      return Optional.empty();
    }
    double trained = (System.nanoTime() - start) / 1e9;
    double waiting = data.training().takeWaitedSeconds() / Math.max(trained, 1e-9);
    Validated validated = validationPass(steps.network(), data.validation(), epoch, gallery, debug);
    double watched = Double.isNaN(validated.loss()) ? learnt.get().loss() : validated.loss();
    boolean best = before.bestEpoch() == 0 || watched < before.stopping().best();
    Weights weights = steps.network().weights();
    double seconds = (System.nanoTime() - start) / 1e9;
    CurvePoint point =
        new CurvePoint(
            epoch,
            learnt.get().loss(),
            validated.loss(),
            validated.scores(),
            learnt.get().rate(),
            seconds,
            learnt.get().dice());
    Checkpoint after =
        new Checkpoint(
            before.plan(),
            epoch,
            weights,
            steps.network().optimizerState(),
            best ? weights : before.best(),
            best ? epoch : before.bestEpoch(),
            before.stopping().after(watched),
            Checkpoint.longer(before.curve(), point));
    board.epoch(point);
    folder.writeCurve(after.curve());
    CurvePicture.write(folder.outputs().resolve("training_curve.png"), after.curve());
    gallery.grow(epoch);
    observer.epochCompleted(
        new EpochReport(
            epoch,
            point.trainingLoss(),
            validated.loss(),
            validated.scores(),
            point.learningRate(),
            seconds,
            Math.min(1, waiting),
            best),
        folder.write(after));
    return Optional.of(after);
  }

  /**
   * @param rate of the epoch's first step
   * @param dice of the predictions that were learnt from, before each step
   */
  private record Learnt(double loss, double dice, double rate) {}

  /** One visit to every sample; empty if somebody asked to stop. */
  private Optional<Learnt> trainingPass(
      Steps steps, BatchSource loader, Checkpoint before, int epoch, DebugPictures debug)
      throws IOException {
    List<Double> losses = before.curve().stream().map(CurvePoint::watched).toList();
    int together = config.trainingParameters().gradientAccumulation();
    double loss = 0;
    double dice = 0;
    int samples = 0;
    double firstRate = Double.NaN;
    List<Minibatch> group = new ArrayList<>();
    int number = 0;
    for (Iterator<Batch> batches = loader.epoch(epoch); batches.hasNext(); number++) {
      Minibatch batch =
          changed(Minibatch.of(batches.next(), vectors, images), epoch, number, debug);
      if (epoch == 1 && number == 0 && images) {
        debug.augmented(batch);
      }
      group.add(batch);
      if (group.size() == together || !batches.hasNext()) {
        double rate =
            recipe.schedule().rate(new Schedule.Position(epoch, number, loader.batches(), losses));
        firstRate = Double.isNaN(firstRate) ? rate : firstRate;
        Steps.Measured measured = steps.step(group, rate, recipe, epoch, number);
        loss += measured.loss();
        dice += measured.dice();
        samples += group.stream().mapToInt(Minibatch::size).sum();
        group.clear();
      }
      long step = (epoch - 1L) * loader.batches() + number;
      if (debug.shows(step)) {
        debug.show("Train", step, batch, steps.network().forward(batch.inputs()));
      }
      observer.batchCompleted(epoch, number + 1, loader.batches());
      if (observer.stopRequested()) {
        return Optional.empty();
      }
    }
    return Optional.of(new Learnt(loss / samples, dice / samples, firstRate));
  }

  /** Mixed with each other, and without some of their contrasts, where that is wanted. */
  private Minibatch changed(Minibatch batch, int epoch, int number, DebugPictures debug)
      throws IOException {
    Minibatch mixed = mixed(batch, epoch, number, debug);
    return recipe.missing().map(missing -> missing.from(mixed, epoch, number)).orElse(mixed);
  }

  private Minibatch mixed(Minibatch batch, int epoch, int number, DebugPictures debug)
      throws IOException {
    if (recipe.mixup().isEmpty()) {
      return batch;
    }
    Mixup.Draw draw =
        recipe
            .mixup()
            .get()
            .draw(
                batch.size(),
                new SplittableRandom(Seed.of(config.randomSeed(), epoch, number, MIXTURES)));
    Minibatch mixed = batch.mixed(draw);
    if (epoch == 1) {
      debug.mixture(draw.lambda(), number, mixed);
    }
    return mixed;
  }

  private record Validated(double loss, Map<String, Double> scores) {}

  private Validated validationPass(
      TrainableNetwork network, BatchSource loader, int epoch, Gallery gallery, DebugPictures debug)
      throws IOException {
    LossFunction loss = recipe.loss();
    ValidationScores validation =
        images ? new Validation(config.outClasses()) : new Verdicts(config.outClasses());
    double sum = 0;
    int samples = 0;
    long step = (epoch - 1L) * loader.batches();
    for (Iterator<Batch> batches = loader.epoch(1); batches.hasNext(); step++) {
      Batch batch = batches.next();
      Minibatch minibatch = Minibatch.of(batch, vectors, images);
      Evaluation evaluation = network.evaluate(minibatch.inputs(), minibatch.target(), loss);
      validation.add(evaluation.prediction().values(), minibatch.target().values(), batch.size());
      if (debug.shows(step)) {
        debug.show("Validation", step, minibatch, evaluation.prediction());
      }
      gallery.show(epoch, samples, minibatch, evaluation.prediction());
      sum += evaluation.losses().get(0) * batch.size();
      samples += batch.size();
    }
    return samples == 0
        ? new Validated(Double.NaN, Map.of())
        : new Validated(sum / samples, validation.scores());
  }
}
