package scanmill.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import scanmill.kit.ObjectStore;

/** Whether all is well. */
@Path("/api/status")
@Blocking
@Tag(name = "Views")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {
  private final ObjectStore store;
  private final LogReader log;
  private final ConsumerLag lag;
  private final Memory memory;
  private final DeadLetters deadLetters;

  /** The bucket. */
  record Store(boolean reachable, String bucket) {}

  /**
   * The log.
   *
   * @param caughtUp everything from before this gateway started is known to it
   * @param events remembered
   */
  record Log(boolean reachable, boolean caughtUp, int events) {}

  /**
   * The whole platform, as this gateway sees it.
   *
   * @param well bucket and log answer, and this gateway knows the past
   * @param services that have listened to the log, by name
   * @param deadLetters inputs that were given up and wait for an operator
   */
  record Status(
      boolean well, Store store, Log log, List<ConsumerLag.Service> services, int deadLetters) {
    Status {
      services = List.copyOf(services);
    }
  }

  @Inject
  StatusResource(
      ObjectStore store, LogReader log, ConsumerLag lag, Memory memory, DeadLetters deadLetters) {
    this.store = store;
    this.log = log;
    this.lag = lag;
    this.memory = memory;
    this.deadLetters = deadLetters;
  }

  @GET
  @Operation(summary = "Whether bucket and log answer, and what each service has before it")
  public Status status() {
    Store bucket = new Store(store.reachable(), store.bucket());
    Log events =
        new Log(
            log.reading() && (lag.reachable() || !log.caughtUp()),
            log.caughtUp(),
            memory.history().size());
    boolean well = bucket.reachable() && events.reachable() && events.caughtUp();
    return new Status(well, bucket, events, lag.services(), deadLetters.waiting());
  }
}
