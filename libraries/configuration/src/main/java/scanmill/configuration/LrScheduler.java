package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Key;
import scanmill.specs.OneOf;
import scanmill.specs.Range;

/**
 * How the learning rate changes.
 *
 * @param name of a schedule; those that ivadomed does not have are {@code PolynomialLR}, {@code
 *     ReduceLROnPlateau} and {@code ConstantLR}
 * @param baseLr of {@code CyclicLR}: the lowest rate; 1e-5 where absent
 * @param maxLr of {@code CyclicLR}: the highest rate; 1e-2 where absent
 * @param stepSizeUp of {@code CyclicLR}: batches from the lowest rate to the highest
 * @param stepSizeDown of {@code CyclicLR}: batches back
 * @param t0 of {@code CosineAnnealingWarmRestarts}: epochs until the first restart
 * @param tMult of {@code CosineAnnealingWarmRestarts}: how much longer each stretch is
 * @param etaMin the lowest rate of the cosine schedules and of {@code ReduceLROnPlateau}
 * @param power of {@code PolynomialLR}; 0.9 where absent
 * @param factor of {@code ReduceLROnPlateau}: what the rate is multiplied by; 0.1 where absent
 * @param patience of {@code ReduceLROnPlateau}: epochs without a better loss that are borne; 10
 *     where absent
 * @param threshold of {@code ReduceLROnPlateau}: by what part of itself a loss has to be better;
 *     1e-4 where absent
 */
public record LrScheduler(
    @Default("CosineAnnealingLR")
        @OneOf({
          "CosineAnnealingLR",
          "CosineAnnealingWarmRestarts",
          "CyclicLR",
          "PolynomialLR",
          "ReduceLROnPlateau",
          "ConstantLR"
        })
        String name,
    @Range(above = 0) Optional<Double> baseLr,
    @Range(above = 0) Optional<Double> maxLr,
    @Range(min = 1) Optional<Integer> stepSizeUp,
    @Range(min = 1) Optional<Integer> stepSizeDown,
    @Key("T_0") @Range(min = 1) Optional<Integer> t0,
    @Key("T_mult") @Range(min = 1) Optional<Integer> tMult,
    @Range(min = 0) Optional<Double> etaMin,
    @Range(above = 0) Optional<Double> power,
    @Range(min = 1e-6, max = 0.999999) Optional<Double> factor,
    @Range(min = 0) Optional<Integer> patience,
    @Range(min = 0) Optional<Double> threshold) {
  /** Where {@code CyclicLR} begins if nothing is said. */
  public static final double BASE_LR = 1e-5;

  /** Where {@code CyclicLR} turns if nothing is said. */
  public static final double MAX_LR = 1e-2;

  public LrScheduler {
    if (name.equals("CosineAnnealingWarmRestarts") && t0.isEmpty()) {
      throw new IllegalArgumentException("CosineAnnealingWarmRestarts needs T_0");
    }
    if (name.equals("CyclicLR") && baseLr.orElse(BASE_LR) > maxLr.orElse(MAX_LR)) {
      throw new IllegalArgumentException(
          "base_lr is at most max_lr; they are "
              + baseLr.orElse(BASE_LR)
              + " and "
              + maxLr.orElse(MAX_LR));
    }
  }
}
