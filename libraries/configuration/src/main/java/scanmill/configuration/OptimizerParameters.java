package scanmill.configuration;

import scanmill.specs.Default;
import scanmill.specs.OneOf;
import scanmill.specs.Range;

/**
 * How gradients change weights.
 *
 * @param name {@code Adam}, as ivadomed; {@code AdamW}; or {@code SGD}
 * @param weightDecay how strongly weights are drawn to 0: by the gradient, or beside it with {@code
 *     AdamW}
 * @param momentum of {@code SGD}
 * @param nesterov whether {@code SGD} looks ahead along its momentum
 */
public record OptimizerParameters(
    @Default("Adam") @OneOf({"Adam", "AdamW", "SGD"}) String name,
    @Default("0.0") @Range(min = 0) double weightDecay,
    @Default("0.99") @Range(min = 0, max = 0.9999) double momentum,
    @Default("true") boolean nesterov) {
  public OptimizerParameters {
    if (name.equals("SGD") && nesterov && momentum == 0) {
      throw new IllegalArgumentException("nesterov needs a momentum above 0");
    }
  }
}
