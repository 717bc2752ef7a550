package scanmill.kit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * What a dashboard sees of the inputs: every one that is {@code received} ends as {@code
 * delivered}, {@code rejected}, {@code failed} or {@code parked}, so that the difference is work in
 * hand or lost.
 *
 * <p>{@code scanmill_inputs_total{service, state}}, {@code scanmill_events_total{service, event,
 * outcome}} and {@code scanmill_stage_seconds{service, outcome}}.
 */
@Singleton
public class Measures {
  private final MeterRegistry registry;

  @Inject
  public Measures(MeterRegistry registry) {
    this.registry = registry;
  }

  /** An input arrived; counted once however often it is tried. */
  void received(Delivery delivery) {
    count(delivery, "received");
  }

  /** An input has its ending. */
  void ended(Delivery delivery, String event, Outcome outcome, Duration took) {
    count(delivery, outcome.label());
    registry
        .counter(
            "scanmill.events",
            "service",
            delivery.service(),
            "event",
            event,
            "outcome",
            outcome.label())
        .increment();
    Timer.builder("scanmill.stage")
        .tag("service", delivery.service())
        .tag("outcome", outcome.label())
        .register(registry)
        .record(took);
  }

  /** Another attempt follows. */
  void retried(Delivery delivery) {
    registry.counter("scanmill.retries", "service", delivery.service()).increment();
  }

  private void count(Delivery delivery, String state) {
    registry.counter("scanmill.inputs", "service", delivery.service(), "state", state).increment();
  }
}
