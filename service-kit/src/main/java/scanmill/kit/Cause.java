package scanmill.kit;

import java.util.Optional;

/**
 * Why an event is told. The same cause leads to the same event ids, so that an event told twice is
 * known as one.
 *
 * @param id of the event that was heard, or any other text that is the same on repetition
 * @param service that tells
 * @param traceparent W3C trace context to pass on
 */
public record Cause(String id, String service, Optional<String> traceparent) {
  /** A cause that is no heard event: an upload, an epoch of a run. */
  public static Cause of(String id) {
    return new Cause(id, "scanmill", Optional.empty());
  }

  /** The same cause, told by this service. */
  public Cause by(String service) {
    return new Cause(id, service, traceparent);
  }

  /** A step within: {@code heard.cause().then("epoch-3")}. */
  public Cause then(String step) {
    return new Cause(id + "/" + step, service, traceparent);
  }
}
