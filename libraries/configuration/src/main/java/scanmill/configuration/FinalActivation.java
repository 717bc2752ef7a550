package scanmill.configuration;

/** What turns a network's last values into probabilities. */
public enum FinalActivation {
  SIGMOID,
  RELU,
  SOFTMAX
}
