package scanmill.transforms;

import java.util.List;
import java.util.random.RandomGenerator;
import scanmill.volumes.Grid;

/**
 * Turns, stretches and shifts by chance: an angle about one axis at random (across slices if there
 * is only one), a scale for each axis, and a whole number of voxels along each axis.
 *
 * @param degrees one number for an angle within plus and minus it, or two for an angle between them
 * @param translate two or three fractions of the grid's size, 0 to 1: at most so far along i, j, k;
 *     empty for none
 * @param scale two or three fractions s, 0 to 1: a scale within 1 - s and 1 + s along i, j, k;
 *     empty for none
 */
public record RandomAffine(List<Double> degrees, List<Double> translate, List<Double> scale)
    implements RandomTransform {

  public RandomAffine {
    degrees = List.copyOf(degrees);
    translate = List.copyOf(translate);
    scale = List.copyOf(scale);
    boolean range = degrees.size() == 2 && degrees.get(0) <= degrees.get(1);
    if (!range && !(degrees.size() == 1 && degrees.get(0) >= 0)) {
      throw new IllegalArgumentException(
          "RandomAffine needs degrees as one number of at least 0, or as two in ascending order;"
              + " found "
              + degrees);
    }
    requireFractions("translate", translate);
    requireFractions("scale", scale);
  }

  private static void requireFractions(String name, List<Double> fractions) {
    boolean counted = fractions.isEmpty() || fractions.size() == 2 || fractions.size() == 3;
    if (!counted || !fractions.stream().allMatch(f -> f >= 0 && f <= 1)) {
      throw new IllegalArgumentException(
          "RandomAffine needs "
              + name
              + " as two or three fractions from 0 to 1; found "
              + fractions);
    }
  }

  /** Draws the angle, then the axes, then three scales, then three shifts. */
  @Override
  public Affined draw(RandomGenerator random, Grid grid) {
    double most = degrees.get(degrees.size() - 1);
    double least = degrees.size() == 1 ? -most : degrees.get(0);
    double angle = between(random, least, most);
    boolean flat = grid.shape().k() == 1;
    int still = flat ? 2 : random.nextInt(3);
    List<Integer> axes = List.of(still == 0 ? 1 : 0, still == 2 ? 1 : 2);
    Double[] scales = new Double[3];
    Double[] shifts = new Double[3];
    for (int a = 0; a < 3; a++) {
      double fraction = a == 2 && flat ? 0 : fraction(scale, a);
      // A scale of 0 would leave nothing to see; fractions of exactly 1 come close to it.
      scales[a] = Math.max(1e-3, between(random, 1 - fraction, 1 + fraction));
    }
    for (int a = 0; a < 3; a++) {
      double far = a == 2 && flat ? 0 : fraction(translate, a) * grid.shape().axis(a);
      shifts[a] = Math.rint(between(random, -far, far)) + 0.0;
    }
    return new Affined(angle, axes, List.of(scales), List.of(shifts));
  }

  private static double fraction(List<Double> fractions, int axis) {
    return axis < fractions.size() ? fractions.get(axis) : 0;
  }

  private static double between(RandomGenerator random, double least, double most) {
    return least + random.nextDouble() * (most - least);
  }
}
