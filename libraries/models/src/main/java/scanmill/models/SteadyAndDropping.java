package scanmill.models;

import scanmill.engine.Inputs;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;

/**
 * One network in two engines: ONNX Runtime predicts, libtorch predicts with dropout at work. So a
 * prediction is the same, bit for bit, whether or not it is asked how sure it is.
 */
final class SteadyAndDropping extends Around {
  private final Predictor dropping;

  /** Both closed with this. */
  SteadyAndDropping(Predictor steady, Predictor dropping) {
    super(steady);
    this.dropping = dropping;
  }

  @Override
  public Tensor predict(Inputs inputs) {
    return network.predict(inputs);
  }

  @Override
  public Tensor predictDropping(Inputs inputs, long... seeds) {
    return dropping.predictDropping(inputs, seeds);
  }

  @Override
  public void close() {
    super.close();
    dropping.close();
  }
}
