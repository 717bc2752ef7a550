package scanmill.configuration;

import java.util.List;
import java.util.Optional;
import scanmill.specs.Count;
import scanmill.specs.Default;
import scanmill.specs.Key;
import scanmill.specs.Range;

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
 * @param nBlocks of {@code ResidualEncoderUnet}: residual blocks of each level
 * @param strides of {@code ResidualEncoderUnet}: by which each level after the first is coarser
 *     along each axis
 * @param kernels of {@code ResidualEncoderUnet}: of the convolutions of each level along each axis
 */
public record DefaultModel(
    @Default("Unet") String name,
    @Default("0.3") @Range(min = 0, max = 1) double dropoutRate,
    @Default("0.1") @Range(min = 0, max = 1) double bnMomentum,
    @Default("3") @Range(min = 1) int depth,
    @Key("is_2d") @Default("true") boolean is2d,
    Optional<FinalActivation> finalActivation,
    @Range(min = 1) Optional<Integer> nFilters,
    @Key("length_2D") @Count(2) @Range(min = 1) Optional<List<Integer>> length2d,
    @Key("stride_2D") @Count(2) @Range(min = 1) Optional<List<Integer>> stride2d,
    @Key("length_3D") @Count(3) @Range(min = 1) Optional<List<Integer>> length3d,
    @Key("stride_3D") @Count(3) @Range(min = 1) Optional<List<Integer>> stride3d,
    Optional<Boolean> useLogits,
    @Range(min = 1) Optional<Integer> logitsPerOutput,
    Optional<Boolean> attention,
    @Range(min = 1) Optional<List<Integer>> nBlocks,
    Optional<List<List<Integer>>> strides,
    Optional<List<List<Integer>>> kernels) {
  public DefaultModel {
    Patches.require("length_2D", length2d, "stride_2D", stride2d);
    Patches.require("length_3D", length3d, "stride_3D", stride3d);
  }
}
