package scanmill.networks;

import java.util.List;
import scanmill.engine.Graph;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * ivadomed's {@code FiLMedUnet}: its {@link UNet}, modulated by a vector {@code condition} (N,
 * n_metadata) after any of its blocks and after the last convolution, see {@link Film}. Lemay et
 * al., NeuroImage: Clinical 2021.
 *
 * <p>The chosen final activation acts, where ivadomed always takes the sigmoid.
 *
 * @param inChannels contrasts that go in
 * @param outChannels as in {@link UNet}
 * @param depth poolings by 2, 1 to 10
 * @param nFilters features of the first block
 * @param dropoutRate in [0, 1)
 * @param bnMomentum as in {@link UNet}
 * @param is2d slices, else volumes
 * @param nMetadata length of a sample's condition
 * @param filmLayers 1 where the network is modulated, else 0, for 2 depth + 2 places: the blocks on
 *     the way down, the bottom, the blocks on the way up, the last convolution; empty for nowhere
 * @param compat whether the final activation is always the sigmoid, as in ivadomed 2.9
 */
public record FilmedUNet(
    @Key("in_channel") @Default("1") int inChannels,
    @Key("out_channel") @Default("1") int outChannels,
    @Default("3") int depth,
    @Default("64") int nFilters,
    @Default("0.3") double dropoutRate,
    @Default("0.1") double bnMomentum,
    @Key("is_2d") @Default("true") boolean is2d,
    @Default("sigmoid") FinalActivation finalActivation,
    @Default("0") int nMetadata,
    @Default("[]") List<Integer> filmLayers,
    @Default("false") boolean compat)
    implements Architecture {

  public FilmedUNet {
    filmLayers = List.copyOf(filmLayers);
    ArchitectureArguments.requireChannels(inChannels, outChannels);
    ArchitectureArguments.requireWidth(depth, nFilters);
    ArchitectureArguments.requireDropout(dropoutRate);
    ArchitectureArguments.requireMomentum(bnMomentum);
    int places = 2 * depth + 2;
    ArchitectureArguments.requireFilm(filmLayers, places, "2 depth + 2 = " + places, nMetadata);
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
    return 1 << depth;
  }

  @Override
  public <V> V build(Graph<V> graph, V input) {
    UNetBlocks blocks = new UNetBlocks(depth, nFilters, dropoutRate, bnMomentum, is2d);
    Film<V> film = Film.of(graph, filmLayers, nMetadata);
    List<V> levels = blocks.encoded(graph, "encoder", input, inChannels, film);
    V x = blocks.decoded(graph, levels, 1, outChannels, film, false);
    FinalActivation last = compat ? FinalActivation.SIGMOID : finalActivation;
    return last.applied(graph, x, outChannels);
  }
}
