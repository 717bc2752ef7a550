package scanmill.configuration;

import java.util.List;
import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * How the learning rate changes.
 *
 * @param name {@code CosineAnnealingLR}, {@code CosineAnnealingWarmRestarts} or {@code CyclicLR}
 * @param baseLr of {@code CyclicLR}: the lowest rate; 1e-5 where absent
 * @param maxLr of {@code CyclicLR}: the highest rate; 1e-2 where absent
 * @param stepSizeUp of {@code CyclicLR}: batches from the lowest rate to the highest
 * @param stepSizeDown of {@code CyclicLR}: batches back
 * @param t0 of {@code CosineAnnealingWarmRestarts}: epochs until the first restart
 * @param tMult of {@code CosineAnnealingWarmRestarts}: how much longer each stretch is
 * @param etaMin the lowest rate of the cosine schedules
 */
public record LrScheduler(
    @Default("CosineAnnealingLR") String name,
    Optional<Double> baseLr,
    Optional<Double> maxLr,
    Optional<Integer> stepSizeUp,
    Optional<Integer> stepSizeDown,
    @Key("T_0") Optional<Integer> t0,
    @Key("T_mult") Optional<Integer> tMult,
    Optional<Double> etaMin) {
  private static final List<String> NAMES =
      List.of("CosineAnnealingLR", "CosineAnnealingWarmRestarts", "CyclicLR");

  public LrScheduler {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "name is one of " + String.join(", ", NAMES) + "; it is \"" + name + "\"");
    }
    if (name.equals("CosineAnnealingWarmRestarts") && t0.isEmpty()) {
      throw new IllegalArgumentException("CosineAnnealingWarmRestarts needs T_0");
    }
  }
}
