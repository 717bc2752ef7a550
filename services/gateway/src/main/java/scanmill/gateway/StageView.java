package scanmill.gateway;

import java.time.Instant;
import java.util.Optional;

/**
 * A stage that a request has passed.
 *
 * @param ended when its event was told
 * @param seconds since the stage before it ended, or since the request; absent if that is not known
 */
public record StageView(Stage stage, Instant ended, Optional<Double> seconds) {}
