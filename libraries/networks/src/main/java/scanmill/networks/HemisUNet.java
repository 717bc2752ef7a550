package scanmill.networks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import scanmill.engine.Graph;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * ivadomed's {@code HeMISUnet}, for scans that lack some contrasts: an encoder for each contrast;
 * at each level the decoder sees mean and unbiased variance over the contrasts that are present.
 * Havaei et al., HeMIS, MICCAI 2016. Names of tensors are ivadomed's.
 *
 * <p>The image has a channel per contrast, with any numbers where it is missing; a vector {@code
 * present} (N, contrasts) is 1 for what is there, else 0, with at least one 1 per sample. The
 * variance over a single contrast is 0, where ivadomed's is no number.
 *
 * @param contrasts names of all contrasts, of letters, digits, minus and underscore; in the order
 *     of the channels
 * @param outChannels as in {@link UNet}
 * @param depth poolings by 2, 1 to 10
 * @param nFilters features of the first block of each encoder
 * @param dropoutRate in [0, 1)
 * @param bnMomentum as in {@link UNet}
 * @param is2d slices, else volumes, which ivadomed does not have
 */
public record HemisUNet(
    List<String> contrasts,
    @Key("out_channel") @Default("1") int outChannels,
    @Default("3") int depth,
    @Default("64") int nFilters,
    @Default("0.3") double dropoutRate,
    @Default("0.1") double bnMomentum,
    @Key("is_2d") @Default("true") boolean is2d,
    @Default("sigmoid") FinalActivation finalActivation)
    implements Architecture {
  private static final Pattern CONTRAST = Pattern.compile("[A-Za-z0-9_-]+");

  public HemisUNet {
    contrasts = List.copyOf(contrasts);
    if (contrasts.isEmpty()
        || new HashSet<>(contrasts).size() < contrasts.size()
        || !contrasts.stream().allMatch(contrast -> CONTRAST.matcher(contrast).matches())) {
      throw new IllegalArgumentException(
          "contrasts are different names of letters, digits, - and _, and at least one");
    }
    ArchitectureArguments.requireChannels(contrasts.size(), outChannels);
    ArchitectureArguments.requireWidth(depth, nFilters);
    ArchitectureArguments.requireDropout(dropoutRate);
    ArchitectureArguments.requireMomentum(bnMomentum);
  }

  @Override
  public int inputChannels() {
    return contrasts.size();
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
    Film<V> film = Film.none(graph);
    V vector = graph.vector("present", contrasts.size());
    List<V> present = new ArrayList<>(); // (N, 1, 1, 1[, 1]) per contrast
    List<List<V>> seen = new ArrayList<>(); // contrast, level
    for (int n = 0; n < contrasts.size(); n++) {
      present.add(graph.spread(graph.channels(vector, n, 1)));
      String name = "Encoder_mod.Encoder_" + contrasts.get(n);
      seen.add(blocks.encoded(graph, name, graph.channels(input, n, 1), 1, film));
    }
    Abstraction<V> abstraction = new Abstraction<>(graph, present);
    List<V> levels = new ArrayList<>();
    for (int level = 0; level <= depth; level++) {
      int which = level;
      levels.add(abstraction.of(seen.stream().map(contrast -> contrast.get(which)).toList()));
    }
    V x = blocks.decoded(graph, levels, 2, outChannels, film, false);
    return finalActivation.applied(graph, x, outChannels);
  }

  /** Mean and variance over what is present. */
  private static final class Abstraction<V> {
    private final Graph<V> graph;
    private final List<V> present;
    private final V meanOver;
    private final V varianceOver;

    Abstraction(Graph<V> graph, List<V> present) {
      this.graph = graph;
      this.present = present;
      V count = present.stream().reduce(graph::add).orElseThrow();
      meanOver = atLeastOne(count, 0);
      varianceOver = atLeastOne(count, 1);
    }

    /** count - less, or 1 where that is below 1. */
    private V atLeastOne(V count, int less) {
      return graph.affine(graph.relu(graph.affine(count, 1, -less - 1)), 1, 1);
    }

    /** The means of all channels, then their variances. */
    V of(List<V> contrasts) {
      V mean = graph.divide(masked(contrasts), meanOver);
      V negative = graph.affine(mean, -1, 0);
      List<V> squares = new ArrayList<>();
      for (V contrast : contrasts) {
        V difference = graph.add(contrast, negative);
        squares.add(graph.multiply(difference, difference));
      }
      return graph.concat(mean, graph.divide(masked(squares), varianceOver));
    }

    private V masked(List<V> contrasts) {
      V sum = graph.multiply(contrasts.get(0), present.get(0));
      for (int n = 1; n < contrasts.size(); n++) {
        sum = graph.add(sum, graph.multiply(contrasts.get(n), present.get(n)));
      }
      return sum;
    }
  }
}
