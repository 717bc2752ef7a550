package scanmill.networks;

import java.util.ArrayList;
import java.util.List;
import scanmill.engine.BatchNormalization;
import scanmill.engine.Convolution;
import scanmill.engine.Graph;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * ivadomed's {@code Modified3DUNet}: five levels of residual blocks whose two convolutions share
 * their weights, leaky ReLUs, instance normalisation, and an output summed over three levels of the
 * decoder. Optionally with attention gates and modulated by a vector {@code condition} (N,
 * n_metadata). Names of tensors are ivadomed's. Isensee et al., Brain tumor segmentation and
 * radiomics survival prediction, BrainLes 2017; Kayalibay et al., arXiv:1701.03056.
 *
 * <p>Takes volumes of any extent where ivadomed needs multiples of 16: each level is brought to the
 * extent of the one it is joined with.
 *
 * @param inChannels contrasts that go in
 * @param outChannels as in {@link UNet}
 * @param nFilters features of the first level
 * @param attention whether the skip connections of levels 2 to 4 pass an {@link AttentionGate}
 * @param dropoutRate in [0, 1)
 * @param finalActivation of which RELU does not divide by the sum over classes here
 * @param nMetadata length of a sample's condition
 * @param filmLayers 1 where the network is modulated, else 0, for 10 places: the ends of levels 1
 *     to 5, the bottom's output, the ends of the three up-samplings, the sum; empty for nowhere
 */
public record Modified3dUNet(
    @Key("in_channel") @Default("1") int inChannels,
    @Key("out_channel") @Default("1") int outChannels,
    @Default("16") int nFilters,
    @Default("false") boolean attention,
    @Default("0.3") double dropoutRate,
    @Default("sigmoid") FinalActivation finalActivation,
    @Default("0") int nMetadata,
    @Default("[]") List<Integer> filmLayers)
    implements Architecture {
  private static final int LEVELS = 5;
  private static final int FILM_PLACES = 10;
  private static final double SLOPE = 0.01;

  public Modified3dUNet {
    filmLayers = List.copyOf(filmLayers);
    ArchitectureArguments.requireChannels(inChannels, outChannels);
    ArchitectureArguments.requireWidth(LEVELS, nFilters);
    ArchitectureArguments.requireDropout(dropoutRate);
    ArchitectureArguments.requireFilm(filmLayers, FILM_PLACES, "10", nMetadata);
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
    return 3;
  }

  /** The gate of level 4 halves what is left after three strides of 2. */
  @Override
  public int smallestExtent() {
    return attention ? 9 : 1;
  }

  @Override
  public <V> V build(Graph<V> graph, V input) {
    return new Assembly<>(graph).network(input);
  }

  /** Features of a level, 1 to 5. */
  private int features(int level) {
    return nFilters << (level - 1);
  }

  /** The parts, for one graph. */
  private final class Assembly<V> {
    private final Graph<V> graph;
    private final Film<V> film;

    Assembly(Graph<V> graph) {
      this.graph = graph;
      film = Film.of(graph, filmLayers, nMetadata);
    }

    V network(V input) {
      List<V> contexts = new ArrayList<>(); // levels 1 to 4
      V x = first(input, contexts);
      for (int level = 2; level <= 4; level++) {
        x = activated(residual(x, level), features(level));
        x = film.at(level - 1, "film_layer" + level, x, features(level));
        contexts.add(x);
      }
      V bottom = residual(x, LEVELS);
      if (attention) {
        bottom = activated(bottom, features(LEVELS));
      }
      x = risen(bottom, contexts.get(3));
      if (attention) {
        weigh(contexts, bottom);
      }
      return joined(x, contexts);
    }

    private V first(V input, List<V> contexts) {
      int n = nFilters;
      V shortcut = graph.convolution("conv3d_c1_1", input, cubic(inChannels, n));
      graph.place("film_layer1");
      V x = graph.convolution("conv3d_c1_2", leaky(shortcut), cubic(n, n));
      x = graph.dropout(x, n, dropoutRate);
      x = graph.convolution("lrelu_conv_c1.1", leaky(x), cubic(n, n));
      x = leaky(graph.add(x, shortcut));
      contexts.add(x);
      return film.at(0, "film_layer1", activated(x, n), n);
    }

    /** A strided convolution, and twice the same convolution around it. */
    private V residual(V x, int level) {
      int m = features(level);
      Convolution halving = new Convolution(m / 2, m, 3, 2, 1, false);
      V shortcut = graph.convolution("conv3d_c" + level, x, halving);
      if (level < LEVELS) {
        graph.place("film_layer" + level);
      }
      String name = "norm_lrelu_conv_c" + level + ".2";
      V y = graph.convolution(name, activated(shortcut, m), cubic(m, m));
      y = graph.dropout(y, m, dropoutRate);
      y = graph.convolution(name, activated(y, m), cubic(m, m).reused());
      return graph.add(y, shortcut);
    }

    /** From the bottom to level 4, before it is joined with its context. */
    private V risen(V bottom, V like) {
      int m = features(LEVELS);
      boolean modulated = film.modulates(4);
      V x = film.at(4, "film_layer5", activated(bottom, m), m);
      String name =
          modulated ? "upscale_conv_norm_lrelu_0.1" : "norm_lrelu_upscale_conv_norm_lrelu_l0.3";
      x = enlarged(name, x, m, like);
      x = graph.convolution("conv3d_l0", x, flat(m / 2, m / 2));
      return film.at(5, "film_layer6", activated(x, m / 2), m / 2);
    }

    private void weigh(List<V> contexts, V bottom) {
      int m = features(LEVELS);
      V gating = graph.convolution("gating.conv1.0", bottom, Convolution.pointwise(m, m / 2));
      gating = graph.relu(graph.batchNorm("gating.conv1.1", gating, new BatchNormalization(m / 2)));
      for (int level = 2; level <= 4; level++) {
        AttentionGate gate = new AttentionGate(features(level), m / 2);
        V context = contexts.get(level - 1);
        contexts.set(level - 1, gate.applied(graph, "attentionblock" + level, context, gating));
      }
    }

    /** Joins with the contexts of levels 4 to 1; the last three joints make the output. */
    private V joined(V lowest, List<V> contexts) {
      V x = lowest;
      List<V> joints = new ArrayList<>();
      for (int joint = 1; joint <= 3; joint++) {
        int m = features(LEVELS - joint + 1);
        x = graph.concat(x, contexts.get(4 - joint));
        x = convolved("conv_norm_lrelu_l" + joint + ".0", x, m);
        joints.add(x);
        x = graph.convolution("conv3d_l" + joint, x, flat(m, m / 2));
        graph.place("film_layer" + (6 + joint));
        String name = "norm_lrelu_upscale_conv_norm_lrelu_l" + joint + ".3";
        x = enlarged(name, activated(x, m / 2), m / 2, contexts.get(3 - joint));
        x = film.at(5 + joint, "film_layer" + (6 + joint), x, m / 4);
      }
      int m = 2 * nFilters;
      x = convolved("conv_norm_lrelu_l4.0", graph.concat(contexts.get(0), x), m);
      V fine = graph.convolution("conv3d_l4", x, flat(m, outChannels));
      V coarse = graph.convolution("ds2_1x1_conv3d", joints.get(1), flat(4 * m, outChannels));
      V middle = graph.convolution("ds3_1x1_conv3d", joints.get(2), flat(2 * m, outChannels));
      middle = graph.add(graph.upsampleNearestLike(coarse, middle), middle);
      V sum = graph.add(fine, graph.upsampleNearestLike(middle, fine));
      return last(film.at(9, "film_layer10", sum, outChannels));
    }

    private V last(V x) {
      if (finalActivation != FinalActivation.RELU || outChannels == 1) {
        return finalActivation.applied(graph, x, outChannels);
      }
      return graph.channelsFrom(graph.divideByMax(graph.relu(x)), 1);
    }

    private V convolved(String name, V x, int channels) {
      return activated(graph.convolution(name, x, cubic(channels, channels)), channels);
    }

    /** Halves the channels. */
    private V enlarged(String name, V x, int channels, V like) {
      V y = graph.upsampleNearestLike(x, like);
      y = graph.convolution(name, y, cubic(channels, channels / 2));
      return activated(y, channels / 2);
    }

    private V activated(V x, int channels) {
      return leaky(graph.instanceNorm(x, channels));
    }

    private V leaky(V x) {
      return graph.leakyRelu(x, SLOPE);
    }
  }

  private static Convolution cubic(int inputs, int outputs) {
    return Convolution.same(inputs, outputs).withoutBias();
  }

  private static Convolution flat(int inputs, int outputs) {
    return Convolution.pointwise(inputs, outputs).withoutBias();
  }
}
