package scanmill.testsupport;

import java.util.Random;

/**
 * One imaginary person's neck as a function of place, in millimetres around its middle, x to the
 * right, y to the front, z up: a cord that curves upwards inside fluid, a grey butterfly inside the
 * cord, vertebrae with discs in front of it, muscle around and fat under the skin.
 *
 * <p>Pure: the same seed is the same person at any resolution.
 */
final class PhantomAnatomy {
  private static final double FAT_MM = 3;
  private static final double DISC_SHARE = 0.22; // of the height of a vertebra

  private final double middleX;
  private final double middleY;
  private final double swayX;
  private final double swayY;
  private final double periodMm;
  private final double phase;
  private final double halfWidthMm;
  private final double halfDepthMm;
  private final double fluidMm;
  private final double vertebraMm;
  private final double bodyMm;
  private final double horns;

  PhantomAnatomy(long seed) {
    Random random = new Random(seed);
    middleX = between(random, -5, 5);
    middleY = between(random, -6, -1);
    swayX = between(random, 0.5, 2);
    swayY = between(random, 1, 3.5);
    periodMm = between(random, 60, 110);
    phase = between(random, 0, 2 * Math.PI);
    halfWidthMm = between(random, 5.4, 6.8);
    halfDepthMm = between(random, 4.0, 5.0);
    fluidMm = between(random, 1.8, 3);
    vertebraMm = between(random, 13, 17);
    bodyMm = between(random, 22, 25);
    horns = between(random, 0.85, 1.15);
  }

  private static double between(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  Tissue at(double x, double y, double z) {
    double turn = 2 * Math.PI * z / periodMm + phase;
    double u = x - middleX - swayX * Math.sin(turn);
    double v = y - middleY - swayY * Math.cos(turn);
    double swelling = 1 + 0.08 * Math.sin(2 * turn);
    if (inEllipse(u, v, halfWidthMm * swelling, halfDepthMm * swelling)) {
      return butterfly(u / swelling, v / swelling) ? Tissue.GREY_MATTER : Tissue.WHITE_MATTER;
    }
    double depth = halfDepthMm * swelling + fluidMm;
    if (inEllipse(u, v, halfWidthMm * swelling + fluidMm, depth)) {
      return Tissue.FLUID;
    }
    Tissue spine = spine(u, v, z, depth);
    return spine == Tissue.MUSCLE ? flesh(x, y, z) : spine;
  }

  /** Two horns on either side and a bridge between them. */
  private boolean butterfly(double u, double v) {
    double side = Math.abs(u);
    boolean front = inEllipse(side - 1.7 * horns, v - 1.0, 1.2 * horns, 1.5 * horns);
    boolean back = inEllipse(side - 1.9 * horns, v + 1.3, 0.75 * horns, 1.9 * horns);
    boolean bridge = side < 2 && Math.abs(v) < 0.6;
    return front || back || bridge;
  }

  /** The vertebral body in front, arch and spinous process behind; muscle elsewhere. */
  private Tissue spine(double u, double v, double z, double depth) {
    double level = z / vertebraMm - Math.floor(z / vertebraMm);
    boolean disc = level < DISC_SHARE;
    if (inEllipse(u, v - depth - 5.3, 9.5, 5.1)) {
      return disc ? Tissue.DISC : Tissue.BONE;
    }
    boolean arch = v < 0 && v > -depth - 2.5 && inEllipse(u, v, 13, depth + 2.5);
    boolean process = Math.abs(u) < 2 && v < -depth && v > -depth - 7;
    return !disc && (arch || process) ? Tissue.BONE : Tissue.MUSCLE;
  }

  private Tissue flesh(double x, double y, double z) {
    double thickness = bodyMm + Math.sin(z / 20 + phase);
    double radius = Math.hypot(x, y);
    if (radius > thickness) {
      return Tissue.AIR;
    }
    boolean septum = Math.abs(Math.sin(3 * Math.atan2(y, x) + phase)) < 0.05 && radius > 14;
    return radius > thickness - FAT_MM || septum ? Tissue.FAT : Tissue.MUSCLE;
  }

  private static boolean inEllipse(double x, double y, double halfX, double halfY) {
    return (x * x) / (halfX * halfX) + (y * y) / (halfY * halfY) <= 1;
  }
}
