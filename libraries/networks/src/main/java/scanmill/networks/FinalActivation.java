package scanmill.networks;

import scanmill.engine.Graph;

/** What turns a network's last numbers into probabilities. */
public enum FinalActivation {
  /** Each class for itself: classes may overlap. */
  SIGMOID,
  /** Over all channels, background included: classes exclude each other. */
  SOFTMAX,
  /**
   * Positive part divided by its largest value in the sample, then, with several channels, by the
   * sum over them. ivadomed takes the largest value of the whole batch, so that there a prediction
   * depends on the other samples of its batch.
   */
  RELU;

  /**
   * Of several channels the first, the background, is dropped.
   *
   * @param channels that x has
   */
  <V> V applied(Graph<V> graph, V x, int channels) {
    V y =
        switch (this) {
          case SIGMOID -> graph.sigmoid(x);
          case SOFTMAX -> graph.softmax(x);
          case RELU -> {
            V positive = graph.divideByMax(graph.relu(x));
            yield channels == 1 ? positive : graph.divideByChannelSum(positive);
          }
        };
    return channels == 1 ? y : graph.channelsFrom(y, 1);
  }
}
