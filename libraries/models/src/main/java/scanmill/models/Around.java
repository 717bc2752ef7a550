package scanmill.models;

import java.util.List;
import java.util.OptionalInt;
import scanmill.engine.Inputs;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.engine.VectorInput;

/** A network that takes and gives what another one does. */
abstract class Around implements Predictor {
  final Predictor network;

  /**
   * @param network closed with this
   */
  Around(Predictor network) {
    this.network = network;
  }

  @Override
  public final Tensor predict(Tensor input) {
    return predict(Inputs.of(input));
  }

  @Override
  public abstract Tensor predict(Inputs inputs);

  @Override
  public abstract Tensor predictDropping(Inputs inputs, long... seeds);

  @Override
  public final List<VectorInput> vectors() {
    return network.vectors();
  }

  @Override
  public final int inputChannels() {
    return network.inputChannels();
  }

  @Override
  public final OptionalInt outputChannels() {
    return network.outputChannels();
  }

  @Override
  public final int dimensions() {
    return network.dimensions();
  }

  @Override
  public void close() {
    network.close();
  }
}
