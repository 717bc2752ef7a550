package scanmill.trainer;

import java.time.Instant;
import java.util.Map;
import scanmill.ids.RunId;
import scanmill.kit.Cause;

/**
 * A run that somebody asked for, {@code training/<run>/run.json}.
 *
 * @param request id of the event that asked, latest first: asking again after an ending is another
 *     request for the same run
 * @param config an ivadomed configuration, unchecked
 */
record RunManifest(RunId run, String request, Map<String, Object> config, Instant requested) {

  /** Why everything about this doing of the run is told. */
  Cause cause() {
    return Cause.of(request).by("training");
  }
}
