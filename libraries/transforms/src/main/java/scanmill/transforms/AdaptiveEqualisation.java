package scanmill.transforms;

import java.util.List;
import scanmill.volumes.GridShape;

/**
 * The work of {@link Clahe} on one array: the histogram of each region says how its intensities are
 * spread; between the middles of regions, the answers of the nearest are mixed.
 */
final class AdaptiveEqualisation {
  private static final int GRAY = 1 << 14;
  private static final int BINS = 256;
  private static final int BIN_WIDTH = 1 + GRAY / BINS;

  private final GridShape shape;
  private final Axis[] axes = new Axis[3];
  private final int regionVoxels;
  private final int limit;

  /** Which regions speak for each voxel along one axis, and for how much. */
  private static final class Axis {
    final int kernel;
    final int regions;
    final int[] before; // the region whose middle is at or before a voxel
    final int[] after;
    final double[] weight; // of the region after

    Axis(int n, int kernel) {
      this.kernel = kernel;
      this.regions = (n + kernel - 1) / kernel;
      before = new int[n];
      after = new int[n];
      weight = new double[n];
      for (int x = 0; x < n; x++) {
        int shifted = x + kernel / 2;
        before[x] = Math.max(0, Math.min(regions - 1, shifted / kernel - 1));
        after[x] = Math.min(regions - 1, shifted / kernel);
        weight[x] = shifted % kernel / (double) kernel;
      }
    }

    /** An axis along which every slice is its own region. */
    static Axis none() {
      Axis axis = new Axis(1, 1);
      axis.weight[0] = 1;
      return axis;
    }
  }

  /**
   * @param kernel two numbers for a single slice, three for a volume
   */
  AdaptiveEqualisation(double clipLimit, List<Integer> kernel, GridShape shape) {
    this.shape = shape;
    long voxels = 1;
    for (int a = 0; a < 3; a++) {
      axes[a] = a < kernel.size() ? new Axis(shape.axis(a), kernel.get(a)) : Axis.none();
      voxels = Math.multiplyExact(voxels, (long) axes[a].kernel);
    }
    regionVoxels = Math.toIntExact(voxels);
    double most = clipLimit > 0 ? Math.max(1, clipLimit * voxels) : voxels;
    limit = (int) Math.min(Integer.MAX_VALUE, most);
  }

  /** The equalised intensities, 0 to 1. */
  float[] apply(float[] data) {
    short[] bins = bins(data);
    int[][] maps = maps(bins);
    int[] gray = new int[data.length];
    int v = 0;
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++) {
        for (int i = 0; i < shape.i(); i++, v++) {
          gray[v] = mixed(maps, bins[v], i, j, k);
        }
      }
    }
    return stretched(gray);
  }

  /** Intensities in 16 bits, then in 14, then by their bin. */
  private static short[] bins(float[] data) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : data) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    float range = most - least;
    short[] bins = new short[data.length];
    for (int v = 0; v < bins.length && range > 0; v++) {
      double bits16 = Math.rint((data[v] - least) / range * 65535f);
      bins[v] = (short) ((int) Math.rint(bits16 / 65535 * (GRAY - 1)) / BIN_WIDTH);
    }
    return bins;
  }

  private int region(int i, int j, int k) {
    return i + axes[0].regions * (j + axes[1].regions * k);
  }

  /** For each region, the gray that each bin becomes. */
  private int[][] maps(short[] bins) {
    int[][] maps = new int[region(0, 0, axes[2].regions)][];
    for (int k = 0; k < axes[2].regions; k++) {
      for (int j = 0; j < axes[1].regions; j++) {
        for (int i = 0; i < axes[0].regions; i++) {
          int[] counts = counts(bins, i, j, k);
          CappedHistogram.cap(counts, limit);
          maps[region(i, j, k)] = cumulated(counts);
        }
      }
    }
    return maps;
  }

  private int[] counts(short[] bins, int regionI, int regionJ, int regionK) {
    int[] counts = new int[BINS];
    for (int c = 0; c < axes[2].kernel; c++) {
      int k = reflected(regionK * axes[2].kernel + c, shape.k());
      for (int b = 0; b < axes[1].kernel; b++) {
        int row = shape.index(0, reflected(regionJ * axes[1].kernel + b, shape.j()), k);
        for (int a = 0; a < axes[0].kernel; a++) {
          counts[bins[row + reflected(regionI * axes[0].kernel + a, shape.i())]]++;
        }
      }
    }
    return counts;
  }

  /** Mirrored at the centres of the first and last voxel. */
  private static int reflected(int x, int n) {
    if (x < n) {
      return x;
    }
    if (n == 1) {
      return 0;
    }
    int folded = x % (2 * (n - 1));
    return folded < n ? folded : 2 * (n - 1) - folded;
  }

  private int[] cumulated(int[] counts) {
    int[] map = new int[BINS];
    long sum = 0;
    for (int b = 0; b < BINS; b++) {
      sum += counts[b];
      map[b] = (int) Math.min(GRAY - 1, sum * ((GRAY - 1) / (double) regionVoxels));
    }
    return map;
  }

  private int mixed(int[][] maps, int bin, int i, int j, int k) {
    float sum = 0;
    for (int corner = 0; corner < 8; corner++) {
      boolean farI = (corner & 4) != 0;
      boolean farJ = (corner & 2) != 0;
      boolean farK = (corner & 1) != 0;
      double wi = farI ? axes[0].weight[i] : 1 - axes[0].weight[i];
      double wj = farJ ? axes[1].weight[j] : 1 - axes[1].weight[j];
      double wk = farK ? axes[2].weight[k] : 1 - axes[2].weight[k];
      double weight = wk * wj * wi;
      if (weight > 0) {
        int x = farI ? axes[0].after[i] : axes[0].before[i];
        int y = farJ ? axes[1].after[j] : axes[1].before[j];
        int z = farK ? axes[2].after[k] : axes[2].before[k];
        sum += (float) (maps[region(x, y, z)][bin] * weight);
      }
    }
    return (int) sum;
  }

  private static float[] stretched(int[] gray) {
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int value : gray) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    float[] stretched = new float[gray.length];
    for (int v = 0; v < gray.length && most > least; v++) {
      stretched[v] = (gray[v] - least) / (float) (most - least);
    }
    return stretched;
  }
}
