package scanmill.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import scanmill.kit.EventJson;

/** What the services tell each other, as it is told. */
@Path("/api/events")
@Blocking
@Tag(name = "Views")
public class EventResource {
  /** A reader that falls further behind is cut off, and comes back with Last-Event-ID. */
  private static final int MOST_BEHIND = 10_000;

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final EventHistory history;

  @Inject
  EventResource(Memory memory) {
    this.history = memory.history();
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "Events as server-sent events, oldest first",
      description = "Each is {id, type, time, subject, data}. A comment comes every ten seconds.")
  public Multi<OutboundSseEvent> events(
      @Parameter(description = "false: end after what has been told so far")
          @QueryParam("follow")
          @DefaultValue("true")
          boolean follow,
      @Parameter(description = "Only those of one scan or run") @QueryParam("subject")
          Optional<String> subject,
      @HeaderParam("Last-Event-ID") Optional<String> last,
      @Context Sse sse) {
    Multi<Told> told =
        follow ? following(last) : Multi.createFrom().iterable(after(last, history.sofar()));
    Multi<OutboundSseEvent> events =
        told.filter(one -> subject.isEmpty() || subject.get().equals(one.subject()))
            .map(one -> event(sse, one));
    if (!follow) {
      return events;
    }
    Multi<OutboundSseEvent> heartbeat =
        Multi.createFrom()
            .ticks()
            .startingAfter(HEARTBEAT)
            .every(HEARTBEAT)
            .onOverflow()
            .drop()
            .map(tick -> sse.newEventBuilder().comment("alive").build());
    return Multi.createBy().merging().streams(events, heartbeat);
  }

  private Multi<Told> following(Optional<String> last) {
    return Multi.createFrom()
        .<Told>emitter(
            emitter -> {
              Consumer<Told> listener = emitter::emit;
              emitter.onTermination(() -> history.leave(listener));
              history.follow(past -> after(last, past).forEach(emitter::emit), listener);
            },
            BackPressureStrategy.IGNORE)
        .onOverflow()
        .buffer(MOST_BEHIND)
        .emitOn(Infrastructure.getDefaultExecutor());
  }

  /** What came after the last one heard; everything if that is not remembered. */
  static List<Told> after(Optional<String> last, List<Told> told) {
    for (int i = 0; last.isPresent() && i < told.size(); i++) {
      if (told.get(i).id().equals(last.get())) {
        return told.subList(i + 1, told.size());
      }
    }
    return told;
  }

  private static OutboundSseEvent event(Sse sse, Told told) {
    try {
      return sse.newEventBuilder()
          .id(told.id())
          .data(String.class, EventJson.mapper().writeValueAsString(told))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Events can be written as JSON", e);
    }
  }
}
