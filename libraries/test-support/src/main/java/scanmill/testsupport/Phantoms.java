package scanmill.testsupport;

import java.util.Random;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Orientation;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/**
 * Scans of imaginary necks, for tests and for showing the platform without anybody's data.
 *
 * <p>A seed is a person. The same person in two contrasts or scanners has the same anatomy, and the
 * same arguments give the same voxels on every machine.
 */
public final class Phantoms {
  /** 48 mm square and 48 mm high on {@link PhantomScanner#NORTH}. */
  public static final GridShape SMALL = new GridShape(64, 64, 12);

  private static final double MOST_TILT = Math.toRadians(6);
  private static final int FINER = 3; // samples per voxel edge in plane, for partial volumes

  private Phantoms() {}

  /** A small scan in axes that run right, front and up. */
  public static Phantom scan(long seed, PhantomContrast contrast, PhantomScanner scanner) {
    return scan(seed, contrast, scanner, SMALL, Orientation.RAS);
  }

  /**
   * @param seed who is scanned
   * @param shape voxels along right, front and up, whatever the orientation
   * @param stored how the axes of the result point
   */
  public static Phantom scan(
      long seed,
      PhantomContrast contrast,
      PhantomScanner scanner,
      GridShape shape,
      Orientation stored) {
    PhantomAnatomy anatomy = new PhantomAnatomy(seed);
    Random random =
        new Random(
            seed * 31 + contrast.suffix().hashCode() * 7L + scanner.institution().hashCode());
    Grid grid = grid(shape, scanner.spacing(), random);
    float[] image = new float[shape.length()];
    int[] tissues = new int[shape.length()];
    Field field = new Field(scanner.unevenness(), random);
    int n = 0;
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++) {
        for (int i = 0; i < shape.i(); i++, n++) {
          double[] at = grid.affine().toWorld(i, j, k);
          tissues[n] = label(anatomy.at(at[0], at[1], at[2]));
          double signal = signal(anatomy, contrast, grid.affine(), i, j, k);
          double uneven = signal * field.at(at[0], at[1], at[2]);
          image[n] = received(uneven, scanner, random);
        }
      }
    }
    return new Phantom(
        new Volume(grid, image).reoriented(stored),
        new LabelMap(grid, tissues).reoriented(stored),
        contrast,
        scanner);
  }

  /** Centred on the neck but for a patient who never lies quite straight. */
  private static Grid grid(GridShape shape, Spacing spacing, Random random) {
    double tilt = MOST_TILT * (2 * random.nextDouble() - 1);
    double cos = Math.cos(tilt);
    double sin = Math.sin(tilt);
    Affine turned =
        Affine.of(
            spacing.iMm(),
            0,
            0,
            0, //
            0,
            cos * spacing.jMm(),
            -sin * spacing.kMm(),
            0, //
            0,
            sin * spacing.jMm(),
            cos * spacing.kMm(),
            0);
    double[] middle =
        turned.toWorld((shape.i() - 1) / 2.0, (shape.j() - 1) / 2.0, (shape.k() - 1) / 2.0);
    double[] m = turned.rowMajor();
    for (int r = 0; r < 3; r++) {
      m[r * 4 + 3] = -middle[r] + 2 * (2 * random.nextDouble() - 1);
    }
    return new Grid(shape, Affine.of(m));
  }

  private static int label(Tissue tissue) {
    return switch (tissue) {
      case WHITE_MATTER -> 1;
      case GREY_MATTER -> 2;
      case FLUID -> 3;
      case BONE -> 4;
      case DISC -> 5;
      case AIR, FAT, MUSCLE -> 0;
    };
  }

  /** The mean over a voxel: partial volumes at every border. */
  private static double signal(
      PhantomAnatomy anatomy, PhantomContrast contrast, Affine affine, int i, int j, int k) {
    double sum = 0;
    for (int dj = 0; dj < FINER; dj++) {
      for (int di = 0; di < FINER; di++) {
        double[] at = affine.toWorld(i + (di + 0.5) / FINER - 0.5, j + (dj + 0.5) / FINER - 0.5, k);
        sum += contrast.of(anatomy.at(at[0], at[1], at[2]));
      }
    }
    return sum / (FINER * FINER);
  }

  /** Magnitude of a signal with noise in both of its parts (Rician), on the scanner's own scale. */
  private static float received(double signal, PhantomScanner scanner, Random random) {
    double real = signal + scanner.noise() * random.nextGaussian();
    double imaginary = scanner.noise() * random.nextGaussian();
    return Math.min(32767, Math.round(scanner.gain() * Math.hypot(real, imaginary)));
  }

  /** A smooth multiplicative field around one. */
  private static final class Field {
    private static final double REACH_MM = 25;

    private final double[] weights = new double[6];

    Field(double unevenness, Random random) {
      for (int n = 0; n < weights.length; n++) {
        weights[n] = unevenness * (2 * random.nextDouble() - 1) / 2;
      }
    }

    double at(double x, double y, double z) {
      double u = x / REACH_MM;
      double v = y / REACH_MM;
      double w = z / REACH_MM;
      return Math.exp(
          weights[0] * u
              + weights[1] * v
              + weights[2] * w
              + weights[3] * u * u
              + weights[4] * v * v
              + weights[5] * u * v);
    }
  }
}
