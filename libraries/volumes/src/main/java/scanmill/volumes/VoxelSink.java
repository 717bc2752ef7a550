package scanmill.volumes;

import java.util.Arrays;
import scanmill.problems.BadInputException;

/**
 * Where voxels go as they arrive, in the order of the file. Memory is given out in one piece where
 * the file is known to be long enough, else in growing pieces that never exceed eight times what
 * has arrived.
 */
interface VoxelSink {
  int FIRST_PIECE = 1 << 16;

  void accept(double[] values, int count);

  /** Takes note of values only: they are checked by being read. */
  VoxelSink NOTHING = (values, count) -> {};

  /** The next capacity of an array that is full. */
  static int grown(int full, int total) {
    return full >= total / 8 ? total : Math.max(FIRST_PIECE, 2 * full);
  }

  static int first(int total, boolean sized) {
    return sized ? total : Math.min(total, FIRST_PIECE);
  }

  /** What to say instead of running out of memory. */
  static BadInputException tooLarge(String name, long bytes) {
    return BadInputException.of(
        "nifti-too-large",
        "The voxels of "
            + name
            + " need "
            + (bytes >> 20)
            + " MiB of memory; this process has at most "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB.",
        "Crop or resample the image, or give the process more memory.");
  }

  /** Intensities of one channel. */
  final class Floats implements VoxelSink {
    private final int total;
    private final String name;
    private float[] data;
    private int filled;

    Floats(int total, boolean sized, String name) {
      this.total = total;
      this.name = name;
      this.data = resized(new float[0], first(total, sized));
    }

    private float[] resized(float[] old, int length) {
      try {
        return old.length == 0 ? new float[length] : Arrays.copyOf(old, length);
      } catch (OutOfMemoryError e) {
        throw tooLarge(name, 4L * total);
      }
    }

    @Override
    public void accept(double[] values, int count) {
      while (filled + count > data.length) {
        data = resized(data, grown(data.length, total));
      }
      for (int n = 0; n < count; n++) {
        data[filled + n] = (float) values[n];
      }
      filled += count;
    }

    float[] data() {
      return data;
    }
  }

  /** Labels: whole numbers from 0. */
  final class Labels implements VoxelSink {
    /** How far a label may be from a whole number: room for a scale such as 1/255. */
    private static final double TOLERANCE = 1e-4;

    private final int total;
    private final String name;
    private int[] data;
    private int filled;

    Labels(int total, boolean sized, String name) {
      this.total = total;
      this.name = name;
      this.data = resized(new int[0], first(total, sized));
    }

    private int[] resized(int[] old, int length) {
      try {
        return old.length == 0 ? new int[length] : Arrays.copyOf(old, length);
      } catch (OutOfMemoryError e) {
        throw tooLarge(name, 4L * total);
      }
    }

    @Override
    public void accept(double[] values, int count) {
      while (filled + count > data.length) {
        data = resized(data, grown(data.length, total));
      }
      for (int n = 0; n < count; n++) {
        double whole = Math.rint(values[n]);
        if (!(Math.abs(values[n] - whole) <= TOLERANCE
            && whole >= 0
            && whole <= Integer.MAX_VALUE)) {
          throw BadInputException.of(
              "nifti-labels",
              "Labels must be whole numbers from 0 to 2147483647; "
                  + name
                  + " holds "
                  + values[n]
                  + ".",
              "Give a label map, or read the file as intensities or probabilities.");
        }
        data[filled + n] = (int) whole;
      }
      filled += count;
    }

    int[] data() {
      return data;
    }
  }
}
