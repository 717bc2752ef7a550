package scanmill.configuration;

import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * How much a predicted object must overlap one of the reference to have found it.
 *
 * @param thr at least so much
 */
public record Overlap(@Default("3") @Range(min = 0) double thr, @Default("vox") SizeUnit unit) {
  public Overlap {
    if (unit == SizeUnit.RATIO && thr > 1) {
      throw new IllegalArgumentException("thr is at most 1 where unit is ratio; it is " + thr);
    }
  }
}
