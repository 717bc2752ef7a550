package scanmill.models;

import java.util.List;

/**
 * What is known of a scan beside its voxels, for networks that ask.
 *
 * @param condition the numbers that a network is modulated by; empty if nothing is known
 * @param present whether each channel was taken, not filled with zeros; empty if that shows in the
 *     channels: one that is 0 everywhere is missing
 */
public record SideFacts(List<Double> condition, List<Boolean> present) {
  /** Nothing is known. */
  public static final SideFacts NONE = new SideFacts(List.of(), List.of());

  public SideFacts {
    condition = List.copyOf(condition);
    present = List.copyOf(present);
  }

  /** What conditions a network, and no more. */
  public static SideFacts of(List<Double> condition) {
    return new SideFacts(condition, List.of());
  }
}
