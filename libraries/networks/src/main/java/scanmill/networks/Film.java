package scanmill.networks;

import java.util.List;
import java.util.Optional;
import scanmill.engine.Graph;
import scanmill.engine.Linear;

/**
 * Feature-wise linear modulation: at some places of a network each channel is multiplied and raised
 * by numbers that follow from a sample's condition, a vector {@code condition} (N, metadata). As in
 * ivadomed both lie in (0, 1), and the generators share the weights, not the biases, of their first
 * two maps. Perez et al., FiLM, AAAI 2018; Lemay et al., FiLM for spinal cord tumours, 2021.
 *
 * @param <V> of the graph
 */
final class Film<V> {
  private static final int HIDDEN = 64;

  private final Graph<V> graph;
  private final List<Integer> layers;
  private final int metadata;
  private final Optional<V> condition;
  private Optional<String> first = Optional.empty();

  private Film(Graph<V> graph, List<Integer> layers, int metadata) {
    this.graph = graph;
    this.layers = layers;
    this.metadata = metadata;
    condition =
        layers.contains(1) ? Optional.of(graph.vector("condition", metadata)) : Optional.empty();
  }

  /**
   * @param layers 1 for each place that is modulated, else 0; without any 1 the network takes no
   *     condition
   */
  static <V> Film<V> of(Graph<V> graph, List<Integer> layers, int metadata) {
    return new Film<>(graph, layers, metadata);
  }

  static <V> Film<V> none(Graph<V> graph) {
    return new Film<>(graph, List.of(), 0);
  }

  boolean modulates(int place) {
    return place < layers.size() && layers.get(place) == 1;
  }

  /** The image as it is or, if this place is modulated, modulated. */
  V at(int place, String name, V x, int channels) {
    if (!modulates(place)) {
      return x;
    }
    V numbers = condition.orElseThrow();
    numbers = map(name + ".generator.linear1", numbers, metadata, HIDDEN, shared(".linear1"));
    numbers = map(name + ".generator.linear2", numbers, HIDDEN, HIDDEN / 4, shared(".linear2"));
    String last = name + ".generator.linear3";
    numbers = map(last, numbers, HIDDEN / 4, 2 * channels, Optional.empty());
    if (first.isEmpty()) {
      first = Optional.of(name + ".generator");
    }
    V factors = graph.spread(graph.channels(numbers, 0, channels));
    V summands = graph.spread(graph.channels(numbers, channels, channels));
    return graph.add(graph.multiply(x, factors), summands);
  }

  private Optional<String> shared(String map) {
    return first.map(generator -> generator + map);
  }

  private V map(String name, V x, int inputs, int outputs, Optional<String> weightsOf) {
    return graph.sigmoid(graph.linear(name, x, new Linear(inputs, outputs, weightsOf, false)));
  }
}
