package scanmill.training;

import java.io.IOException;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.engine.Device;
import scanmill.engine.Predictor;
import scanmill.models.Cascade;
import scanmill.models.ModelPackage;
import scanmill.models.Predictors;
import scanmill.models.Preparation;
import scanmill.models.Restoration;
import scanmill.models.Segmenter;
import scanmill.models.SegmenterSettings;
import scanmill.models.SideFacts;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.ProbabilityMap;

/**
 * A packaged model as it is asked about whole scans: by itself, or where another one found
 * something.
 */
final class Answering implements AutoCloseable {
  private final Config config;
  private final Segmenter segmenter;
  private final Optional<Cascade> cascade;
  private final Runnable closing;

  private Answering(
      Config config, Segmenter segmenter, Optional<Cascade> cascade, Runnable closing) {
    this.config = config;
    this.segmenter = segmenter;
    this.cascade = cascade;
    this.closing = closing;
  }

  /**
   * @param config how scans are prepared and batched
   * @param dropping whether it is asked repeatedly with dropout at work, too
   */
  static Answering of(ModelPackage model, Config config, int threads, boolean dropping)
      throws IOException {
    SegmenterSettings settings =
        SegmenterSettings.DEFAULT.withBatchSize(config.trainingParameters().batchSize());
    if (Cascade.declared(config)) {
      Cascade cascade = Cascade.open(model, Device.CPU, threads, settings);
      return new Answering(config, cascade.segmenter(), Optional.of(cascade), cascade::close);
    }
    Predictor predictor = Predictors.of(model, Device.CPU, threads, dropping);
    try {
      return new Answering(
          config, new Segmenter(predictor, config, settings), Optional.empty(), predictor::close);
    } catch (RuntimeException e) {
      predictor.close();
      throw e;
    }
  }

  /** The model by itself. */
  Segmenter segmenter() {
    return segmenter;
  }

  /** Probabilities on a scan's own grid, above the noise, no step done. */
  ProbabilityMap back(Sample original, SideFacts facts) {
    if (cascade.isPresent()) {
      return Restoration.back(
          cascade.get().predict(original, facts).probabilities(), History.of(original));
    }
    Sample prepared = Preparation.of(config).prepare(original);
    return Restoration.back(segmenter.predict(prepared, facts), History.of(prepared));
  }

  @Override
  public void close() {
    closing.run();
  }
}
