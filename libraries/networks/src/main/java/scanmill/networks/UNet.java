package scanmill.networks;

import java.util.List;
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
 * @param attention whether each skip connection passes an {@link AttentionGate} that the level
 *     below opens; ivadomed has none here
 */
public record UNet(
    @Key("in_channel") @Default("1") int inChannels,
    @Key("out_channel") @Default("1") int outChannels,
    @Default("3") int depth,
    @Default("64") int nFilters,
    @Default("0.3") double dropoutRate,
    @Default("0.1") double bnMomentum,
    @Key("is_2d") @Default("true") boolean is2d,
    @Default("sigmoid") FinalActivation finalActivation,
    @Default("false") boolean attention)
    implements Architecture {

  public UNet {
    ArchitectureArguments.requireChannels(inChannels, outChannels);
    ArchitectureArguments.requireWidth(depth, nFilters);
    ArchitectureArguments.requireDropout(dropoutRate);
    ArchitectureArguments.requireMomentum(bnMomentum);
  }

  /** Without attention. */
  public UNet(
      int inChannels,
      int outChannels,
      int depth,
      int nFilters,
      double dropoutRate,
      double bnMomentum,
      boolean is2d,
      FinalActivation finalActivation) {
    this(
        inChannels,
        outChannels,
        depth,
        nFilters,
        dropoutRate,
        bnMomentum,
        is2d,
        finalActivation,
        false);
  }

  /** The {@link #outChannels} for so many classes: a background is added if there are several. */
  public static int outChannelsFor(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("A class is required, not " + classes);
    }
    return classes == 1 ? 1 : classes + 1;
  }

  /** What is left of so many channels when the background is dropped. */
  static int withoutBackground(int outChannels) {
    return outChannels == 1 ? 1 : outChannels - 1;
  }

  @Override
  public int inputChannels() {
    return inChannels;
  }

  @Override
  public int outputChannels() {
    return withoutBackground(outChannels);
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
    UNetBlocks blocks = new UNetBlocks(depth, nFilters, dropoutRate, bnMomentum, is2d);
    Film<V> film = Film.none(graph);
    List<V> levels = blocks.encoded(graph, "encoder", input, inChannels, film);
    V x = blocks.decoded(graph, levels, 1, outChannels, film, attention);
    return finalActivation.applied(graph, x, outChannels);
  }
}
