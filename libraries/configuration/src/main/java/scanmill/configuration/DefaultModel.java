package scanmill.configuration;

import java.util.List;
import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * The network, unless another one is applied.
 *
 * @param name of the catalogue of architectures
 * @param dropoutRate share of values left out while training
 * @param bnMomentum weight of a batch's mean in the running one
 * @param depth how often the image is halved
 * @param is2d whether it sees slices rather than volumes
 * @param finalActivation absent for the architecture's own, {@code sigmoid}
 * @param nFilters of the first layer; absent for the architecture's own
 * @param length2d size of 2D patches; absent for whole slices
 * @param stride2d from one 2D patch to the next
 * @param length3d size of sub-volumes; absent for whole volumes
 * @param stride3d from one sub-volume to the next
 * @param useLogits of {@code Countception}
 * @param logitsPerOutput of {@code Countception}
 * @param attention of {@code Modified3DUNet}
 */
public record DefaultModel(
    @Default("Unet") String name,
    @Default("0.3") double dropoutRate,
    @Default("0.1") double bnMomentum,
    @Default("3") int depth,
    @Key("is_2d") @Default("true") boolean is2d,
    Optional<FinalActivation> finalActivation,
    Optional<Integer> nFilters,
    @Key("length_2D") Optional<List<Integer>> length2d,
    @Key("stride_2D") Optional<List<Integer>> stride2d,
    @Key("length_3D") Optional<List<Integer>> length3d,
    @Key("stride_3D") Optional<List<Integer>> stride3d,
    Optional<Boolean> useLogits,
    Optional<Integer> logitsPerOutput,
    Optional<Boolean> attention) {
  public DefaultModel {
    Fraction.require("dropout_rate", dropoutRate);
    Fraction.require("bn_momentum", bnMomentum);
    if (depth < 1) {
      throw new IllegalArgumentException("depth is at least 1");
    }
    if (nFilters.isPresent() && nFilters.get() < 1) {
      throw new IllegalArgumentException("n_filters is at least 1");
    }
    Patches.require("length_2D", length2d, "stride_2D", stride2d, 2);
    Patches.require("length_3D", length3d, "stride_3D", stride3d, 3);
  }
}
