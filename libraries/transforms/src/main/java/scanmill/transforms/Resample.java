package scanmill.transforms;

import java.util.Optional;
import scanmill.problems.BadInputException;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Spacing;

/**
 * Changes the distance between voxels: quadratic splines for intensities, linear for probabilities,
 * nearest for labels.
 *
 * <p>The first and the last voxel centre of each axis stay where they are, so the new spacing is
 * close to the one asked for, and the grid says exactly which it is. An axis has {@code n * spacing
 * / asked} voxels, rounded half to even, at least 1. An axis k with one voxel is left alone.
 *
 * <p>Bad headers are refused as {@code resample-too-large}.
 *
 * @param hspace millimetres along i
 * @param wspace millimetres along j
 * @param dspace millimetres along k; absent leaves k alone
 */
public record Resample(double hspace, double wspace, Optional<Double> dspace)
    implements GeometricTransform {

  /** All of a voxel's neighbours are of a region, but for rounding. */
  private static final float WITHIN = 1 - 1e-6f;

  public Resample {
    require("hspace", hspace);
    require("wspace", wspace);
    dspace.ifPresent(mm -> require("dspace", mm));
  }

  private static void require(String name, double mm) {
    if (!(mm > 0) || !Double.isFinite(mm)) {
      throw new IllegalArgumentException(
          "Resample needs " + name + " in millimetres above 0; found " + mm);
    }
  }

  /** In 2 dimensions without {@code dspace}; in 3 with it, 1 mm if absent, as in ivadomed. */
  @Override
  public Resample forDimensions(int dimensions) {
    return new Resample(
        hspace, wspace, dimensions == 2 ? Optional.empty() : Optional.of(dspace.orElse(1.0)));
  }

  @Override
  public boolean preparation() {
    return true;
  }

  private double factor(Spacing spacing, GridShape shape, int axis) {
    return switch (axis) {
      case 0 -> asInHeader(spacing.iMm()) / hspace;
      case 1 -> asInHeader(spacing.jMm()) / wspace;
      default -> shape.k() == 1 ? 1 : dspace.map(mm -> asInHeader(spacing.kMm()) / mm).orElse(1.0);
    };
  }

  /**
   * Files say spacing in 32 bits; read back from an affine it may be off in the last digit, which
   * would tip a size that lies on a half.
   */
  private static double asInHeader(double mm) {
    double scale = Math.pow(10, 5 - Math.floor(Math.log10(mm)));
    double sixDigits = Math.rint(mm * scale) / scale;
    return (float) (Math.abs(sixDigits - mm) < 3e-7 * mm ? sixDigits : mm);
  }

  @Override
  public Grid after(Grid before) {
    GridShape from = before.shape();
    Spacing spacing = before.spacing();
    int[] size = new int[3];
    double[] step = new double[3];
    for (int a = 0; a < 3; a++) {
      double factor = factor(spacing, from, a);
      size[a] = (int) Math.max(1, Math.rint(from.axis(a) * factor));
      step[a] = size[a] > 1 && from.axis(a) > 1 ? (from.axis(a) - 1.0) / (size[a] - 1) : 1 / factor;
    }
    if ((double) size[0] * size[1] * size[2] > Integer.MAX_VALUE) {
      throw BadInputException.of(
          "resample-too-large",
          "Resampling may lead to at most 2147483647 voxels; "
              + from
              + " voxels of "
              + spacing
              + " would become "
              + new GridShape(size[0], size[1], size[2])
              + ".",
          "Check the spacing in the image's header, or resample to a larger one.");
    }
    Affine index = Affine.of(step[0], 0, 0, 0, 0, step[1], 0, 0, 0, 0, step[2], 0);
    return new Grid(new GridShape(size[0], size[1], size[2]), before.affine().times(index));
  }

  @Override
  public float[] move(float[] data, Grid before, int order) {
    return Zoom.apply(data, before.shape(), after(before).shape(), order);
  }

  @Override
  public int[] move(int[] labels, Grid before) {
    return Zoom.nearest(labels, before.shape(), after(before).shape());
  }

  /**
   * Slices keep of a region what lies between voxels of it only, as in ivadomed; of a region so
   * thin that a slice would keep nothing, the nearest voxels. Volumes keep the nearest voxels.
   */
  @Override
  public LabelMap applyToRegion(LabelMap region) {
    LabelMap nearest = apply(region);
    GridShape shape = nearest.shape();
    if (dspace.isPresent() || shape.equals(region.shape())) {
      return nearest;
    }
    float[] mask = new float[region.data().length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = region.data()[v] == 0 ? 0 : 1;
    }
    float[] share = Zoom.apply(mask, region.shape(), shape, LINEAR);
    int[] inner = new int[share.length];
    int slice = shape.i() * shape.j();
    for (int from = 0; from < inner.length; from += slice) {
      boolean found = false;
      for (int v = from; v < from + slice; v++) {
        inner[v] = share[v] > WITHIN ? nearest.data()[v] : 0;
        found |= inner[v] != 0;
      }
      if (!found) {
        System.arraycopy(nearest.data(), from, inner, from, slice);
      }
    }
    return new LabelMap(nearest.grid(), inner);
  }

  @Override
  public float[] moveBack(float[] data, GridShape after, GridShape before) {
    return Zoom.apply(data, after, before, LINEAR);
  }
}
