package scanmill.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import scanmill.configuration.Config;
import scanmill.datasets.Batch;
import scanmill.datasets.BatchSource;
import scanmill.engine.Device;
import scanmill.engine.Evaluation;
import scanmill.engine.LossFunction;
import scanmill.engine.Native;
import scanmill.engine.Seed;
import scanmill.engine.StepResult;
import scanmill.engine.StepSettings;
import scanmill.engine.Tensor;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.Weights;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Restoration;
import scanmill.networks.Architecture;
import scanmill.networks.Losses;
import scanmill.problems.BadInputException;

/**
 * One doing of a training plan, from a dataset to a model package. Read {@link #train}.
 *
 * <p>Everything random follows from the configuration's seed, the epoch and the sample, so a run
 * that is cut short and resumed ends with the weights of an undisturbed one, bit for bit on one CPU
 * thread.
 *
 * <p>For one thread; several runs may go on side by side.
 */
public final class TrainingRun {
  private final TrainingPlan plan;
  private final RunFolder folder;
  private final Optional<Path> checkpoint;
  private final TrainingObserver observer;
  private final DataAccess access;
  private final Config config;
  private final Architecture architecture;
  private final LossFunction loss;
  private final Schedule schedule;
  private final EarlyStopping patience;
  private final long seed;

  /**
   * @param folder where the run keeps its outputs and checkpoints; one that holds a checkpoint of
   *     this plan is gone on with
   * @throws BadInputException if the configuration asks for something that does not exist, or that
   *     this version would leave out ({@code config-not-built})
   */
  public TrainingRun(TrainingPlan plan, Path folder, TrainingObserver observer) {
    this(plan, folder, Optional.empty(), observer);
  }

  /**
   * @param checkpoint of this plan, made elsewhere, to go on from where the folder holds none
   */
  public TrainingRun(
      TrainingPlan plan, Path folder, Optional<Path> checkpoint, TrainingObserver observer) {
    this(plan, folder, new LocalData(new RunFolder(folder).cache()), checkpoint, observer);
  }

  /**
   * @param access to the files of the dataset; scans that it prepares may be shared by runs
   */
  public TrainingRun(
      TrainingPlan plan,
      Path folder,
      DataAccess access,
      Optional<Path> checkpoint,
      TrainingObserver observer) {
    this.plan = plan;
    this.folder = new RunFolder(folder);
    this.access = access;
    this.checkpoint = checkpoint;
    this.observer = observer;
    this.config = plan.config();
    Supported.require(config);
    Restoration.of(config); // a step that does not exist is better known now than after training
    this.architecture = Network.of(config);
    this.loss =
        Losses.read(
            config.trainingParameters().loss().name(),
            config.trainingParameters().loss().args(),
            "training_parameters.loss",
            config.likeIvadomed());
    this.schedule = Schedules.of(config.trainingParameters());
    this.patience = Schedules.patience(config);
    this.seed = config.randomSeed();
  }

  /**
   * Trains, packages the best weights and tests them.
   *
   * @throws BadInputException if data or configuration are at fault
   * @throws IOException if the folder cannot be written; the run can be resumed
   */
  public Ending train() throws IOException {
    folder.create();
    folder.writeConfig(config);
    FrozenDataset dataset = FrozenDataset.of(plan, folder, access.files());
    observer.frozen(
        dataset.manifest(),
        dataset.training().size(),
        dataset.validation().size(),
        dataset.test().size());
    Checkpoint last;
    Config effective;
    try (LearningData data =
        LearningData.of(dataset, config, access, plan.workers(), observer::prepared)) {
      effective = data.config();
      folder.writeConfig(effective);
      Optional<Checkpoint> resumed = folder.lastCheckpoint(checkpoint, dataset.digest(), patience);
      Optional<Checkpoint> learnt = learn(data, dataset.digest(), resumed);
      if (learnt.isEmpty()) {
        return new Ending.Stopped(
            Math.max(folder.lastEpoch(), resumed.map(Checkpoint::epoch).orElse(0)));
      }
      last = learnt.get();
    }
    folder.writeCurve(last.curve());
    return finish(dataset, effective, last);
  }

  /** The loop. Empty if somebody asked to stop. */
  private Optional<Checkpoint> learn(
      LearningData data, String planDigest, Optional<Checkpoint> resumed) throws IOException {
    int epochs = config.trainingParameters().trainingTime().numEpochs();
    Checkpoint state =
        resumed.orElseGet(
            () -> {
              Weights initial = Weights.initial(architecture, seed);
              return new Checkpoint(
                  planDigest, 0, initial, Weights.of(Map.of()), initial, 0, patience, List.of());
            });
    Native.threads(plan.threads());
    Device device = Device.parse(plan.device());
    observer.started(device.toString(), epochs, state.epoch() + 1);
    try (TrainableNetwork network = new TrainableNetwork(architecture, state.weights(), device)) {
      if (resumed.isPresent()) {
        network.restoreOptimizer(state.optimizer());
      }
      for (int epoch = state.epoch() + 1; epoch <= epochs && !state.stopping().stop(); epoch++) {
        long start = System.nanoTime();
        double rate = schedule.rate(epoch);
        OptionalDouble trainingLoss = trainingPass(network, data.training(), epoch, rate);
        if (trainingLoss.isEmpty()) {
          return Optional.empty();
        }
        double trained = (System.nanoTime() - start) / 1e9;
        double waiting = data.training().takeWaitedSeconds() / Math.max(trained, 1e-9);
        Validated validated = validationPass(network, data.validation());
        double watched =
            Double.isNaN(validated.loss()) ? trainingLoss.getAsDouble() : validated.loss();
        boolean best = state.bestEpoch() == 0 || watched < state.stopping().best();
        Weights weights = network.weights();
        double seconds = (System.nanoTime() - start) / 1e9;
        CurvePoint point =
            new CurvePoint(
                epoch,
                trainingLoss.getAsDouble(),
                validated.loss(),
                validated.scores().getOrDefault("dice_score", Double.NaN),
                rate,
                seconds);
        state =
            new Checkpoint(
                planDigest,
                epoch,
                weights,
                network.optimizerState(),
                best ? weights : state.best(),
                best ? epoch : state.bestEpoch(),
                state.stopping().after(watched),
                Checkpoint.longer(state.curve(), point));
        Path file = folder.write(state);
        observer.epochCompleted(
            new EpochReport(
                epoch,
                trainingLoss.getAsDouble(),
                validated.loss(),
                validated.scores(),
                rate,
                seconds,
                Math.min(1, waiting),
                best),
            file);
      }
    }
    return Optional.of(state);
  }

  /** Mean loss over the samples; empty if somebody asked to stop. */
  private OptionalDouble trainingPass(
      TrainableNetwork network, BatchSource loader, int epoch, double rate) {
    OptionalDouble clipping =
        config.trainingParameters().gradientClipping().stream().mapToDouble(d -> d).findFirst();
    double sum = 0;
    int samples = 0;
    int batchNumber = 0;
    for (Iterator<Batch> batches = loader.epoch(epoch); batches.hasNext(); ) {
      Batch batch = batches.next();
      StepSettings settings = new StepSettings(rate, clipping, Seed.of(seed, epoch, batchNumber));
      StepResult step = network.step(input(batch), target(batch), loss, settings);
      if (!Double.isFinite(step.loss())) {
        throw BadInputException.of(
            "training-diverged",
            "The loss became "
                + step.loss()
                + " in epoch "
                + epoch
                + ", batch "
                + (batchNumber + 1)
                + ".",
            "Lower training_parameters.scheduler.initial_lr, or set training_parameters.gradient_clipping.");
      }
      sum += step.loss() * batch.size();
      samples += batch.size();
      batchNumber++;
      observer.batchCompleted(epoch, batchNumber, loader.batches());
      if (observer.stopRequested()) {
        return OptionalDouble.empty();
      }
    }
    return OptionalDouble.of(sum / samples);
  }

  private record Validated(double loss, Map<String, Double> scores) {}

  private Validated validationPass(TrainableNetwork network, BatchSource loader) {
    Validation validation = new Validation(config.outClasses());
    double sum = 0;
    int samples = 0;
    for (Iterator<Batch> batches = loader.epoch(1); batches.hasNext(); ) {
      Batch batch = batches.next();
      Evaluation evaluation = network.evaluate(input(batch), target(batch), loss);
      validation.add(evaluation.prediction().values(), batch.targets(), batch.size());
      sum += evaluation.losses().get(0) * batch.size();
      samples += batch.size();
    }
    return samples == 0
        ? new Validated(Double.NaN, Map.of())
        : new Validated(sum / samples, validation.scores());
  }

  private static Tensor input(Batch batch) {
    return Tensor.of(batch.inputs(), batch.inputShape());
  }

  private static Tensor target(Batch batch) {
    return Tensor.of(batch.targets(), batch.targetShape());
  }

  /**
   * Packages the best weights, tests the package, and packages again with the scores in its
   * provenance.
   */
  private Ending finish(FrozenDataset dataset, Config effective, Checkpoint last)
      throws IOException {
    Map<String, Double> scores = new LinkedHashMap<>();
    ModelPackage model = write(dataset, effective, last, scores);
    if (!dataset.test().isEmpty()) {
      scores.putAll(TestPass.run(model, dataset, access.files(), folder, plan.threads()));
      model = write(dataset, effective, last, scores);
    }
    Files.copy(
        model.torchScript().orElseThrow(),
        folder.outputs().resolve("best_model.pt"),
        StandardCopyOption.REPLACE_EXISTING);
    folder.writeFinalModel(architecture, last.weights());
    return new Ending.Finished(model.folder(), folder.outputs(), scores);
  }

  private ModelPackage write(
      FrozenDataset dataset, Config effective, Checkpoint last, Map<String, Double> scores)
      throws IOException {
    return ModelPackage.write(
        folder.outputs(),
        config.modelName(),
        effective,
        architecture,
        last.best(),
        dataset.provenance(plan, last, scores));
  }
}
