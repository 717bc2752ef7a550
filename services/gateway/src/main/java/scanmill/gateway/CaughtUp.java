package scanmill.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the past is known: before that, answers would have holes. */
@Readiness
@ApplicationScoped
class CaughtUp implements HealthCheck {
  private final LogReader log;

  @Inject
  CaughtUp(LogReader log) {
    this.log = log;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("gateway-log")
        .status(log.reading() && log.caughtUp())
        .withData("caught-up", log.caughtUp())
        .build();
  }
}
