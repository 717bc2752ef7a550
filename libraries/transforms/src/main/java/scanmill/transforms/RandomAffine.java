package scanmill.transforms;

import java.util.List;
import java.util.random.RandomGenerator;
import scanmill.specs.Default;
import scanmill.specs.OneOrMany;
import scanmill.volumes.GridShape;

/**
 * Turns, stretches and shifts by chance: an angle about one axis at random (within the slice if
 * there is only one), a scale for each axis, and a whole number of voxels along each axis.
 *
 * @param degrees one number for an angle within plus and minus it, or two for an angle between them
 * @param translate two or three fractions of the grid's size, 0 to 1: at most so far along i, j, k;
 *     empty for none
 * @param scale two or three fractions s, 0 to 1: a scale within 1 - s and 1 + s along i, j, k;
 *     empty for none
 */
public record RandomAffine(
    @OneOrMany @Default("0") List<Double> degrees,
    @Default("[]") List<Double> translate,
    @Default("[]") List<Double> scale)
    implements RandomTransform {
  private static final List<List<Integer>> PLANES =
      List.of(List.of(0, 1), List.of(0, 2), List.of(1, 2));

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

  /**
   * Draws the angle, then the plane, then three scales, then three shifts. An axis of one voxel is
   * neither turned nor stretched nor shifted.
   */
  @Override
  public Affined draw(RandomGenerator random, Sample sample) {
    GridShape n = sample.grid().shape();
    double most = degrees.get(degrees.size() - 1);
    double angle = between(random, degrees.size() == 1 ? -most : degrees.get(0), most);
    List<List<Integer>> planes =
        PLANES.stream().filter(p -> n.axis(p.get(0)) > 1 && n.axis(p.get(1)) > 1).toList();
    int plane = random.nextInt(Math.max(1, planes.size()));
    Double[] scales = new Double[3];
    Integer[] shifts = new Integer[3];
    for (int a = 0; a < 3; a++) {
      double s = n.axis(a) == 1 ? 0 : fraction(scale, a);
      // A scale of 0 would leave nothing to see; a fraction of 1 comes close to it.
      scales[a] = Math.max(1e-3, between(random, 1 - s, 1 + s));
    }
    for (int a = 0; a < 3; a++) {
      double far = n.axis(a) == 1 ? 0 : fraction(translate, a) * n.axis(a);
      shifts[a] = (int) Math.rint(between(random, -far, far));
    }
    return planes.isEmpty()
        ? new Affined(0, PLANES.get(0), List.of(scales), List.of(shifts))
        : new Affined(angle, planes.get(plane), List.of(scales), List.of(shifts));
  }

  private static double fraction(List<Double> fractions, int axis) {
    return axis < fractions.size() ? fractions.get(axis) : 0;
  }

  private static double between(RandomGenerator random, double least, double most) {
    return least + random.nextDouble() * (most - least);
  }
}
