package scanmill.models;

import java.util.List;
import java.util.OptionalInt;
import scanmill.engine.Inputs;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.engine.VectorInput;

/**
 * One network in two engines: ONNX Runtime predicts, libtorch predicts with dropout at work. So a
 * prediction is the same, bit for bit, whether or not it is asked how sure it is.
 */
final class SteadyAndDropping implements Predictor {
  private final Predictor steady;
  private final Predictor dropping;

  /** Both closed with this. */
  SteadyAndDropping(Predictor steady, Predictor dropping) {
    this.steady = steady;
    this.dropping = dropping;
  }

  @Override
  public Tensor predict(Tensor input) {
    return steady.predict(input);
  }

  @Override
  public Tensor predict(Inputs inputs) {
    return steady.predict(inputs);
  }

  @Override
  public Tensor predictDropping(Inputs inputs, long... seeds) {
    return dropping.predictDropping(inputs, seeds);
  }

  @Override
  public List<VectorInput> vectors() {
    return steady.vectors();
  }

  @Override
  public int inputChannels() {
    return steady.inputChannels();
  }

  @Override
  public OptionalInt outputChannels() {
    return steady.outputChannels();
  }

  @Override
  public int dimensions() {
    return steady.dimensions();
  }

  @Override
  public void close() {
    steady.close();
    dropping.close();
  }
}
