package scanmill.engine;

/**
 * What the weights of a layer begin with; fan in is the number of inputs of one output number, fan
 * out the number of outputs of one input number.
 */
public enum Initial {
  /** Weights and biases uniform in (-1, 1) / sqrt(fan in): PyTorch's default. */
  PYTORCH,
  /**
   * Weights normal with variance 2 / fan in, biases as in PyTorch. He et al., Delving deep into
   * rectifiers, ICCV 2015.
   */
  HE_IN,
  /** Weights normal with variance 2 / fan out, biases as in PyTorch. */
  HE_OUT,
  /** Weights normal with variance 2 / fan in / (1 + 0.01^2), for leaky ReLUs; biases 0. */
  HE_LEAKY,
  /**
   * Weights uniform with variance 4 / (fan in + fan out) / (1 + 0.01^2), biases as in PyTorch.
   * Glorot and Bengio, AISTATS 2010.
   */
  GLOROT_LEAKY;

  private static final double LEAKY = 2 / (1 + 0.01 * 0.01);

  ParameterSpec.Start weight(double fanIn, double fanOut) {
    return switch (this) {
      case PYTORCH -> new ParameterSpec.Uniform(1 / Math.sqrt(fanIn));
      case HE_IN -> new ParameterSpec.Normal(0, Math.sqrt(2 / fanIn));
      case HE_OUT -> new ParameterSpec.Normal(0, Math.sqrt(2 / fanOut));
      case HE_LEAKY -> new ParameterSpec.Normal(0, Math.sqrt(LEAKY / fanIn));
      case GLOROT_LEAKY -> new ParameterSpec.Uniform(Math.sqrt(LEAKY * 6 / (fanIn + fanOut)));
    };
  }

  ParameterSpec.Start bias(double fanIn) {
    return this == HE_LEAKY
        ? new ParameterSpec.Constant(0)
        : new ParameterSpec.Uniform(1 / Math.sqrt(fanIn));
  }
}
