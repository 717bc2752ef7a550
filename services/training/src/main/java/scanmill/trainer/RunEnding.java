package scanmill.trainer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * That a run is over, {@code training/<run>/ending.json}, written after everything else.
 *
 * @param request that it answers
 */
record RunEnding(String request, Kind kind, Instant time) {

  /** How. */
  enum Kind {
    @JsonProperty("published")
    PUBLISHED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED
  }
}
