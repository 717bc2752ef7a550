package scanmill.events;

import java.util.Optional;

/**
 * Where an object lies, as somebody outside names it: its digest is not known yet.
 *
 * @param bucket the platform's own where absent
 */
public record ObjectLocation(Optional<String> bucket, String key) {
  /** In the platform's own bucket. */
  public static ObjectLocation of(String key) {
    return new ObjectLocation(Optional.empty(), key);
  }
}
