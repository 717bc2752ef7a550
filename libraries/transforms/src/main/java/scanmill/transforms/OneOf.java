package scanmill.transforms;

import java.util.List;
import java.util.random.RandomGenerator;
import scanmill.specs.Default;

/**
 * One of several transforms, drawn anew for every sample, then drawn from itself. What is recorded
 * is the change that came out.
 *
 * @param transforms by name, each with its arguments, such as {@code {"RandomBlur": {"sigma_range":
 *     [0.5, 1]}, "RandomGamma": {"log_gamma_range": [-0.3, 0.3]}}}
 * @param weights how often, in the order of the transforms and relative to each other, each at
 *     least 0 and one above; empty for equally often
 */
public record OneOf(Choices transforms, @Default("[]") List<Double> weights)
    implements RandomTransform {

  public OneOf {
    weights = List.copyOf(weights);
    boolean counted = weights.isEmpty() || weights.size() == transforms.transforms().size();
    if (!counted || !weights.stream().allMatch(w -> w >= 0 && Double.isFinite(w))) {
      throw new IllegalArgumentException(
          "OneOf needs one weight of at least 0 for each of its "
              + transforms.transforms().size()
              + " transforms, or none at all; found "
              + weights);
    }
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    if (!weights.isEmpty() && !(sum > 0 && Double.isFinite(sum))) {
      throw new IllegalArgumentException("OneOf needs a weight above 0; found " + weights);
    }
  }

  /**
   * @param weights one per transform; empty for equally often
   */
  public static OneOf of(List<RandomTransform> transforms, List<Double> weights) {
    return new OneOf(new Choices(transforms), weights);
  }

  @Override
  public OneOf forDimensions(int dimensions) {
    return new OneOf(transforms.each(t -> t.forDimensions(dimensions)), weights);
  }

  @Override
  public boolean isFitted() {
    return transforms.transforms().stream().allMatch(RandomTransform::isFitted);
  }

  @Override
  public OneOf fitted(List<Double> means, List<Double> deviations) {
    return new OneOf(transforms.each(t -> t.fitted(means, deviations)), weights);
  }

  @Override
  public Transform draw(RandomGenerator random, Sample sample) {
    return chosen(random.nextDouble()).draw(random, sample);
  }

  private RandomTransform chosen(double chance) {
    List<RandomTransform> all = transforms.transforms();
    if (weights.isEmpty()) {
      return all.get((int) (chance * all.size()));
    }
    double left = chance * weights.stream().mapToDouble(Double::doubleValue).sum();
    int last = 0;
    for (int n = 0; n < all.size(); n++) {
      if (weights.get(n) > 0) {
        last = n;
        left -= weights.get(n);
        if (left < 0) {
          break;
        }
      }
    }
    return all.get(last);
  }
}
