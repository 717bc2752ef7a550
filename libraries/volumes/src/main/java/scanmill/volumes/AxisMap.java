package scanmill.volumes;

/**
 * A swap and turn of axes: axis {@code a} of the result is axis {@code source[a]} of the origin,
 * turned where {@code flipped[a]}. Lossless.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record AxisMap(int[] source, boolean[] flipped) {

  static AxisMap between(Orientation from, Orientation to) {
    int[] source = new int[3];
    boolean[] flipped = new boolean[3];
    for (int a = 0; a < 3; a++) {
      source[a] = from.voxelAxis(to.worldAxis(a));
      flipped[a] = from.positive(source[a]) != to.positive(a);
    }
    return new AxisMap(source, flipped);
  }

  boolean isIdentity() {
    for (int a = 0; a < 3; a++) {
      if (source[a] != a || flipped[a]) {
        return false;
      }
    }
    return true;
  }

  GridShape apply(GridShape from) {
    return new GridShape(from.axis(source[0]), from.axis(source[1]), from.axis(source[2]));
  }

  /** Index in the result to index in the origin. */
  Affine asAffine(GridShape from) {
    double[] m = new double[12];
    for (int a = 0; a < 3; a++) {
      m[source[a] * 4 + a] = flipped[a] ? -1 : 1;
      m[source[a] * 4 + 3] = flipped[a] ? from.axis(source[a]) - 1 : 0;
    }
    return Affine.of(m);
  }

  /**
   * Offset of the result's first voxel, then its strides along i, j, k, all in elements of the
   * origin's array.
   */
  int[] walk(GridShape from) {
    int[] stride = {1, from.i(), from.i() * from.j()};
    int[] walk = new int[4];
    for (int a = 0; a < 3; a++) {
      int step = stride[source[a]];
      walk[a + 1] = flipped[a] ? -step : step;
      walk[0] += flipped[a] ? step * (from.axis(source[a]) - 1) : 0;
    }
    return walk;
  }

  float[] apply(float[] data, GridShape from) {
    GridShape to = apply(from);
    int[] walk = walk(from);
    float[] out = new float[data.length];
    int o = 0;
    for (int k = 0; k < to.k(); k++) {
      for (int j = 0; j < to.j(); j++) {
        int n = walk[0] + k * walk[3] + j * walk[2];
        for (int i = 0; i < to.i(); i++, n += walk[1]) {
          out[o++] = data[n];
        }
      }
    }
    return out;
  }

  int[] apply(int[] data, GridShape from) {
    GridShape to = apply(from);
    int[] walk = walk(from);
    int[] out = new int[data.length];
    int o = 0;
    for (int k = 0; k < to.k(); k++) {
      for (int j = 0; j < to.j(); j++) {
        int n = walk[0] + k * walk[3] + j * walk[2];
        for (int i = 0; i < to.i(); i++, n += walk[1]) {
          out[o++] = data[n];
        }
      }
    }
    return out;
  }
}
