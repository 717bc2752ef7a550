package scanmill.transforms;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a sample is made of. */
public enum Part {
  /** The channels of intensities. */
  IMAGE,
  /** One soft channel per class: what a network shall learn. */
  TRUTH,
  /** The region of interest. */
  REGION;

  /** Every part. */
  public static final Set<Part> ALL = Collections.unmodifiableSet(EnumSet.allOf(Part.class));
}
