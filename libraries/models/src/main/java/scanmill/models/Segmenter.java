package scanmill.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import scanmill.configuration.Config;
import scanmill.engine.Inputs;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.problems.BadInputException;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.Blend;
import scanmill.volumes.GridShape;
import scanmill.volumes.Patch;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Stitcher;
import scanmill.volumes.Window;

/**
 * Runs a network over a prepared sample: cuts it into the windows the network was trained on,
 * treats each as in training, predicts them in batches and stitches the answers.
 *
 * <p>A window never depends on another, so the result is the same whatever the batch size. Slices
 * that the network was never shown, since a channel has one value only, are not shown to it either:
 * nothing is found on them. Memory is reckoned beforehand, see {@link TilePlan}. Thread-safe.
 */
public final class Segmenter {
  private final Predictor predictor;
  private final Config config;
  private final SegmenterSettings settings;
  private final Tiling tiling;
  private final WindowTreatment treatment;
  private final TilePlan.Appetite appetite;
  private final Blend blend;

  /**
   * @param predictor of the model that the configuration belongs to; closed by whoever made it
   * @param batchSize windows per call of the network at most, at least 1
   */
  public Segmenter(Predictor predictor, Config config, int batchSize) {
    this(predictor, config, SegmenterSettings.DEFAULT.withBatchSize(batchSize));
  }

  /**
   * @param predictor of the model that the configuration belongs to, an {@link Ensemble} or {@link
   *     Flipped}; closed by whoever made it
   * @throws BadInputException if the settings do not suit the model
   */
  public Segmenter(Predictor predictor, Config config, SegmenterSettings settings) {
    this.predictor = predictor;
    this.config = config;
    this.settings = settings;
    this.tiling = Tiling.of(config).with(settings);
    this.treatment = new WindowTreatment(config);
    this.appetite = NetworkAppetite.of(config, predictor);
    this.blend = settings.blend().orElse(config.likeIvadomed() ? Blend.MEAN : Blend.GAUSSIAN);
  }

  /** The same network, other settings. */
  public Segmenter with(SegmenterSettings other) {
    return new Segmenter(predictor, config, other);
  }

  /**
   * The same, mirrored along these axes and no others.
   *
   * @throws BadInputException {@code flips-axes} if the network's windows have no such axis
   */
  public Segmenter flipped(List<Integer> axes) {
    return new Segmenter(Flipped.of(predictor, axes), config, settings);
  }

  /**
   * The mean of this model and others, which are asked in the way of this one.
   *
   * @throws BadInputException {@code ensemble-members-differ} if they want their images prepared
   *     otherwise, or know other classes
   */
  public Segmenter together(List<Segmenter> others) {
    if (others.isEmpty()) {
      return this;
    }
    others.forEach(other -> EnsembleMembers.require(config, other.config));
    List<Predictor> members = new ArrayList<>(List.of(predictor));
    others.forEach(other -> members.add(other.predictor));
    return new Segmenter(new Ensemble(members), config, settings);
  }

  /** Of the model. */
  public Config config() {
    return config;
  }

  public SegmenterSettings settings() {
    return settings;
  }

  /** How many classes a prediction has. */
  public int classes() {
    return appetite.classes();
  }

  /**
   * What predicting a sample takes, in bytes.
   *
   * @throws BadInputException {@code memory-ceiling} if that is more than is allowed
   */
  public long bytes(GridShape sample, Optional<Repetition> repetition) {
    return plan(sample, Pass.of(repetition)).bytes();
  }

  private TilePlan plan(GridShape sample, List<Pass> passes) {
    return TilePlan.of(sample, tiling, appetite, settings, passes.size());
  }

  /** Predicts every voxel of a sample of which no more is known than its voxels. */
  public ProbabilityMap predict(Sample sample) {
    return predict(sample, SideFacts.NONE);
  }

  /**
   * Predicts every voxel of a prepared sample.
   *
   * @param sample as {@link Preparation#prepare} made it, one volume per input channel
   * @return one soft channel per class, on the sample's grid
   * @throws BadInputException if the sample has another number of channels than the model, or the
   *     network another number of classes than its configuration, or if it takes too much memory
   */
  public ProbabilityMap predict(Sample sample, SideFacts facts) {
    return predict(sample, facts, Optional.empty(), repeated -> {});
  }

  /**
   * The same, and repeated predictions besides, in as few walks over the windows as memory allows.
   *
   * @param each takes in every repeated prediction, in their order, on the sample's grid
   * @return the prediction without chance, the same as without a repetition
   */
  public ProbabilityMap predict(
      Sample sample,
      SideFacts facts,
      Optional<Repetition> repetition,
      Consumer<ProbabilityMap> each) {
    ModelInputs.require(config, sample.channels());
    List<Pass> passes = Pass.of(repetition);
    TilePlan plan = plan(sample.grid().shape(), passes);
    Walk walk = new Walk(sample, facts, plan);
    List<ProbabilityMap> first =
        walk.run(passes.subList(0, Math.min(plan.passes(), passes.size())));
    first.subList(1, first.size()).forEach(each);
    ProbabilityMap steady = first.get(0);
    for (int from = plan.passes(); from < passes.size(); from += plan.passes()) {
      int to = Math.min(from + plan.passes(), passes.size());
      walk.run(passes.subList(from, to)).forEach(each);
    }
    return steady;
  }

  /** One sample on its way through the network. */
  private final class Walk {
    private final Sample sample;
    private final TilePlan plan;
    private final VectorRows vectors;
    private final List<Integer> shown;

    Walk(Sample sample, SideFacts facts, TilePlan plan) {
      this.sample = sample;
      this.plan = plan;
      this.vectors = VectorRows.of(predictor.vectors(), sample, facts);
      this.shown = Shown.windows(plan.windows(), sample, facts, config);
    }

    List<ProbabilityMap> run(List<Pass> passes) {
      List<Stitcher> stitchers = new ArrayList<>();
      while (stitchers.size() < passes.size()) {
        stitchers.add(new Stitcher(sample.grid(), plan.windows(), appetite.classes(), blend));
      }
      for (int from = 0; from < shown.size(); from += plan.batch()) {
        List<Integer> batch = shown.subList(from, Math.min(from + plan.batch(), shown.size()));
        predict(batch, passes, stitchers);
      }
      return stitchers.stream().map(Stitcher::finish).toList();
    }

    private void predict(List<Integer> batch, List<Pass> passes, List<Stitcher> stitchers) {
      Optional<List<Sample>> same = Optional.empty();
      for (int p = 0; p < passes.size(); p++) {
        Pass pass = passes.get(p);
        List<Sample> treated;
        if (pass.augmentation()) {
          treated = treated(batch, pass);
        } else {
          treated = same.orElseGet(() -> treated(batch, pass));
          same = Optional.of(treated);
        }
        Tensor output = answer(inputs(treated), batch, pass);
        stitch(output, batch, treated, pass, stitchers.get(p));
      }
    }

    private List<Sample> treated(List<Integer> batch, Pass pass) {
      List<Sample> treated = new ArrayList<>();
      for (int number : batch) {
        Window window = plan.windows().get(number);
        treated.add(
            pass.augmentation()
                ? treatment.augmented(sample, window, pass.seed(number))
                : treatment.of(sample, window));
      }
      return treated;
    }

    private Inputs inputs(List<Sample> treated) {
      GridShape box = treated.get(0).grid().shape();
      int channels = appetite.channels();
      int voxels = box.length();
      float[] input = new float[Math.multiplyExact(treated.size() * channels, voxels)];
      for (int n = 0; n < treated.size(); n++) {
        for (int c = 0; c < channels; c++) {
          float[] data = treated.get(n).channels().get(c).data();
          Patch.copy(data, box, Window.all(box), input, (n * channels + c) * voxels);
        }
      }
      int[] shape =
          tiling.dimensions() == 2
              ? new int[] {treated.size(), channels, box.i(), box.j()}
              : new int[] {treated.size(), channels, box.i(), box.j(), box.k()};
      return vectors.beside(Tensor.of(input, shape));
    }

    private Tensor answer(Inputs inputs, List<Integer> batch, Pass pass) {
      Tensor output =
          pass.dropout()
              ? predictor.predictDropping(inputs, batch.stream().mapToLong(pass::seed).toArray())
              : predictor.predict(inputs);
      int voxels = plan.windows().get(0).shape().length();
      if (output.size() != batch.size() * appetite.classes() * voxels) {
        throw BadInputException.of(
            "model-output",
            "The model's configuration promises "
                + appetite.classes()
                + " classes; its network returned an output of another size.",
            "Package the model with the configuration it was trained with.");
      }
      return output;
    }

    private void stitch(
        Tensor output, List<Integer> batch, List<Sample> treated, Pass pass, Stitcher stitcher) {
      int each = output.size() / batch.size();
      for (int n = 0; n < batch.size(); n++) {
        Window window = plan.windows().get(batch.get(n));
        if (pass.augmentation()) {
          ProbabilityMap there =
              ProbabilityMap.ofRows(
                  treated.get(n).grid(), output.values(), n * each, appetite.classes());
          stitcher.add(window, History.of(treated.get(n)).undo(there));
        } else {
          stitcher.add(window, output.values(), n * each);
        }
      }
    }
  }
}
