package scanmill.engine;

/**
 * One tensor that a network keeps.
 *
 * @param name PyTorch's path, such as {@code encoder.down_path.0.conv1.weight}
 * @param dimensions its shape
 * @param trainable false for running statistics
 * @param start how it begins
 */
public record ParameterSpec(String name, Dimensions dimensions, boolean trainable, Start start) {

  /** What its numbers are before any training. */
  public sealed interface Start {}

  /** Uniform in (-bound, bound). */
  public record Uniform(double bound) implements Start {}

  /** Normally distributed. */
  public record Normal(double mean, double deviation) implements Start {}

  /** The same number everywhere. */
  public record Constant(float value) implements Start {}

  /** At all times the tensor of another name. */
  public record SameAs(String name) implements Start {}

  public int[] shape() {
    return dimensions.toArray();
  }

  public long size() {
    return Tensor.size(shape());
  }

  /** Whether this is a tensor of its own and not a second name of another. */
  public boolean own() {
    return !(start instanceof SameAs);
  }
}
