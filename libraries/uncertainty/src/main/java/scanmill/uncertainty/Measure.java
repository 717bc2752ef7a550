package scanmill.uncertainty;

import java.util.Arrays;
import java.util.Optional;

/** What can be told of several predictions of one scan; named as ivadomed names its files. */
public enum Measure {
  /** Their mean. */
  SOFT("soft"),
  /** The entropy of their mean, of each class against the rest, in nats: 0 to ln 2. */
  ENTROPY("unc-vox"),
  /** Their variance, divided by their number. */
  VARIANCE("unc-var"),
  /**
   * The entropy of their mean less the mean of their entropies, in nats: what they differ in, not
   * what each of them is unsure of. Houlsby et al., 2011.
   */
  MUTUAL_INFORMATION("unc-mi"),
  /** The mean entropy within each object. */
  AVERAGE("unc-avgUnc"),
  /** By how much the size of each object varies: standard deviation divided by mean. */
  VARIATION("unc-cv"),
  /** How much of what any prediction says of an object all of them say: 1 is certain. */
  AGREEMENT("unc-iou");

  private final String key;

  Measure(String key) {
    this.key = key;
  }

  /** As in the names of files between {@code _} and the extension: {@code unc-vox}. */
  public String key() {
    return key;
  }

  /** The measure of a key; empty if there is none. */
  public static Optional<Measure> of(String key) {
    return Arrays.stream(values()).filter(measure -> measure.key.equals(key)).findFirst();
  }
}
