package scanmill.engine;

/** How gradients change weights. All state lies in libtorch's memory; one native call per step. */
public sealed interface Optimizer {

  /** What ivadomed trains with. */
  Optimizer DEFAULT = new Adam(0);

  /** How much of each weight is taken off per step: as a part of its gradient, or decoupled. */
  double weightDecay();

  /**
   * Kingma and Ba, ICLR 2015: beta 0.9 and 0.999, epsilon 1e-8.
   *
   * @param weightDecay added to the gradient as {@code weightDecay * weight}
   */
  record Adam(double weightDecay) implements Optimizer {
    public Adam {
      requireDecay(weightDecay);
    }
  }

  /**
   * Loshchilov and Hutter, ICLR 2019: Adam whose weights shrink by {@code learning rate *
   * weightDecay} apart from the gradient.
   */
  record AdamW(double weightDecay) implements Optimizer {
    public AdamW {
      requireDecay(weightDecay);
    }
  }

  /**
   * Stochastic gradient descent with momentum, without dampening.
   *
   * @param momentum from 0 to below 1
   * @param nesterov whether the gradient is looked at where the momentum leads (Sutskever et al.,
   *     ICML 2013); needs momentum
   */
  record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {
    public Sgd {
      requireDecay(weightDecay);
      if (!(momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException("Momentum is from 0 to below 1, not " + momentum);
      }
      if (nesterov && momentum == 0) {
        throw new IllegalArgumentException("Nesterov's momentum needs a momentum above 0");
      }
    }
  }

  private static void requireDecay(double weightDecay) {
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException("Weight decay is at least 0, not " + weightDecay);
    }
  }
}
