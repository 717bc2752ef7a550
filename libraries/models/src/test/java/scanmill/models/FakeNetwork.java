package scanmill.models;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import scanmill.engine.Inputs;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.engine.VectorInput;

/**
 * A network whose answer can be worked out by hand.
 *
 * @param answer to the image
 * @param dropping answer to the image with seeds as a tensor of one number per sample
 */
record FakeNetwork(
    int dimensions,
    int inputChannels,
    List<VectorInput> vectors,
    UnaryOperator<Inputs> answer,
    BinaryOperator<Tensor> dropping)
    implements Predictor {

  /** Says what it sees. */
  static FakeNetwork copy(int dimensions) {
    return of(dimensions, input -> input);
  }

  static FakeNetwork of(int dimensions, UnaryOperator<Tensor> answer) {
    return new FakeNetwork(
        dimensions,
        1,
        List.of(),
        inputs -> Inputs.of(answer.apply(inputs.image())),
        (image, seeds) -> image);
  }

  @Override
  public Tensor predict(Tensor input) {
    return predict(Inputs.of(input));
  }

  @Override
  public Tensor predict(Inputs inputs) {
    return answer.apply(inputs).image();
  }

  @Override
  public Tensor predictDropping(Inputs inputs, long... seeds) {
    float[] numbers = new float[seeds.length];
    for (int n = 0; n < numbers.length; n++) {
      numbers[n] = (seeds[n] >>> 40) / (float) (1 << 24);
    }
    return dropping.apply(inputs.image(), Tensor.of(numbers, seeds.length));
  }

  @Override
  public OptionalInt outputChannels() {
    return OptionalInt.of(1);
  }

  @Override
  public void close() {}
}
