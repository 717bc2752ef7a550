package scanmill.networks;

import scanmill.engine.BatchNormalization;
import scanmill.engine.Convolution;
import scanmill.engine.Graph;
import scanmill.engine.Initial;
import scanmill.engine.ParameterSpec;

/**
 * A grid attention gate: weighs the voxels of a skip connection by what a coarser level has seen.
 * Oktay et al., Attention U-Net, MIDL 2018. Tensors are named as ivadomed's.
 *
 * @param channels of the skip connection, and of what is compared
 * @param gatingChannels of the coarser level
 */
record AttentionGate(int channels, int gatingChannels) {

  /**
   * @param x the skip connection; at least 2 voxels along each axis
   * @param gating the coarser level
   * @return as x
   */
  <V> V applied(Graph<V> graph, String name, V x, V gating) {
    graph.place(name + ".W");
    Convolution halving = new Convolution(channels, channels, 2, 2, 0, false).from(Initial.HE_IN);
    V seen = graph.convolution(name + ".theta", x, halving);
    V told = graph.convolution(name + ".phi", gating, pointwise(gatingChannels, channels));
    V both = graph.relu(graph.add(seen, graph.upsampleLike(told, seen)));
    V weight = graph.sigmoid(graph.convolution(name + ".psi", both, pointwise(channels, 1)));
    V weighed = graph.multiply(x, graph.upsampleLike(weight, x));
    V mixed = graph.convolution(name + ".W.0", weighed, pointwise(channels, channels));
    ParameterSpec.Start around1 = new ParameterSpec.Normal(1, 0.02);
    return graph.batchNorm(name + ".W.1", mixed, new BatchNormalization(channels, 0.1, around1));
  }

  private static Convolution pointwise(int inputs, int outputs) {
    return Convolution.pointwise(inputs, outputs).from(Initial.HE_IN);
  }
}
