package scanmill.networks;

import java.util.Optional;
import scanmill.engine.BatchNormalization;
import scanmill.engine.Convolution;
import scanmill.engine.Graph;
import scanmill.engine.Initial;
import scanmill.engine.Linear;
import scanmill.engine.Pooling;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * DenseNet-121 (with bottlenecks and compression) as a classifier of slices or volumes: one row of
 * probabilities per sample, as in {@link Resnet18}. Names of tensors are torchvision's. Huang et
 * al., Densely connected convolutional networks, CVPR 2017.
 *
 * @param inChannels contrasts that go in; 1 in ivadomed
 * @param outChannels as in {@link Resnet18}
 * @param is2d slices, else volumes, which ivadomed does not have
 * @param dropoutRate of single numbers of what each layer adds, in [0, 1)
 */
public record Densenet121(
    @Key("in_channel") @Default("1") int inChannels,
    @Key("out_channel") @Default("1") int outChannels,
    @Key("is_2d") @Default("true") boolean is2d,
    @Default("0.3") double dropoutRate)
    implements Architecture {
  private static final int STEM = 64;
  private static final int GROWTH = 32;
  private static final int BOTTLENECK = 4 * GROWTH;
  private static final int[] LAYERS = {6, 12, 24, 16};

  public Densenet121 {
    ArchitectureArguments.requireChannels(inChannels, outChannels);
    ArchitectureArguments.requireDropout(dropoutRate);
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

  /** Of n, the stem leaves a quarter rounded up, which is halved three times rounded down. */
  @Override
  public int smallestExtent() {
    return 29;
  }

  @Override
  public <V> V build(Graph<V> graph, V input) {
    Convolution stem = new Convolution(inChannels, STEM, 7, 2, 3, false).from(Initial.HE_IN);
    V x = graph.convolution("features.conv0", input, stem);
    x = normalized(graph, "features.norm0", x, STEM);
    x = graph.maxPool(x, new Pooling(3, 2, 1));
    int channels = STEM;
    for (int block = 1; block <= LAYERS.length; block++) {
      for (int layer = 1; layer <= LAYERS[block - 1]; layer++) {
        String name = "features.denseblock" + block + ".denselayer" + layer;
        x = graph.concat(x, grown(graph, name, x, channels));
        channels += GROWTH;
      }
      if (block < LAYERS.length) {
        String name = "features.transition" + block;
        x = normalized(graph, name + ".norm", x, channels);
        x = graph.convolution(name + ".conv", x, convolution(channels, channels / 2, 1));
        x = graph.averagePool(x, 2);
        channels /= 2;
      }
    }
    x = graph.globalAverage(normalized(graph, "features.norm5", x, channels));
    int outputs = Math.max(2, outChannels);
    x = graph.linear("classifier", x, new Linear(channels, outputs, Optional.empty(), true));
    return graph.channelsFrom(graph.softmax(x), 1);
  }

  private <V> V grown(Graph<V> graph, String name, V x, int channels) {
    V y = normalized(graph, name + ".norm1", x, channels);
    y = graph.convolution(name + ".conv1", y, convolution(channels, BOTTLENECK, 1));
    y = normalized(graph, name + ".norm2", y, BOTTLENECK);
    y = graph.convolution(name + ".conv2", y, convolution(BOTTLENECK, GROWTH, 3));
    return graph.elementDropout(y, dropoutRate);
  }

  private static <V> V normalized(Graph<V> graph, String name, V x, int channels) {
    return graph.relu(graph.batchNorm(name, x, new BatchNormalization(channels)));
  }

  private static Convolution convolution(int in, int out, int kernel) {
    return new Convolution(in, out, kernel, 1, kernel / 2, false).from(Initial.HE_IN);
  }
}
