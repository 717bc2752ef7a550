package scanmill.networks;

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
  RELU
}
