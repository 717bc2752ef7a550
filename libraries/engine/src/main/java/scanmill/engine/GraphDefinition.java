package scanmill.engine;

/** A network as a value: its graph, described once for every {@link Graph}. */
public interface GraphDefinition {

  /**
   * Describes the network by calling the graph's operators, always the same ones in the same order.
   *
   * @param input (N, {@link #inputChannels()}, spatial axes...)
   * @return (N, {@link #outputChannels()}, spatial axes...), or without spatial axes
   */
  <V> V build(Graph<V> graph, V input);

  int inputChannels();

  int outputChannels();

  /** Spatial axes: 2 or 3. */
  int dimensions();

  /**
   * True if the output lies on the grid of the input; false if it is one row of numbers per sample,
   * (N, {@link #outputChannels()}).
   */
  default boolean outputIsImage() {
    return true;
  }

  /** The least extent that every spatial axis of an input must have, in voxels. */
  default int smallestExtent() {
    return 1;
  }

  /**
   * The least extent along one axis, in voxels, where axes differ.
   *
   * @param axis of space, from 0
   */
  default int smallestExtent(int axis) {
    return smallestExtent();
  }
}
