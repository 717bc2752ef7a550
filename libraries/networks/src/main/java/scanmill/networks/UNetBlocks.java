package scanmill.networks;

import java.util.ArrayList;
import java.util.List;
import scanmill.engine.BatchNormalization;
import scanmill.engine.Convolution;
import scanmill.engine.Graph;

/**
 * The two halves of ivadomed's U-Nets, which {@link UNet}, {@link FilmedUNet} and {@link HemisUNet}
 * have in common. Names of tensors are ivadomed's.
 *
 * @param depth poolings by 2
 * @param nFilters features of the first block
 * @param is2d with batch normalisation, else 3D with instance normalisation
 */
record UNetBlocks(int depth, int nFilters, double dropoutRate, double bnMomentum, boolean is2d) {

  /** Features of a level; the bottom, level {@link #depth}, has as many as the one above. */
  int features(int level) {
    return nFilters << Math.min(level, depth - 1);
  }

  /**
   * @param channels of the input
   * @return what each level has seen, the bottom last
   */
  <V> List<V> encoded(Graph<V> graph, String name, V input, int channels, Film<V> film) {
    List<V> levels = new ArrayList<>();
    V x = input;
    int in = channels;
    for (int level = 0; level < depth; level++) {
      // In ivadomed's list of modules each block is followed by a place for FiLM and a pooling.
      int place = 3 * level;
      x = block(graph, name + ".down_path." + place, x, in, features(level));
      x = film.at(level, name + ".down_path." + (place + 1), x, features(level));
      in = features(level);
      levels.add(x);
      x = graph.maxPool(x, 2); // (N, channels, H / 2, W / 2[, D / 2])
    }
    x = block(graph, name + ".conv_bottom", x, in, in);
    levels.add(film.at(depth, name + ".film_bottom", x, in));
    return levels;
  }

  /**
   * @param levels each with {@code times} as many features as {@link #features} says
   * @param attention whether skip connections pass a gate, opened by the level below
   * @return the last convolution's output, without activation
   */
  <V> V decoded(
      Graph<V> graph, List<V> levels, int times, int outChannels, Film<V> film, boolean attention) {
    V x = levels.get(depth);
    int channels = times * features(depth);
    for (int level = depth - 1; level >= 0; level--) {
      int step = depth - 1 - level;
      V skip = levels.get(level);
      int more = times * features(level);
      V up = graph.upsampleLike(x, skip);
      if (attention) {
        AttentionGate gate = new AttentionGate(more, channels);
        skip = gate.applied(graph, "decoder.attention." + step, skip, x);
      }
      x = graph.concat(up, skip);
      String name = "decoder.up_path." + 2 * step + ".downconv";
      x = block(graph, name, x, channels + more, features(level));
      name = "decoder.up_path." + (2 * step + 1);
      x = film.at(depth + 1 + step, name, x, features(level));
      channels = features(level);
    }
    x = graph.convolution("decoder.last_conv", x, Convolution.same(channels, outChannels));
    return film.at(2 * depth + 1, "decoder.last_film", x, outChannels);
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
}
