package scanmill.reports;

import java.util.Map;
import java.util.Optional;

/**
 * Scans apart by something that is known of them.
 *
 * @param column what is known: {@code sex}
 * @param groups the group of each scan, by its {@code imageId}; scans of which it is not known are
 *     left out
 */
public record Subgroups(String column, Map<String, String> groups) {
  public Subgroups {
    groups = Map.copyOf(groups);
  }

  /** The group of a scan; empty if it is not known. */
  public Optional<String> of(String imageId) {
    return Optional.ofNullable(groups.get(imageId));
  }
}
