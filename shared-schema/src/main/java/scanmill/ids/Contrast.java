package scanmill.ids;

/**
 * What kind of image it is: the BIDS suffix, {@code T1w}, {@code T2star}, {@code SEM}.
 *
 * @param suffix letters and digits only
 */
public record Contrast(String suffix) {
  public Contrast {
    Labels.require("contrast", suffix);
  }

  @Override
  public String toString() {
    return suffix;
  }
}
