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
   * The orientation closest to an affine. Oblique axes are given, strongest first, to the world
   * axis they lie closest to.
   */
  public static Orientation of(Affine affine) {
    Spacing spacing = affine.spacing();
    char[] letters = new char[3];
    boolean[] voxelDone = new boolean[3];
    boolean[] worldDone = new boolean[3];
    for (int n = 0; n < 3; n++) {
      int bestVoxel = -1;
      int bestWorld = -1;
      double best = -1;
      for (int v = 0; v < 3; v++) {
        for (int w = 0; w < 3; w++) {
          double cosine = Math.abs(affine.get(w, v)) / spacing.axis(v);
          if (!voxelDone[v] && !worldDone[w] && cosine > best + 1e-9) {
            best = cosine;
            bestVoxel = v;
            bestWorld = w;
          }
        }
      }
      voxelDone[bestVoxel] = true;
      worldDone[bestWorld] = true;
      letters[bestVoxel] =
          (affine.get(bestWorld, bestVoxel) >= 0 ? POSITIVE : NEGATIVE).charAt(bestWorld);
    }
    return new Orientation(new String(letters));
  }

  @Override
  public String toString() {
    return letters;
  }
}
