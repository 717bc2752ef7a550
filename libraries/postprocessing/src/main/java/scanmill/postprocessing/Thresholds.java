package scanmill.postprocessing;

/** What a threshold of a step may be. */
final class Thresholds {

  private Thresholds() {}

  static void require(String step, double thr) {
    if (!(thr <= 1)) {
      throw new IllegalArgumentException(
          step + " needs thr from 0 to 1, or below 0 to switch it off; found " + thr);
    }
  }
}
