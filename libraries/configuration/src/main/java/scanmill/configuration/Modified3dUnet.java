package scanmill.configuration;

import java.util.List;
import java.util.Optional;
import scanmill.specs.Count;
import scanmill.specs.Default;
import scanmill.specs.Key;
import scanmill.specs.Range;

/**
 * A 3D U-Net with deep supervision.
 *
 * @param applied whether it is the network
 * @param length3d size of sub-volumes
 * @param stride3d from one sub-volume to the next; absent for that size
 * @param attention whether its skip connections are gated
 * @param nFilters of the first layer
 */
public record Modified3dUnet(
    @Default("false") boolean applied,
    @Key("length_3D") @Count(3) @Range(min = 1) Optional<List<Integer>> length3d,
    @Key("stride_3D") @Count(3) @Range(min = 1) Optional<List<Integer>> stride3d,
    @Default("false") boolean attention,
    @Default("16") @Range(min = 1) int nFilters) {
  public Modified3dUnet {
    if (stride3d.isEmpty()) {
      stride3d = length3d;
    }
    Patches.require("length_3D", length3d, "stride_3D", stride3d);
  }
}
