package scanmill.networks;

import scanmill.engine.BatchNormalization;
import scanmill.engine.Convolution;
import scanmill.engine.Graph;
import scanmill.engine.Initial;
import scanmill.engine.Linear;
import scanmill.engine.Pooling;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * ResNet-18 as a classifier of slices or volumes: one row of probabilities per sample. Names of
 * tensors are torchvision's. He et al., Deep residual learning, CVPR 2016.
 *
 * <p>With one class, as in ivadomed: two outputs, softmax, the probability of the second. With K
 * classes that exclude each other, K + 1 outputs, of which the first, none of them, is dropped.
 *
 * @param inChannels contrasts that go in; 1 in ivadomed
 * @param outChannels 1 for one class, K + 1 for K classes, see {@link UNet#outChannelsFor}
 * @param is2d slices, else volumes, which ivadomed does not have
 */
public record Resnet18(
    @Key("in_channel") @Default("1") int inChannels,
    @Key("out_channel") @Default("1") int outChannels,
    @Key("is_2d") @Default("true") boolean is2d)
    implements Architecture {
  private static final int WIDTH = 64;
  private static final int STAGES = 4;

  public Resnet18 {
    ArchitectureArguments.requireChannels(inChannels, outChannels);
  }

  @Override
  public int inputChannels() {
    return inChannels;
  }

  @Override
  public int outputChannels() {
    return UNet.withoutBackground(outChannels);
  }

  @Override
  public boolean outputIsImage() {
    return false;
  }

  @Override
  public int dimensions() {
    return is2d ? 2 : 3;
  }

  @Override
  public <V> V build(Graph<V> graph, V input) {
    V x = graph.convolution("conv1", input, convolution(inChannels, WIDTH, 7, 2));
    x = graph.relu(graph.batchNorm("bn1", x, new BatchNormalization(WIDTH)));
    x = graph.maxPool(x, new Pooling(3, 2, 1));
    int channels = WIDTH;
    for (int stage = 0; stage < STAGES; stage++) {
      String name = "layer" + (stage + 1);
      int out = WIDTH << stage;
      x = block(graph, name + ".0", x, channels, out);
      x = block(graph, name + ".1", x, out, out);
      channels = out;
    }
    int outputs = Math.max(2, outChannels);
    x = graph.linear("fc", graph.globalAverage(x), new Linear(channels, outputs));
    return graph.channelsFrom(graph.softmax(x), 1);
  }

  /** Halves the extent if the channels grow. */
  private static <V> V block(Graph<V> graph, String name, V x, int in, int out) {
    int stride = in == out ? 1 : 2;
    V y = graph.convolution(name + ".conv1", x, convolution(in, out, 3, stride));
    y = graph.relu(graph.batchNorm(name + ".bn1", y, new BatchNormalization(out)));
    y = graph.convolution(name + ".conv2", y, convolution(out, out, 3, 1));
    y = graph.batchNorm(name + ".bn2", y, new BatchNormalization(out));
    V shortcut = x;
    if (in != out) {
      shortcut = graph.convolution(name + ".downsample.0", x, convolution(in, out, 1, 2));
      shortcut = graph.batchNorm(name + ".downsample.1", shortcut, new BatchNormalization(out));
    }
    return graph.relu(graph.add(y, shortcut));
  }

  private static Convolution convolution(int in, int out, int kernel, int stride) {
    return new Convolution(in, out, kernel, stride, kernel / 2, false).from(Initial.HE_OUT);
  }
}
