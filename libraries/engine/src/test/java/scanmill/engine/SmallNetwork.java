package scanmill.engine;

/**
 * A network of a few hundred numbers that uses every operator with something to learn or to drop.
 *
 * @param dimensions 2 or 3
 * @param rate of dropout
 */
record SmallNetwork(int dimensions, double rate) implements GraphDefinition {

  @Override
  public <V> V build(Graph<V> graph, V input) {
    V x = graph.relu(graph.convolution("down.0.conv", input, Convolution.same(2, 4)));
    x = graph.batchNorm("down.0.norm", x, new BatchNormalization(4, 0.1));
    x = graph.dropout(x, 4, rate);
    V small = graph.maxPool(x, 2);
    small = graph.convolution("down.1.conv", small, new Convolution(4, 4, 3, 1, 1, false));
    small = graph.instanceNorm(small, 4);
    small = graph.dropout(small, 4, rate);
    x = graph.concat(graph.upsampleLike(small, x), x);
    x = graph.convolution("last", x, new Convolution(8, 1, 1, 1, 0, true));
    return graph.sigmoid(x);
  }

  @Override
  public int inputChannels() {
    return 2;
  }

  @Override
  public int outputChannels() {
    return 1;
  }

  @Override
  public int smallestExtent() {
    return 2;
  }
}
