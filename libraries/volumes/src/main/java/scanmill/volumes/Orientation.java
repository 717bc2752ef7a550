package scanmill.volumes;

/**
 * Which way the voxel axes point, one letter each: {@code RAS} means that i grows to the right, j
 * to the front, k upwards.
 *
 * @param letters one of R/L, one of A/P, one of S/I, in the order of i, j, k
 */
public record Orientation(String letters) {
  private static final String POSITIVE = "RAS";
  private static final String NEGATIVE = "LPI";
  private static final double TIE = 1e-9; // closer than this is equally close: the first wins

  public static final Orientation RAS = new Orientation("RAS");

  public Orientation {
    boolean[] seen = new boolean[3];
    boolean valid = letters.length() == 3;
    for (int a = 0; valid && a < 3; a++) {
      int world = world(letters.charAt(a));
      valid = world >= 0 && !seen[world];
      if (valid) {
        seen[world] = true;
      }
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "An orientation names three different axes, such as RAS; found \"" + letters + "\"");
    }
  }

  private static int world(char letter) {
    int p = POSITIVE.indexOf(letter);
    return p >= 0 ? p : NEGATIVE.indexOf(letter);
  }

  /** Which world axis (0 x, 1 y, 2 z) a voxel axis runs along. */
  public int worldAxis(int voxelAxis) {
    return world(letters.charAt(voxelAxis));
  }

  /** Whether a voxel axis runs towards R, A or S. */
  public boolean positive(int voxelAxis) {
    return POSITIVE.indexOf(letters.charAt(voxelAxis)) >= 0;
  }

  /** Which voxel axis runs along a world axis. */
  public int voxelAxis(int worldAxis) {
    for (int a = 0; a < 3; a++) {
      if (worldAxis(a) == worldAxis) {
        return a;
      }
    }
    throw new IllegalArgumentException("World axes are 0, 1 and 2; found " + worldAxis);
  }

  /**
   * The orientation closest to an affine. i takes the world axis that it lies closest to, then j
   * and k the closest that is left: the same choice as nibabel's, on which ivadomed relies.
   */
  public static Orientation of(Affine affine) {
    boolean[] taken = new boolean[3];
    char[] letters = new char[3];
    for (int v = 0; v < 3; v++) {
      double tie = TIE * affine.spacing().axis(v);
      int closest = -1;
      for (int w = 0; w < 3; w++) {
        if (!taken[w]
            && (closest < 0
                || Math.abs(affine.get(w, v)) > Math.abs(affine.get(closest, v)) + tie)) {
          closest = w;
        }
      }
      taken[closest] = true;
      letters[v] = (affine.get(closest, v) >= 0 ? POSITIVE : NEGATIVE).charAt(closest);
    }
    return new Orientation(new String(letters));
  }

  @Override
  public String toString() {
    return letters;
  }
}
