package scanmill.configuration;

/** A check that many records need. */
final class Fraction {
  private Fraction() {}

  static void require(String what, double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException(what + " is a fraction from 0 to 1; it is " + fraction);
    }
  }
}
