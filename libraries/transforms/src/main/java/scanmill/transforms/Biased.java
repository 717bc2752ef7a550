package scanmill.transforms;

import java.util.List;
import scanmill.volumes.GridShape;
import scanmill.volumes.Volume;

/**
 * Multiplies intensities by the exponential of a polynomial of their place: {@code exp(sum c x^a
 * y^b z^c)} over all {@code a + b + c <= order}, where x, y and z run from -1 at the first voxel of
 * their axis to 1 at the last.
 *
 * @param coefficients one per term, the power of z changing fastest, then that of y; all 0 changes
 *     nothing
 * @param order of the polynomial, 0 to 10
 */
public record Biased(List<Double> coefficients, int order) implements IntensityTransform {

  public Biased {
    coefficients = List.copyOf(coefficients);
    requireOrder(order);
    boolean finite = coefficients.stream().allMatch(Double::isFinite);
    if (coefficients.size() != terms(order) || !finite) {
      throw new IllegalArgumentException(
          "Biased of order "
              + order
              + " needs "
              + terms(order)
              + " finite coefficients; found "
              + coefficients);
    }
  }

  static void requireOrder(int order) {
    if (order < 0 || order > 10) {
      throw new IllegalArgumentException("A bias field has an order from 0 to 10; found " + order);
    }
  }

  /** How many products of powers of x, y and z have at most a degree. */
  static int terms(int order) {
    return (order + 1) * (order + 2) * (order + 3) / 6;
  }

  @Override
  public Volume apply(Volume volume) {
    if (coefficients.stream().allMatch(c -> c == 0)) {
      return volume;
    }
    GridShape n = volume.shape();
    float[] data = volume.data();
    float[] biased = new float[data.length];
    double[] alongRow = new double[order + 1];
    int v = 0;
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        gather(place(j, n.j()), place(k, n.k()), alongRow);
        for (int i = 0; i < n.i(); i++, v++) {
          double exponent = Math.min(700, polynomial(alongRow, place(i, n.i())));
          double value = data[v] * Math.exp(exponent);
          biased[v] = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
        }
      }
    }
    return new Volume(volume.grid(), biased);
  }

  private static double place(int index, int n) {
    return n == 1 ? 0 : 2.0 * index / (n - 1) - 1;
  }

  /** The coefficients of the powers of x, on one row of voxels. */
  private void gather(double y, double z, double[] alongRow) {
    int term = 0;
    for (int a = 0; a <= order; a++) {
      double sum = 0;
      double powerY = 1;
      for (int b = 0; b <= order - a; b++) {
        double powerZ = 1;
        for (int c = 0; c <= order - a - b; c++) {
          sum += coefficients.get(term++) * powerY * powerZ;
          powerZ *= z;
        }
        powerY *= y;
      }
      alongRow[a] = sum;
    }
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (int a = coefficients.length - 1; a >= 0; a--) {
      sum = sum * x + coefficients[a];
    }
    return sum;
  }
}
