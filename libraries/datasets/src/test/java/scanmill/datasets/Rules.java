package scanmill.datasets;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import scanmill.transforms.Placed;
import scanmill.volumes.GridShape;
import scanmill.volumes.SlidingWindow;

/** Rules of samples, as tests need them. */
final class Rules {
  private Rules() {}

  static SampleRules slices(Placed... transforms) {
    return slices(SampleFilter.NONE, OptionalInt.empty(), false, transforms);
  }

  static SampleRules slices(
      SampleFilter filter, OptionalInt region, boolean soft, Placed... transforms) {
    return new SampleRules(
        2,
        PreparedFolder::slices,
        Optional.empty(),
        filter,
        region,
        SampleFilter.NONE,
        true,
        List.of(transforms),
        true,
        false,
        soft);
  }

  static SampleRules volumes(
      GridShape box, Optional<PatchDrawing> drawing, boolean learning, boolean dropout) {
    return new SampleRules(
        3,
        new SlidingWindow(box, box)::over,
        drawing,
        SampleFilter.NONE,
        OptionalInt.empty(),
        SampleFilter.NONE,
        false,
        List.of(),
        learning,
        dropout,
        true);
  }
}
