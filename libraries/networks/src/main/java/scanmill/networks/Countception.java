package scanmill.networks;

import scanmill.engine.BatchNormalization;
import scanmill.engine.Convolution;
import scanmill.engine.Graph;
import scanmill.engine.Initial;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * ivadomed's {@code Countception}: a heat map per class, whose peaks are key points, in slices.
 * Every pixel counts in all windows that see it. Output values are not bounded and no background is
 * dropped. Names of tensors are ivadomed's. Cohen et al., Count-ception, ICCV workshops 2017;
 * Rouhier et al., Spine intervertebral disc labeling, 2020.
 *
 * @param inChannels contrasts that go in; ivadomed's default is 3
 * @param outChannels heat maps
 * @param useLogits must be false: the form with logits cannot be run in ivadomed either
 * @param logitsPerOutput of the form with logits; without meaning
 */
public record Countception(
    @Key("in_channel") @Default("3") int inChannels,
    @Key("out_channel") @Default("1") int outChannels,
    @Default("false") boolean useLogits,
    @Default("12") int logitsPerOutput)
    implements Architecture {
  private static final double SLOPE = 0.01;
  private static final double LAST_SLOPE = 0.3;
  private static final int BORDER = 40;

  public Countception {
    ArchitectureArguments.requireChannels(inChannels, outChannels);
    if (useLogits) {
      throw new IllegalArgumentException("use_logits is false");
    }
  }

  public Countception(int inChannels, int outChannels) {
    this(inChannels, outChannels, false, 12);
  }

  @Override
  public int inputChannels() {
    return inChannels;
  }

  @Override
  public int outputChannels() {
    return outChannels;
  }

  @Override
  public int dimensions() {
    return 2;
  }

  @Override
  public <V> V build(Graph<V> graph, V input) {
    V x = block(graph, "conv1", input, inChannels, 64, 3, BORDER, SLOPE);
    x = inception(graph, "simple1", x, 64, 16, 16);
    x = inception(graph, "simple2", x, 48, 16, 32);
    x = block(graph, "conv2", x, 80, 16, 14, 0, SLOPE);
    x = inception(graph, "simple3", x, 16, 112, 48);
    x = inception(graph, "simple4", x, 208, 64, 32);
    x = inception(graph, "simple5", x, 128, 40, 40);
    x = inception(graph, "simple6", x, 120, 32, 96);
    x = block(graph, "conv3", x, 224, 32, 20, 0, SLOPE);
    x = block(graph, "conv4", x, 32, 64, 10, 0, SLOPE);
    x = block(graph, "conv5", x, 64, 32, 9, 0, SLOPE);
    return block(graph, "conv6", x, 32, outChannels, 20, 1, LAST_SLOPE);
  }

  /** Three kernels side by side, each taking one pixel off every side. */
  private static <V> V inception(Graph<V> graph, String name, V x, int in, int small, int large) {
    V three = block(graph, name + ".conv1", x, in, small, 3, 0, SLOPE);
    V five = block(graph, name + ".conv2", x, in, large, 5, 1, SLOPE);
    V nine = block(graph, name + ".conv3", x, in, large, 9, 3, SLOPE);
    return graph.concat(graph.concat(three, five), nine);
  }

  private static <V> V block(
      Graph<V> graph, String name, V x, int in, int out, int kernel, int padding, double slope) {
    Convolution layer =
        new Convolution(in, out, kernel, 1, padding, true).from(Initial.GLOROT_LEAKY);
    V y = graph.convolution(name + ".conv1", x, layer);
    y = graph.batchNorm(name + ".batch_norm", y, new BatchNormalization(out));
    return graph.leakyRelu(y, slope);
  }
}
