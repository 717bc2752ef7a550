package scanmill.testsupport;

import scanmill.volumes.Spacing;

/** Where a phantom is scanned: two institutions whose pictures differ as those of hospitals do. */
public enum PhantomScanner {
  /** Fine, quiet, even. */
  NORTH("north", "Aurora", 3, 0.75, 4, 4, 0.15, 1),
  /** Coarser in plane, noisier, uneven, and on another intensity scale. */
  SOUTH("south", "Cassowary", 1.5, 0.8, 3.6, 8, 0.3, 2.6);

  private final String institution;
  private final String manufacturer;
  private final double tesla;
  private final double inPlaneMm;
  private final double sliceMm;
  private final double noise;
  private final double unevenness;
  private final double gain;

  PhantomScanner(
      String institution,
      String manufacturer,
      double tesla,
      double inPlaneMm,
      double sliceMm,
      double noise,
      double unevenness,
      double gain) {
    this.institution = institution;
    this.manufacturer = manufacturer;
    this.tesla = tesla;
    this.inPlaneMm = inPlaneMm;
    this.sliceMm = sliceMm;
    this.noise = noise;
    this.unevenness = unevenness;
    this.gain = gain;
  }

  /** What {@code participants.tsv} says under {@code institution_id}. */
  public String institution() {
    return institution;
  }

  public String manufacturer() {
    return manufacturer;
  }

  double tesla() {
    return tesla;
  }

  /** Voxel size with axes in the order right, front, up. */
  public Spacing spacing() {
    return new Spacing(inPlaneMm, inPlaneMm, sliceMm);
  }

  /** Standard deviation of the noise in each receiver, on the contrast's scale. */
  double noise() {
    return noise;
  }

  /** How far the field may deviate from one, at the corners. */
  double unevenness() {
    return unevenness;
  }

  double gain() {
    return gain;
  }
}
