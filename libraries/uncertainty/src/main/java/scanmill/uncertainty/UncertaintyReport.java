package scanmill.uncertainty;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import scanmill.volumes.ProbabilityMap;

/** Every measure of one scan, a channel per class. Immutable. */
public final class UncertaintyReport {
  private final Map<Measure, ProbabilityMap> maps;

  /**
   * @param maps of every measure
   */
  UncertaintyReport(Map<Measure, ProbabilityMap> maps) {
    this.maps = Map.copyOf(maps);
  }

  /** The map of a measure; values of some may be above 1. */
  public ProbabilityMap map(Measure measure) {
    return Objects.requireNonNull(maps.get(measure), "there is a map of every measure");
  }

  /**
   * The map of a measure by its key; empty if there is no such measure.
   *
   * @param key {@code unc-vox} and so on
   */
  public Optional<ProbabilityMap> find(String key) {
    return Measure.of(key).map(this::map);
  }
}
