package scanmill.inference;

import scanmill.engine.Predictor;
import scanmill.models.Segmenter;

/**
 * A model that is ready to predict.
 *
 * @param device {@code cpu} or {@code cuda:0}
 * @param bytes what it is taken to need, the size of its weights
 */
record LoadedModel(Predictor predictor, Segmenter segmenter, String device, long bytes)
    implements AutoCloseable {
  @Override
  public void close() {
    predictor.close();
  }
}
