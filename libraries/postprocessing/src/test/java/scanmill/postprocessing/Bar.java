package scanmill.postprocessing;

import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

/** The original's test object: a bar through the middle of 15 x 15 x 9 voxels. */
final class Bar {
  static final Grid GRID = Grid.of(new GridShape(15, 15, 9), new Spacing(1, 1, 1));

  private Bar() {}

  /** 1 within 3 of the middle along i and 2 along j, in every slice. */
  static float[] hard() {
    float[] data = new float[GRID.shape().length()];
    for (int k = 0; k < 9; k++) {
      for (int j = 5; j <= 9; j++) {
        for (int i = 4; i <= 10; i++) {
          data[at(i, j, k)] = 1;
        }
      }
    }
    return data;
  }

  /** The bar's mean over 3 x 3 x 3 voxels. */
  static float[] soft() {
    float[] hard = hard();
    float[] soft = new float[hard.length];
    for (int k = 0; k < 9; k++) {
      for (int j = 1; j < 14; j++) {
        for (int i = 1; i < 14; i++) {
          float sum = 0;
          for (int n = 0; n < 27; n++) {
            int slice = Math.max(0, Math.min(8, k + n / 9 - 1));
            sum += hard[at(i + n % 3 - 1, j + n / 3 % 3 - 1, slice)];
          }
          soft[at(i, j, k)] = sum / 27;
        }
      }
    }
    return soft;
  }

  static int at(int i, int j, int k) {
    return GRID.shape().index(i, j, k);
  }

  static ProbabilityMap map(float[]... channels) {
    return new ProbabilityMap(GRID, channels);
  }

  /** A slice drawn with digits: tenths, and # for 1. */
  static ProbabilityMap slice(int width, String... classes) {
    float[][] channels = new float[classes.length][];
    for (int c = 0; c < classes.length; c++) {
      String flat = classes[c].replace(" ", "");
      channels[c] = new float[flat.length()];
      for (int v = 0; v < flat.length(); v++) {
        char sign = flat.charAt(v);
        channels[c][v] = sign == '#' ? 1 : sign == '.' ? 0 : (sign - '0') / 10f;
      }
    }
    GridShape shape = new GridShape(width, channels[0].length / width, 1);
    return new ProbabilityMap(Grid.of(shape, new Spacing(0.5, 0.5, 2)), channels);
  }

  static ProbabilityMap copy(ProbabilityMap map) {
    float[][] channels = new float[map.classes()][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = map.channel(c).clone();
    }
    return new ProbabilityMap(map.grid(), channels);
  }
}
