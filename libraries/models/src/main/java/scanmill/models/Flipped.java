package scanmill.models;

import java.util.List;
import java.util.function.Function;
import scanmill.engine.Inputs;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.problems.BadInputException;

/**
 * A network that is also shown the mirror images of every window, and the mean of what it says,
 * each answer mirrored back: test-time flips. With n axes it takes 2^n times as long.
 */
public final class Flipped extends Around {
  private final List<Integer> axes;

  /**
   * @param network closed with this
   * @param axes of space that are mirrored, from 0, in all combinations
   * @throws BadInputException {@code flips-axes} if the network's windows have no such axis
   */
  public Flipped(Predictor network, List<Integer> axes) {
    super(network);
    this.axes = axes.stream().distinct().sorted().toList();
    if (this.axes.stream().anyMatch(axis -> axis < 0 || axis >= network.dimensions())) {
      throw BadInputException.of(
          "flips-axes",
          "Windows of this model can be mirrored along axes 0 to "
              + (network.dimensions() - 1)
              + "; found "
              + axes
              + ".",
          "Name axes of its slices or volumes, such as 0,1.");
    }
  }

  /** A network mirrored along these axes and no others; as it is for none. */
  static Predictor of(Predictor network, List<Integer> axes) {
    Predictor straight = network instanceof Flipped flipped ? flipped.network : network;
    return axes.isEmpty() ? straight : new Flipped(straight, axes);
  }

  @Override
  public Tensor predict(Inputs inputs) {
    return mean(inputs, network::predict);
  }

  @Override
  public Tensor predictDropping(Inputs inputs, long... seeds) {
    return mean(inputs, mirrored -> network.predictDropping(mirrored, seeds));
  }

  private Tensor mean(Inputs inputs, Function<Inputs, Tensor> answer) {
    int combinations = 1 << axes.size();
    Tensor firm = answer.apply(inputs);
    float[] sum = firm.values().clone();
    for (int combination = 1; combination < combinations; combination++) {
      Tensor mirrored = mirror(inputs.image(), combination);
      Tensor back = mirror(answer.apply(new Inputs(mirrored, inputs.vectors())), combination);
      for (int v = 0; v < sum.length; v++) {
        sum[v] += back.values()[v];
      }
    }
    for (int v = 0; v < sum.length; v++) {
      sum[v] /= combinations;
    }
    return Tensor.of(sum, firm.shape());
  }

  /** Reverses the axes whose bits are set. */
  private Tensor mirror(Tensor tensor, int combination) {
    Tensor mirrored = tensor;
    for (int a = 0; a < axes.size(); a++) {
      if ((combination & 1 << a) != 0) {
        mirrored = reverse(mirrored, axes.get(a) + 2);
      }
    }
    return mirrored;
  }

  private static Tensor reverse(Tensor tensor, int axis) {
    int[] shape = tensor.shape();
    int inner = 1;
    for (int a = axis + 1; a < shape.length; a++) {
      inner *= shape[a];
    }
    int extent = shape[axis];
    float[] from = tensor.values();
    float[] to = new float[from.length];
    for (int block = 0; block < from.length; block += extent * inner) {
      for (int n = 0; n < extent; n++) {
        System.arraycopy(from, block + n * inner, to, block + (extent - 1 - n) * inner, inner);
      }
    }
    return Tensor.of(to, shape);
  }
}
