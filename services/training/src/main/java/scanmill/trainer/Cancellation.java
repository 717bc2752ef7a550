package scanmill.trainer;

import java.time.Instant;

/**
 * That somebody wants a run to stop, {@code training/<run>/cancel.json}.
 *
 * @param request that is cancelled; empty if the wish came before the request
 */
record Cancellation(String request, Instant time) {

  /** Whether this is about that doing of the run. */
  boolean concerns(RunManifest manifest) {
    return request.isEmpty()
        ? !time.isBefore(manifest.requested())
        : request.equals(manifest.request());
  }
}
