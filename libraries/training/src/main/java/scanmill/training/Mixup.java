package scanmill.training;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Pairs of samples in place of samples (Zhang et al. 2018, for segmentation: Eaton-Rosen et al.
 * 2018): each sample of a batch becomes {@code lambda} of itself and the rest of another one, image
 * and truth alike, so targets are soft.
 *
 * @param alpha of the Beta distribution that {@code lambda} is drawn from, above 0; the larger of
 *     {@code lambda} and {@code 1 - lambda} counts, so that a sample stays mostly itself
 */
record Mixup(double alpha) {
  Mixup {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("Mixup's alpha is above 0; found " + alpha);
    }
  }

  /**
   * What was drawn for a batch.
   *
   * @param lambda from 0.5 to 1: how much of itself each sample keeps
   * @param partners for each sample the one it is mixed with
   */
  record Draw(double lambda, List<Integer> partners) {
    Draw {
      partners = List.copyOf(partners);
    }

    /**
     * Mixes samples.
     *
     * @param values of all samples, one after another; read only
     * @return the mixtures, an array of their own
     */
    float[] mix(float[] values) {
      int length = values.length / partners.size();
      float own = (float) lambda;
      float others = (float) (1 - lambda);
      float[] mixed = new float[values.length];
      for (int sample = 0; sample < partners.size(); sample++) {
        int at = sample * length;
        int from = partners.get(sample) * length;
        for (int v = 0; v < length; v++) {
          mixed[at + v] = own * values[at + v] + others * values[from + v];
        }
      }
      return mixed;
    }
  }

  /** Draws for a batch of some samples. */
  Draw draw(int samples, RandomGenerator random) {
    double drawn = beta(random);
    int[] partners = new int[samples];
    for (int n = 0; n < samples; n++) {
      int other = random.nextInt(n + 1);
      partners[n] = partners[other];
      partners[other] = n;
    }
    return new Draw(Math.max(drawn, 1 - drawn), Arrays.stream(partners).boxed().toList());
  }

  /** Beta(alpha, alpha) from two gammas; 0.5 if both vanish, which very small alphas may bring. */
  private double beta(RandomGenerator random) {
    double first = logGamma(random);
    double second = logGamma(random);
    double apart = second - first;
    return Double.isNaN(apart) ? 0.5 : 1 / (1 + Math.exp(apart));
  }

  /**
   * The logarithm of a draw from Gamma(alpha, 1) (Marsaglia and Tsang 2000), which small alphas
   * need: the draw itself would be 0.
   */
  private double logGamma(RandomGenerator random) {
    double shape = alpha < 1 ? alpha + 1 : alpha;
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double root = 1 + c * x;
      double v = root * root * root;
      double u = 1 - random.nextDouble();
      if (root > 0 && Math.log(u) < x * x / 2 + d - d * v + d * Math.log(v)) {
        double log = Math.log(d * v);
        return alpha < 1 ? log + Math.log(1 - random.nextDouble()) / alpha : log;
      }
    }
  }
}
