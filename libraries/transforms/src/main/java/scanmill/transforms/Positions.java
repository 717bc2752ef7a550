package scanmill.transforms;

import scanmill.volumes.GridShape;

/**
 * Where in an array each voxel of a result is read, worked out once and then read from any number
 * of arrays of the same shape, linearly or from the nearest voxel.
 *
 * <p>A position is the voxel below it along every axis and how far it lies beyond that, 0 to 1. The
 * voxel below has one above, unless there is only one, so that reading needs no bounds. Written by
 * one thread, then read by any number.
 */
final class Positions {
  private static final int NOWHERE = -1;

  private final GridShape from;
  private final int[] below;
  private final float[] beyondI;
  private final float[] beyondJ;
  private final float[] beyondK; // empty if no position lies between slices

  /**
   * @param from shape of the arrays that are read
   * @param flat whether all positions lie on slices, not between them
   */
  Positions(GridShape from, boolean flat) {
    this(
        from,
        new float[from.length()],
        new float[from.length()],
        new float[flat ? 0 : from.length()]);
  }

  /**
   * @param beyondI overwritten as positions are put; likewise the others, which save their memory
   * @param beyondK empty if all positions lie on slices
   */
  Positions(GridShape from, float[] beyondI, float[] beyondJ, float[] beyondK) {
    this.from = from;
    this.below = new int[from.length()];
    this.beyondI = beyondI;
    this.beyondJ = beyondJ;
    this.beyondK = beyondK;
  }

  /** Voxel {@code o} of the result has no origin; it becomes 0. */
  void nowhere(int o) {
    below[o] = NOWHERE;
  }

  /** Voxel {@code o} of the result is read at a point of a slice, which is inside the grid. */
  void put(int o, double x, double y, int slice) {
    int i = lower(x, from.i());
    int j = lower(y, from.j());
    below[o] = i + from.i() * (j + from.j() * slice);
    beyondI[o] = fraction(x, i);
    beyondJ[o] = fraction(y, j);
  }

  /** Voxel {@code o} of the result is read at a point, which is inside the grid. */
  void put(int o, double x, double y, double z) {
    int k = lower(z, from.k());
    put(o, x, y, k);
    beyondK[o] = fraction(z, k);
  }

  private static int lower(double x, int n) {
    return Math.max(0, Math.min((int) x, n - 2));
  }

  private static float fraction(double x, int below) {
    float f = (float) (x - below);
    return f < 0 ? 0 : f > 1 ? 1 : f;
  }

  /** The mean of the neighbours, weighted by nearness. */
  float[] linear(float[] data) {
    float[] out = new float[below.length];
    int right = from.i() > 1 ? 1 : 0;
    int up = from.j() > 1 ? from.i() : 0;
    if (beyondK.length == 0) {
      inSlices(data, out, right, up);
    } else {
      throughSlices(data, out, right, up, from.k() > 1 ? from.i() * from.j() : 0);
    }
    return out;
  }

  private void inSlices(float[] data, float[] out, int right, int up) {
    for (int o = 0; o < out.length; o++) {
      int at = below[o];
      if (at != NOWHERE) {
        float f = beyondI[o];
        float a = data[at];
        float b = data[at + up];
        a += f * (data[at + right] - a);
        b += f * (data[at + up + right] - b);
        out[o] = a + beyondJ[o] * (b - a);
      }
    }
  }

  private void throughSlices(float[] data, float[] out, int right, int up, int above) {
    for (int o = 0; o < out.length; o++) {
      int at = below[o];
      if (at != NOWHERE) {
        float f = beyondI[o];
        float g = beyondJ[o];
        float a = data[at];
        float b = data[at + up];
        a += f * (data[at + right] - a);
        b += f * (data[at + up + right] - b);
        a += g * (b - a);
        at += above;
        float c = data[at];
        float d = data[at + up];
        c += f * (data[at + right] - c);
        d += f * (data[at + up + right] - d);
        c += g * (d - c);
        out[o] = a + beyondK[o] * (c - a);
      }
    }
  }

  /** The nearest label; a point halfway takes the later one. */
  int[] nearest(int[] labels) {
    int[] out = new int[below.length];
    int right = from.i() > 1 ? 1 : 0;
    int up = from.j() > 1 ? from.i() : 0;
    int above = from.k() > 1 ? from.i() * from.j() : 0;
    boolean flat = beyondK.length == 0;
    for (int o = 0; o < out.length; o++) {
      int at = below[o];
      if (at != NOWHERE) {
        at += beyondI[o] >= 0.5f ? right : 0;
        at += beyondJ[o] >= 0.5f ? up : 0;
        at += !flat && beyondK[o] >= 0.5f ? above : 0;
        out[o] = labels[at];
      }
    }
    return out;
  }
}
