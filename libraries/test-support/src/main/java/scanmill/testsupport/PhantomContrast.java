package scanmill.testsupport;

/** How bright each tissue is, on a scale of 0 to 255, before the scanner adds its own. */
public enum PhantomContrast {
  /** Dark fluid, bright fat. */
  T1W("T1w", 2000, 3.5, 215, 110, 150, 85, 35, 165, 125),
  /** Bright fluid around a darker cord. */
  T2W("T2w", 1500, 120, 170, 60, 85, 120, 250, 100, 130),
  /** Grey matter brighter than white. */
  T2STAR("T2star", 600, 15, 85, 100, 35, 140, 205, 115, 165);

  private final String suffix;
  private final double repetitionMs;
  private final double echoMs;
  private final int fat;
  private final int muscle;
  private final int bone;
  private final int disc;
  private final int fluid;
  private final int white;
  private final int grey;

  PhantomContrast(
      String suffix,
      double repetitionMs,
      double echoMs,
      int fat,
      int muscle,
      int bone,
      int disc,
      int fluid,
      int white,
      int grey) {
    this.suffix = suffix;
    this.repetitionMs = repetitionMs;
    this.echoMs = echoMs;
    this.fat = fat;
    this.muscle = muscle;
    this.bone = bone;
    this.disc = disc;
    this.fluid = fluid;
    this.white = white;
    this.grey = grey;
  }

  /** The BIDS suffix. */
  public String suffix() {
    return suffix;
  }

  double repetitionMs() {
    return repetitionMs;
  }

  double echoMs() {
    return echoMs;
  }

  double of(Tissue tissue) {
    return switch (tissue) {
      case AIR -> 4;
      case FAT -> fat;
      case MUSCLE -> muscle;
      case BONE -> bone;
      case DISC -> disc;
      case FLUID -> fluid;
      case WHITE_MATTER -> white;
      case GREY_MATTER -> grey;
    };
  }
}
