package scanmill.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.configuration.PatchFilterParams;
import scanmill.configuration.Phase;
import scanmill.configuration.SliceFilterParams;
import scanmill.datasets.BatchLoader;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PreparedScans;
import scanmill.datasets.SampleFilter;
import scanmill.datasets.SampleSource;
import scanmill.datasets.ScanReader;
import scanmill.models.Network;
import scanmill.models.Preparation;
import scanmill.models.Tiling;
import scanmill.problems.BadInputException;

/** Training and validation samples, prepared once and loaded batch by batch. */
final class LearningData implements AutoCloseable {
  /** Prepared scans stay on the heap up to this share of it; the rest is mapped from files. */
  private static final double HEAP_SHARE = 0.25;

  private final PreparedScans trainingScans;
  private final PreparedScans validationScans;
  private final BatchLoader training;
  private final BatchLoader validation;

  private LearningData(
      PreparedScans trainingScans,
      PreparedScans validationScans,
      BatchLoader training,
      BatchLoader validation) {
    this.trainingScans = trainingScans;
    this.validationScans = validationScans;
    this.training = training;
    this.validation = validation;
  }

  /**
   * @param cache a folder for what does not fit in memory
   * @throws BadInputException if no training sample is left after filtering, or a file is at fault
   */
  static LearningData of(
      FrozenDataset dataset, Preparation preparation, Config config, Path cache, int workers)
      throws IOException {
    long budget = (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE);
    PreparedScans training =
        prepared(dataset.training(), preparation, cache.resolve("training"), budget * 3 / 4);
    PreparedScans validation =
        prepared(dataset.validation(), preparation, cache.resolve("validation"), budget / 4);
    SampleSource learnt = source(training, config);
    if (learnt.size() == 0) {
      training.close();
      validation.close();
      throw BadInputException.of(
          "dataset-no-samples",
          "Training needs at least one sample; the filters leave none of "
              + dataset.training().size()
              + " scans.",
          "Loosen loader_parameters.slice_filter_params or patch_filter_params, or check that the labels are not empty.");
    }
    return new LearningData(
        training,
        validation,
        loader(learnt, preparation, config, Phase.TRAINING, BatchLoader.Order.SHUFFLED, workers),
        loader(
            source(validation, config),
            preparation,
            config,
            Phase.VALIDATION,
            BatchLoader.Order.IN_TURN,
            workers));
  }

  private static PreparedScans prepared(
      List<BidsScan> scans, Preparation preparation, Path folder, long budget) throws IOException {
    PreparedScans prepared = new PreparedScans(folder, budget);
    for (BidsScan scan : scans) {
      prepared.add(preparation.prepare(ScanReader.read(scan)));
    }
    return prepared;
  }

  private static SampleSource source(PreparedScans scans, Config config) {
    Tiling tiling = Tiling.of(config);
    return SampleSource.of(scans, tiling::over, filter(config, tiling));
  }

  private static SampleFilter filter(Config config, Tiling tiling) {
    if (tiling.patches().isPresent() || tiling.dimensions() == 3) {
      PatchFilterParams p = config.loaderParameters().patchFilterParams();
      return new SampleFilter(p.filterEmptyInput(), p.filterEmptyMask(), p.filterAbsentClass());
    }
    SliceFilterParams s = config.loaderParameters().sliceFilterParams();
    return new SampleFilter(s.filterEmptyInput(), s.filterEmptyMask(), s.filterAbsentClass());
  }

  private static BatchLoader loader(
      SampleSource source,
      Preparation preparation,
      Config config,
      Phase phase,
      BatchLoader.Order order,
      int workers) {
    return new BatchLoader(
        source,
        preparation.onWindows(phase),
        order,
        config.trainingParameters().batchSize(),
        config.loaderParameters().softGt(),
        Network.dimensions(config),
        config.randomSeed(),
        workers);
  }

  BatchLoader training() {
    return training;
  }

  BatchLoader validation() {
    return validation;
  }

  @Override
  public void close() throws IOException {
    training.close();
    validation.close();
    trainingScans.close();
    validationScans.close();
  }
}
