package scanmill.configuration;

import java.util.List;
import scanmill.specs.Default;
import scanmill.specs.OneOf;
import scanmill.specs.Range;

/**
 * Which sizes of objects are scored apart.
 *
 * @param thr bounds between the sizes, ascending
 */
public record TargetSize(
    @Range(above = 0) List<Double> thr, @Default("vox") @OneOf({"vox", "mm3"}) SizeUnit unit) {
  public TargetSize {
    thr = List.copyOf(thr);
    for (int n = 1; n < thr.size(); n++) {
      if (!(thr.get(n) > thr.get(n - 1))) {
        throw new IllegalArgumentException("thr is a list of ascending numbers; it is " + thr);
      }
    }
    if (thr.isEmpty()) {
      throw new IllegalArgumentException("thr has at least one bound");
    }
  }
}
