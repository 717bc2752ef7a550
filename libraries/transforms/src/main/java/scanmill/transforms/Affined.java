package scanmill.transforms;

import java.util.List;
import scanmill.volumes.GridShape;

/**
 * Turns, stretches and shifts what is seen, in voxels, about the middle of the grid: as if the
 * patient had moved. The grid stays. Linear for intensities and probabilities alike.
 *
 * <p>With {@code A = diag(1/scale) R(degrees)^T} and {@code c} half the voxel counts, the result at
 * voxel {@code o} is the origin at {@code A (o - c) + c + translation}; beyond it, 0. The way back
 * turns first, then shifts.
 *
 * @param degrees angle of the turn
 * @param axes the two axes that span the plane of the turn, 0 to 2, ascending
 * @param scale above 1 enlarges; one number per axis
 * @param translation whole voxels along each axis
 */
public record Affined(
    double degrees, List<Integer> axes, List<Double> scale, List<Integer> translation)
    implements Warp {

  public Affined {
    axes = List.copyOf(axes);
    scale = List.copyOf(scale);
    translation = List.copyOf(translation);
    if (axes.size() != 2 || axes.get(0) < 0 || axes.get(0) >= axes.get(1) || axes.get(1) > 2) {
      throw new IllegalArgumentException(
          "A turn is in two ascending axes of 0, 1, 2; found " + axes);
    }
    if (scale.size() != 3 || scale.stream().anyMatch(s -> !(s > 0) || s.isInfinite())) {
      throw new IllegalArgumentException("A scale is three numbers above 0; found " + scale);
    }
    if (translation.size() != 3) {
      throw new IllegalArgumentException("A translation is three numbers; found " + translation);
    }
  }

  /** Turns by {@code degrees}, row by row. */
  private double[][] turn() {
    double[][] r = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    double angle = Math.toRadians(degrees);
    int a = axes.get(0);
    int b = axes.get(1);
    r[a][a] = Math.cos(angle);
    r[a][b] = -Math.sin(angle);
    r[b][a] = Math.sin(angle);
    r[b][b] = Math.cos(angle);
    return r;
  }

  private double[] forward(GridShape shape) {
    double[][] r = turn();
    double[] m = new double[12];
    for (int row = 0; row < 3; row++) {
      double c = shape.axis(row) / 2.0;
      m[row * 4 + 3] = c + translation.get(row);
      for (int col = 0; col < 3; col++) {
        m[row * 4 + col] = r[col][row] / scale.get(row);
        m[row * 4 + 3] -= m[row * 4 + col] * shape.axis(col) / 2.0;
      }
    }
    return m;
  }

  private double[] backward(GridShape shape) {
    double[][] r = turn();
    double[] m = new double[12];
    for (int row = 0; row < 3; row++) {
      m[row * 4 + 3] = shape.axis(row) / 2.0;
      for (int col = 0; col < 3; col++) {
        m[row * 4 + col] = r[row][col] * scale.get(col);
        m[row * 4 + 3] -= m[row * 4 + col] * shape.axis(col) / 2.0;
      }
    }
    return m;
  }

  @Override
  public boolean nothing() {
    return degrees == 0
        && scale.stream().allMatch(s -> s == 1)
        && translation.stream().allMatch(t -> t == 0);
  }

  @Override
  public Positions positions(GridShape shape) {
    return AffineSampling.positions(shape, forward(shape));
  }

  @Override
  public float[] moveBack(float[] data, GridShape after, GridShape before) {
    float[] turned = AffineSampling.positions(after, backward(before)).linear(data);
    return new Box(-translation.get(0), -translation.get(1), -translation.get(2), before)
        .copy(turned, before);
  }
}
