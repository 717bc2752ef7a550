package scanmill.networks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import scanmill.engine.Axes;
import scanmill.engine.Convolution;
import scanmill.engine.Graph;
import scanmill.engine.Initial;
import scanmill.engine.Pooling;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * A U-Net with a residual encoder, in the manner of today's nnU-Net: many residual blocks on the
 * way down, strided convolutions instead of pooling, one convolution per level on the way up after
 * transposed convolutions, learnt instance normalisation, leaky ReLUs, and deep supervision of all
 * but the coarsest level. Isensee et al., nnU-Net revisited, MICCAI 2024; He et al., Deep residual
 * learning, CVPR 2016; He et al., Bag of tricks, CVPR 2019 (shortcuts average before they mix).
 *
 * <p>Of any extent: what is enlarged is cut to the extent it is joined with. ivadomed has no such
 * network; tensors have names of our own.
 *
 * @param inChannels contrasts that go in
 * @param outChannels as in {@link UNet}
 * @param depth how often the image is halved, 1 to 10
 * @param nFilters features of the first level; they double up to 512 in 2D and 320 in 3D
 * @param nBlocks residual blocks of each level, depth + 1 numbers; empty for 1, 3, 4, 6, 6...
 * @param strides by which each level after the first is coarser along each axis, 1 or 2; depth
 *     lists; empty for 2 everywhere. Where voxels are anisotropic, the coarse axis keeps 1 for long
 * @param kernels of the convolutions of each level along each axis, odd; depth + 1 lists; empty for
 *     3 everywhere
 * @param dropoutRate of whole channels after each block, in [0, 1); nnU-Net has none
 * @param is2d slices, else volumes
 */
public record ResidualEncoderUNet(
    @Key("in_channel") @Default("1") int inChannels,
    @Key("out_channel") @Default("1") int outChannels,
    @Default("5") int depth,
    @Default("32") int nFilters,
    @Default("[]") List<Integer> nBlocks,
    @Default("[]") List<List<Integer>> strides,
    @Default("[]") List<List<Integer>> kernels,
    @Default("0.0") double dropoutRate,
    @Key("is_2d") @Default("true") boolean is2d,
    @Default("sigmoid") FinalActivation finalActivation)
    implements Architecture {
  private static final List<Integer> USUAL_BLOCKS = List.of(1, 3, 4);
  private static final int DEEP_BLOCKS = 6;
  private static final int MOST_FEATURES_2D = 512;
  private static final int MOST_FEATURES_3D = 320;
  private static final double SLOPE = 0.01;

  public ResidualEncoderUNet {
    ArchitectureArguments.requireChannels(inChannels, outChannels);
    ArchitectureArguments.requireWidth(depth, nFilters);
    ArchitectureArguments.requireDropout(dropoutRate);
    nBlocks = List.copyOf(nBlocks);
    strides = strides.stream().map(List::copyOf).toList();
    kernels = kernels.stream().map(List::copyOf).toList();
    requireSize("n_blocks", nBlocks, depth + 1);
    requireSize("strides", strides, depth);
    requireSize("kernels", kernels, depth + 1);
    if (nBlocks.stream().anyMatch(each -> each < 1)) {
      throw new IllegalArgumentException("n_blocks are at least 1");
    }
    int axes = is2d ? 2 : 3;
    if (strides.stream()
        .anyMatch(each -> each.size() != axes || !List.of(1, 2).containsAll(each))) {
      throw new IllegalArgumentException("strides are 1 or 2 along each of " + axes + " axes");
    }
    if (kernels.stream()
        .anyMatch(
            each -> each.size() != axes || each.stream().anyMatch(k -> k < 1 || k % 2 == 0))) {
      throw new IllegalArgumentException("kernels are odd along each of " + axes + " axes");
    }
  }

  private static void requireSize(String key, List<?> list, int size) {
    if (!list.isEmpty() && list.size() != size) {
      throw new IllegalArgumentException(
          key + " has " + size + " entries at this depth, not " + list.size());
    }
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
  public int dimensions() {
    return is2d ? 2 : 3;
  }

  @Override
  public int smallestExtent() {
    int largest = 1;
    for (int axis = 0; axis < dimensions(); axis++) {
      largest = Math.max(largest, smallestExtent(axis));
    }
    return largest;
  }

  /** Shortcuts average three voxels wherever an axis is halved. */
  @Override
  public int smallestExtent(int axis) {
    long halvings =
        strides.isEmpty() ? depth : strides.stream().filter(each -> each.get(axis) == 2).count();
    return halvings == 0 ? 1 : (1 << halvings) + 1;
  }

  /** How many residual blocks a level has. */
  private int blocks(int level) {
    if (!nBlocks.isEmpty()) {
      return nBlocks.get(level);
    }
    return level < USUAL_BLOCKS.size() ? USUAL_BLOCKS.get(level) : DEEP_BLOCKS;
  }

  private int features(int level) {
    return (int) Math.min((long) nFilters << level, is2d ? MOST_FEATURES_2D : MOST_FEATURES_3D);
  }

  /** From the level above, or from the input, to this one. */
  private Axes stride(int level) {
    return level == 0
        ? Axes.of(1)
        : strides.isEmpty() ? Axes.of(2) : new Axes(strides.get(level - 1));
  }

  private Axes kernel(int level) {
    return kernels.isEmpty() ? Axes.of(3) : new Axes(kernels.get(level));
  }

  @Override
  public <V> V build(Graph<V> graph, V input) {
    List<V> levels = new ArrayList<>();
    V x = convolved(graph, "stem", input, inChannels, 0);
    int channels = features(0);
    for (int level = 0; level <= depth; level++) {
      for (int block = 0; block < blocks(level); block++) {
        String name = "encoder." + level + "." + block;
        Axes stride = block == 0 ? stride(level) : Axes.of(1);
        x = residual(graph, name, x, channels, level, stride);
        channels = features(level);
      }
      levels.add(x);
    }
    List<V> outputs = new ArrayList<>();
    for (int level = depth - 1; level >= 0; level--) {
      x = risen(graph, x, levels.get(level), level);
      if (level == 0 || level < depth - 1) {
        Convolution head =
            Convolution.pointwise(features(level), outChannels).from(Initial.HE_LEAKY);
        V y = graph.convolution("heads." + level, x, head);
        outputs.add(finalActivation.applied(graph, y, outChannels));
      }
    }
    Collections.reverse(outputs);
    outputs.subList(1, outputs.size()).forEach(graph::supervise);
    return outputs.get(0);
  }

  /** Twice [convolution, normalisation], around which the input goes its own short way. */
  private <V> V residual(Graph<V> graph, String name, V x, int in, int level, Axes stride) {
    int out = features(level);
    V y = graph.convolution(name + ".conv1", x, convolution(in, out, level, stride));
    y = graph.leakyRelu(graph.instanceNorm(name + ".norm1", y, out), SLOPE);
    y = graph.convolution(name + ".conv2", y, convolution(out, out, level, Axes.of(1)));
    y = graph.instanceNorm(name + ".norm2", y, out);
    V shortcut = stride.equals(Axes.of(1)) ? x : graph.averagePool(x, halving(stride));
    if (in != out) {
      Convolution mixing = Convolution.pointwise(in, out).withoutBias().from(Initial.HE_LEAKY);
      shortcut = graph.convolution(name + ".shortcut.conv", shortcut, mixing);
      shortcut = graph.instanceNorm(name + ".shortcut.norm", shortcut, out);
    }
    return graph.dropout(graph.leakyRelu(graph.add(y, shortcut), SLOPE), out, dropoutRate);
  }

  /** Gives as many voxels as a convolution of this stride. */
  private static Pooling halving(Axes stride) {
    int[] kernel = stride.voxels().stream().mapToInt(s -> s == 1 ? 1 : 3).toArray();
    int[] padding = stride.voxels().stream().mapToInt(s -> s == 1 ? 0 : 1).toArray();
    return new Pooling(Axes.of(kernel), stride, Axes.of(padding));
  }

  /** From the level below to this one. */
  private <V> V risen(Graph<V> graph, V x, V skip, int level) {
    Axes stride = stride(level + 1);
    int channels = features(level);
    Convolution enlarging =
        new Convolution(
            features(level + 1),
            channels,
            stride,
            stride,
            Axes.of(0),
            true,
            Initial.HE_LEAKY,
            false);
    String name = "decoder." + level;
    V up = graph.transposedConvolution(name + ".up", x, enlarging);
    V both = graph.concat(graph.cropLike(up, skip), skip);
    return graph.dropout(convolved(graph, name, both, 2 * channels, level), channels, dropoutRate);
  }

  private <V> V convolved(Graph<V> graph, String name, V x, int in, int level) {
    int out = features(level);
    V y = graph.convolution(name + ".conv", x, convolution(in, out, level, Axes.of(1)));
    return graph.leakyRelu(graph.instanceNorm(name + ".norm", y, out), SLOPE);
  }

  private Convolution convolution(int in, int out, int level, Axes stride) {
    Axes kernel = kernel(level);
    int[] padding = kernel.voxels().stream().mapToInt(k -> k / 2).toArray();
    return new Convolution(
        in, out, kernel, stride, Axes.of(padding), true, Initial.HE_LEAKY, false);
  }
}
