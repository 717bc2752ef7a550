package scanmill.training;

import java.util.Optional;
import java.util.OptionalInt;
import scanmill.configuration.Config;
import scanmill.configuration.PatchFilterParams;
import scanmill.configuration.PatchSampling;
import scanmill.configuration.Phase;
import scanmill.configuration.SliceFilterParams;
import scanmill.configuration.TransformEntry;
import scanmill.datasets.BatchMaker;
import scanmill.datasets.PatchDrawing;
import scanmill.datasets.SampleFilter;
import scanmill.datasets.SampleMaker;
import scanmill.datasets.SampleRules;
import scanmill.datasets.Shelf;
import scanmill.models.Preparation;
import scanmill.models.Tiling;
import scanmill.problems.BadInputException;
import scanmill.volumes.GridShape;

/**
 * How a configuration makes samples out of scans, phase by phase. Everybody who has the effective
 * configuration has the same plan. Immutable and thread-safe.
 */
public final class LearningPlan {
  private final Config config;
  private final Tiling tiling;

  private LearningPlan(Config config) {
    this.config = config;
    this.tiling = Tiling.of(config);
  }

  /**
   * @param config the effective one: what is found in the training set, such as the numbers of
   *     {@code NormalizeDataset}, is written into it before batches are made
   * @throws BadInputException {@code patch-sampling-without-patches}
   */
  public static LearningPlan of(Config config) {
    LearningPlan plan = new LearningPlan(config);
    if (plan.tiling.patches().isEmpty()
        && config.loaderParameters().patchSampling().method() != PatchSampling.Method.GRID) {
      String key = "length_" + plan.tiling.dimensions() + "D";
      throw BadInputException.of(
          "patch-sampling-without-patches",
          "loader_parameters.patch_sampling.method: required \"grid\", or patches to draw; found no "
              + key
              + " in the model's parameters.",
          "Set default_model." + key + " to the size of the patches, or the method to \"grid\".");
    }
    return plan;
  }

  public Config config() {
    return config;
  }

  /** What is done once for each scan. */
  public PreparationPlan preparation(Phase phase) {
    return PreparationPlan.of(config, phase);
  }

  /** What becomes of prepared scans. */
  public SampleRules rules(Phase phase) {
    SliceFilterParams s = config.loaderParameters().sliceFilterParams();
    PatchFilterParams p = config.loaderParameters().patchFilterParams();
    boolean learning = phase == Phase.TRAINING;
    return new SampleRules(
        tiling.dimensions(),
        tiling::over,
        learning ? drawing() : Optional.empty(),
        new SampleFilter(s.filterEmptyInput(), s.filterEmptyMask(), s.filterAbsentClass()),
        cropsToRegion(phase)
            ? config.loaderParameters().roiParams().sliceFilterRoi().stream()
                .mapToInt(n -> n)
                .findFirst()
            : OptionalInt.empty(),
        phase == Phase.TESTING
            ? SampleFilter.NONE
            : new SampleFilter(p.filterEmptyInput(), p.filterEmptyMask(), p.filterAbsentClass()),
        tiling.dimensions() == 2 && tiling.patches().isEmpty(),
        Preparation.of(config, phase).onWindows(phase),
        learning,
        config.loaderParameters().isInputDropout(),
        config.loaderParameters().softGt());
  }

  private Optional<PatchDrawing> drawing() {
    PatchSampling sampling = config.loaderParameters().patchSampling();
    if (sampling.method() == PatchSampling.Method.GRID) {
      return Optional.empty();
    }
    GridShape box = tiling.patches().orElseThrow().window();
    double share =
        sampling.method() == PatchSampling.Method.FOREGROUND ? sampling.foregroundFraction() : 0;
    int around = (int) Math.rint(share * sampling.patchesPerScan());
    return Optional.of(new PatchDrawing(box, sampling.patchesPerScan(), around));
  }

  /** As in ivadomed, the region decides about slices only where scans are cropped to it. */
  private boolean cropsToRegion(Phase phase) {
    for (TransformEntry entry : config.transformation().entries()) {
      if (entry.name().equals("ROICrop") && entry.datasetTypes().contains(phase)) {
        return true;
      }
    }
    return false;
  }

  /** Makes the samples of a phase. */
  public SampleMaker samples(Phase phase) {
    return new SampleMaker(rules(phase), config.randomSeed());
  }

  /** Makes the batches of a phase out of what a shelf lends. */
  public BatchMaker batches(Phase phase, Shelf shelf) {
    return new BatchMaker(samples(phase), preparation(phase).digest(), shelf);
  }
}
