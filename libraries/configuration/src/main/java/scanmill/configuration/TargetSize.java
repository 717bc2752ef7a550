package scanmill.configuration;

import java.util.List;
import scanmill.specs.Default;

/**
 * Which sizes of objects are scored apart.
 *
 * @param thr bounds between the sizes, ascending
 */
public record TargetSize(List<Double> thr, @Default("vox") SizeUnit unit) {
  public TargetSize {
    thr = List.copyOf(thr);
    if (unit == SizeUnit.RATIO) {
      throw new IllegalArgumentException("unit is vox or mm3");
    }
  }
}
