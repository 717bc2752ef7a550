package scanmill.transforms;

import java.util.Arrays;
import java.util.List;
import scanmill.specs.Default;
import scanmill.volumes.GridShape;
import scanmill.volumes.Volume;

/**
 * Contrast-limited adaptive histogram equalisation: spreads the intensities about every voxel over
 * all of 0 to 1. Equal to {@code skimage.exposure.equalize_adapthist} of 256 bins on intensities
 * stretched to 0 to 1, but for its last digits; where all intensities are one, the result is 0.
 *
 * <p>Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV, 1994.
 *
 * @param clipLimit how often, as a share of a region's voxels, a bin counts at most; 0 for no
 *     limit, and 1 or more never limits
 * @param kernelSize voxels of a region along i and j, each at least 1, and along k if there is a
 *     third number; else each slice is done by itself
 */
public record Clahe(@Default("3.0") double clipLimit, @Default("[8, 8]") List<Integer> kernelSize)
    implements IntensityTransform {

  private static final long MOST_VOXELS = 1 << 24;

  public Clahe {
    kernelSize = List.copyOf(kernelSize);
    if (!(clipLimit >= 0) || Double.isInfinite(clipLimit)) {
      throw new IllegalArgumentException(
          "Clahe needs clip_limit of at least 0; found " + clipLimit);
    }
    boolean counted = kernelSize.size() == 2 || kernelSize.size() == 3;
    if (!counted || kernelSize.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "Clahe needs kernel_size as two or three numbers of voxels, each at least 1; found "
              + kernelSize);
    }
    long voxels = kernelSize.stream().mapToLong(n -> n).reduce(1, Clahe::timesAtMost);
    if (voxels > MOST_VOXELS) {
      throw new IllegalArgumentException(
          "Clahe needs kernel_size of at most " + MOST_VOXELS + " voxels; found " + kernelSize);
    }
  }

  private static long timesAtMost(long a, long b) {
    return Math.min(a * b, Integer.MAX_VALUE);
  }

  @Override
  public Clahe forDimensions(int dimensions) {
    return dimensions == 2 ? new Clahe(clipLimit, kernelSize.subList(0, 2)) : this;
  }

  @Override
  public Volume apply(Volume volume) {
    GridShape n = volume.shape();
    if (kernelSize.size() == 3) {
      return new Volume(volume.grid(), equalised(volume.data(), n));
    }
    GridShape slice = n.with(2, 1);
    float[] out = new float[n.length()];
    for (int k = 0; k < n.k(); k++) {
      int from = k * slice.length();
      float[] data = Arrays.copyOfRange(volume.data(), from, from + slice.length());
      System.arraycopy(equalised(data, slice), 0, out, from, slice.length());
    }
    return new Volume(volume.grid(), out);
  }

  private float[] equalised(float[] data, GridShape shape) {
    return new AdaptiveEqualisation(clipLimit, kernelSize, shape).apply(data);
  }
}
