package scanmill.volumes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Every way to lay voxel axes along world axes, and some ways in between. */
final class Orientations {
  private Orientations() {}

  /** All 48. */
  static List<Orientation> all() {
    List<Orientation> all = new ArrayList<>();
    for (String order : List.of("RAS", "RSA", "ARS", "ASR", "SRA", "SAR")) {
      for (int flips = 0; flips < 8; flips++) {
        StringBuilder letters = new StringBuilder();
        for (int a = 0; a < 3; a++) {
          char letter = order.charAt(a);
          letters.append((flips >> a & 1) == 0 ? letter : "LPI".charAt("RAS".indexOf(letter)));
        }
        all.add(new Orientation(letters.toString()));
      }
    }
    return all;
  }

  /** Voxels of 1x2x3 mm, first voxel at (10, 20, 30). */
  static Grid grid(GridShape shape, Orientation orientation) {
    double[] m = {0, 0, 0, 10, 0, 0, 0, 20, 0, 0, 0, 30};
    for (int a = 0; a < 3; a++) {
      m[orientation.worldAxis(a) * 4 + a] = orientation.positive(a) ? a + 1 : -(a + 1);
    }
    return new Grid(shape, Affine.of(m));
  }

  /** Turned by three random angles, sometimes mirrored. */
  static Grid oblique(GridShape shape, Random random) {
    Affine affine = Affine.scaling(new Spacing(1, 1, 1));
    for (int axis = 0; axis < 3; axis++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double[] m = new double[12];
      int a = (axis + 1) % 3;
      int b = (axis + 2) % 3;
      m[axis * 5] = 1;
      m[a * 5] = Math.cos(angle);
      m[b * 5] = Math.cos(angle);
      m[a * 4 + b] = -Math.sin(angle);
      m[b * 4 + a] = Math.sin(angle);
      affine = affine.times(Affine.of(m));
    }
    double mirrored = random.nextBoolean() ? -1 : 1;
    Affine scaled = affine.times(Affine.of(0.5 * mirrored, 0, 0, -7, 0, 1.5, 0, 11, 0, 0, 4, 13));
    return new Grid(shape, scaled);
  }
}
