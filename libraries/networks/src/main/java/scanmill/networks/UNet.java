package scanmill.networks;

import java.util.ArrayList;
import java.util.List;
import scanmill.engine.BatchNormalization;
import scanmill.engine.Convolution;
import scanmill.engine.Graph;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * ivadomed's {@code Unet} in 2D or 3D: blocks of twice [convolution, ReLU, normalisation, channel
 * dropout]; in 2D batch, in 3D instance normalisation; features double on the way down and are
 * joined on the way up after linear interpolation. Names of tensors are ivadomed's. Ronneberger et
 * al., U-Net, MICCAI 2015; Cicek et al., 3D U-Net, MICCAI 2016.
 *
 * @param inChannels contrasts that go in
 * @param outChannels channels of the last convolution: 1 for one class; for K classes K + 1, of
 *     which the first is the background and is dropped. See {@link #outChannelsFor}
 * @param depth poolings by 2, 1 to 10
 * @param nFilters features of the first block
 * @param dropoutRate in [0, 1)
 * @param bnMomentum the share of a new batch in the running statistics of batch normalisation
 * @param is2d slices, else volumes
 */
public record UNet(
    @Key("in_channel") @Default("1") int inChannels,
    @Key("out_channel") @Default("1") int outChannels,
    @Default("3") int depth,
    @Default("64") int nFilters,
    @Default("0.3") double dropoutRate,
    @Default("0.1") double bnMomentum,
    @Key("is_2d") @Default("true") boolean is2d,
    @Default("sigmoid") FinalActivation finalActivation)
    implements Architecture {
  private static final int DEEPEST = 10;
  private static final int MOST_FEATURES = 1 << 16;

  public UNet {
    if (inChannels < 1 || outChannels < 1) {
      throw new IllegalArgumentException("in_channel and out_channel are at least 1");
    }
    if (depth < 1 || depth > DEEPEST) {
      throw new IllegalArgumentException("depth is 1 to " + DEEPEST);
    }
    if (nFilters < 1 || nFilters > MOST_FEATURES >> depth) {
      throw new IllegalArgumentException(
          "n_filters is 1 to " + (MOST_FEATURES >> depth) + " at depth " + depth);
    }
    if (!(dropoutRate >= 0 && dropoutRate < 1)) {
      throw new IllegalArgumentException("dropout_rate lies in [0, 1)");
    }
    if (!(bnMomentum >= 0 && bnMomentum <= 1)) {
      throw new IllegalArgumentException("bn_momentum lies in [0, 1]");
    }
  }

  /** The {@link #outChannels} for so many classes: a background is added if there are several. */
  public static int outChannelsFor(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("A class is required, not " + classes);
    }
    return classes == 1 ? 1 : classes + 1;
  }

  @Override
  public int inputChannels() {
    return inChannels;
  }

  @Override
  public int outputChannels() {
    return outChannels == 1 ? 1 : outChannels - 1;
  }

  @Override
  public int dimensions() {
    return is2d ? 2 : 3;
  }

  @Override
  public int smallestExtent() {
    return 1 << depth;
  }

  @Override
  public <V> V build(Graph<V> graph, V input) {
    List<V> skips = new ArrayList<>();
    V x = input; // (N, inChannels, H, W[, D])
    int channels = inChannels;
    for (int level = 0; level < depth; level++) {
      // In ivadomed's list of modules each block is followed by a place for FiLM and a pooling.
      x = block(graph, "encoder.down_path." + 3 * level, x, channels, features(level));
      channels = features(level);
      skips.add(x);
      x = graph.maxPool(x, 2); // (N, channels, H / 2, W / 2[, D / 2])
    }
    x = block(graph, "encoder.conv_bottom", x, channels, channels);
    for (int level = depth - 1; level >= 0; level--) {
      V skip = skips.get(level);
      x = graph.concat(graph.upsampleLike(x, skip), skip);
      String name = "decoder.up_path." + 2 * (depth - 1 - level) + ".downconv";
      x = block(graph, name, x, channels + features(level), features(level));
      channels = features(level);
    }
    x = graph.convolution("decoder.last_conv", x, Convolution.same(channels, outChannels));
    return activated(graph, x);
  }

  private int features(int level) {
    return nFilters << level;
  }

  private <V> V block(Graph<V> graph, String name, V input, int in, int out) {
    V x = half(graph, name + ".conv1", input, in, out);
    return half(graph, name + ".conv2", x, out, out);
  }

  private <V> V half(Graph<V> graph, String name, V input, int in, int out) {
    V x = graph.relu(graph.convolution(name, input, Convolution.same(in, out)));
    x =
        is2d
            ? graph.batchNorm(name + "_bn", x, new BatchNormalization(out, bnMomentum))
            : graph.instanceNorm(x, out);
    return graph.dropout(x, out, dropoutRate);
  }

  private <V> V activated(Graph<V> graph, V x) {
    V y =
        switch (finalActivation) {
          case SIGMOID -> graph.sigmoid(x);
          case SOFTMAX -> graph.softmax(x);
          case RELU -> rectified(graph, x);
        };
    return outChannels == 1 ? y : graph.channelsFrom(y, 1);
  }

  private <V> V rectified(Graph<V> graph, V x) {
    V y = graph.divideByMax(graph.relu(x));
    return outChannels == 1 ? y : graph.divideByChannelSum(y);
  }
}
