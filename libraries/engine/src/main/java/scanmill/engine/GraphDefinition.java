package scanmill.engine;

/**
 * A network as a value: its graph, described once for every {@link Graph}. The output lies on the
 * grid of the input.
 */
public interface GraphDefinition {

  /**
   * Describes the network by calling the graph's operators, always the same ones in the same order.
   *
   * @param input (N, {@link #inputChannels()}, spatial axes...)
   * @return (N, {@link #outputChannels()}, spatial axes...)
   */
  <V> V build(Graph<V> graph, V input);

  int inputChannels();

  int outputChannels();

  /** Spatial axes: 2 or 3. */
  int dimensions();

  /** The least extent that every spatial axis of an input must have, in voxels. */
  default int smallestExtent() {
    return 1;
  }
}
