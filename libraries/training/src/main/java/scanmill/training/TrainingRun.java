package scanmill.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.FilmedUnet;
import scanmill.configuration.Postprocessing;
import scanmill.datasets.BidsScan;
import scanmill.datasets.Conditioning;
import scanmill.engine.Weights;
import scanmill.models.Cascade;
import scanmill.models.Finder;
import scanmill.models.ModelPackage;
import scanmill.models.Restoration;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

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
    requireFinder(config);
    Restoration.of(config); // a step that does not exist is better known now than after training
    Recipe.of(config, config.filmedUnet().filter(FilmedUnet::applied).isPresent() ? 1 : 0);
  }

  private static void requireFinder(Config config) {
    try {
      Optional<ModelPackage> unused = Finder.named(config);
    } catch (IOException e) {
      throw new UncheckedIOException("The model that finds first cannot be read", e);
    }
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
    FrozenDataset looked =
        new DetectionPass(config, access.files(), folder.outputs(), plan.threads()).run(dataset);
    Recipe recipe = Recipe.of(config, dataset.conditioning().map(Conditioning::length).orElse(0));
    Checkpoint last;
    Config effective;
    try (LearningData data =
        LearningData.of(looked, config, access, plan.workers(), observer::prepared)) {
      effective = data.config();
      folder.writeConfig(effective);
      Optional<Checkpoint> resumed =
          folder.lastCheckpoint(checkpoint, dataset.digest(), recipe.patience());
      Optional<Transfer> transfer = Transfer.of(config, recipe.architecture());
      Recipe taught = transfer.map(t -> recipe.freezing(t.frozen())).orElse(recipe);
      Optional<Checkpoint> learnt =
          new Learning(plan, taught, folder, observer)
              .run(data, resumed, () -> begin(recipe, dataset.digest(), transfer));
      if (learnt.isEmpty()) {
        return new Ending.Stopped(
            Math.max(folder.lastEpoch(), resumed.map(Checkpoint::epoch).orElse(0)));
      }
      last = learnt.get();
    }
    return finish(recipe, dataset, effective, last);
  }

  private static Checkpoint begin(Recipe recipe, String planDigest, Optional<Transfer> transfer) {
    Weights initial =
        transfer
            .map(Transfer::weights)
            .orElseGet(() -> Weights.initial(recipe.architecture(), recipe.seed()));
    return new Checkpoint(
        planDigest, 0, initial, Weights.of(Map.of()), initial, 0, recipe.patience(), List.of());
  }

  /**
   * Packages the best weights, finds the threshold of their probabilities if that is asked for,
   * tests the package, and packages again with the scores in its provenance.
   */
  private Ending finish(Recipe recipe, FrozenDataset dataset, Config learnt, Checkpoint last)
      throws IOException {
    Map<String, Double> scores = new LinkedHashMap<>();
    ModelPackage model = write(recipe, dataset, learnt, last, scores);
    Config effective = thresholded(recipe, model, dataset, learnt);
    if (!effective.equals(learnt)) {
      folder.writeConfig(effective);
      model = write(recipe, dataset, effective, last, scores);
    }
    if (!dataset.test().isEmpty()) {
      scores.putAll(test(recipe, model, dataset));
      model = write(recipe, dataset, effective, last, scores);
    }
    Files.copy(
        model.torchScript().orElseThrow(),
        folder.outputs().resolve("best_model.pt"),
        StandardCopyOption.REPLACE_EXISTING);
    folder.writeFinalModel(recipe.architecture(), last.weights());
    return new Ending.Finished(model.folder(), folder.outputs(), scores);
  }

  /** The configuration with the threshold that is best for what was learnt from. */
  private Config thresholded(
      Recipe recipe, ModelPackage model, FrozenDataset dataset, Config effective)
      throws IOException {
    if (effective.thresholdSearch().isEmpty()) {
      return effective;
    }
    List<BidsScan> scans = new ArrayList<>(dataset.training());
    scans.addAll(dataset.validation());
    List<Double> found =
        new ThresholdPass(
                model,
                effective.thresholdSearch().get(),
                access,
                folder.outputs(),
                plan.threads(),
                plan.workers())
            .run(
                new TestScans(scans, dataset.conditioning()),
                recipe.architecture().outputIsImage());
    if (found.isEmpty()) {
      return effective;
    }
    ObjectNode json = effective.toJson();
    Postprocessing.putThresholds(json, found);
    return Config.parse(json, "config").config();
  }

  private Map<String, Double> test(Recipe recipe, ModelPackage model, FrozenDataset dataset)
      throws IOException {
    TestScans scans = new TestScans(dataset.test(), dataset.conditioning());
    return recipe.architecture().outputIsImage()
        ? new TestPass(model, model.config(), access.files(), folder.outputs(), plan.threads())
            .run(scans, List.of(), scan -> {})
        : new ClassifierPass(model, access, folder.outputs(), plan.threads(), plan.workers())
            .run(scans);
  }

  private ModelPackage write(
      Recipe recipe,
      FrozenDataset dataset,
      Config effective,
      Checkpoint last,
      Map<String, Double> scores)
      throws IOException {
    ModelPackage model =
        ModelPackage.write(
            folder.outputs(),
            config.modelName(),
            dataset.finder().map(f -> Finder.naming(effective, f.name())).orElse(effective),
            recipe.architecture(),
            last.best(),
            dataset.provenance(plan, last, scores));
    Path within = model.folder();
    Optional<ModelPackage> finder = dataset.finder();
    while (finder.isPresent()) { // which may itself look where another one found something
      finder.get().copyTo(within);
      within = within.resolve(finder.get().name());
      finder = Cascade.finder(finder.get());
    }
    if (dataset.conditioning().isPresent()) {
      RunFolder.write(
          model.folder().resolve(Conditioning.FILE),
          StrictJson.pretty(dataset.conditioning().get().toJson()));
    }
    return model;
  }
}
