package scanmill.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import scanmill.events.EvaluationCompleted;
import scanmill.events.EvaluationFailed;
import scanmill.events.Event;
import scanmill.events.PostprocessingFailed;
import scanmill.events.PredictionFailed;
import scanmill.events.SampleRejected;
import scanmill.events.SegmentationReady;
import scanmill.kit.Delivery;
import scanmill.kit.EventJson;
import scanmill.kit.Inbox;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.problems.BadInputException;

/** Hears of new objects, looks for them by itself too, and hears how each scan ended. */
@ApplicationScoped
class IngestListener {
  private final Inbox inbox;
  private final TakeUp takeUp;
  private final Sweep sweep;
  private final TellOutcome tellOutcome;
  private final MeterRegistry registry;

  @Inject
  IngestListener(
      Inbox inbox,
      ObjectStore store,
      Outbox outbox,
      IngestSettings settings,
      MeterRegistry registry) {
    this.inbox = inbox;
    this.registry = registry;
    Path scratch = Path.of(System.getProperty("java.io.tmpdir"), "scanmill-ingest");
    takeUp = new TakeUp(store, outbox, new Router(store), settings.maxBytes(), scratch);
    sweep = new Sweep(store, takeUp, settings.settle(), Clock.systemUTC());
    tellOutcome = new TellOutcome(store);
  }

  @Incoming("ingest-bucket-notifications")
  @Blocking(value = "ingest", ordered = false)
  CompletionStage<Void> notified(Message<byte[]> message) {
    return inbox.answer(message, this::take);
  }

  @Scheduled(
      every = "${scanmill.ingest.sweep-every:10s}",
      delayed = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    count("swept", sweep.run());
  }

  @Incoming("ingest-segmentation-ready")
  @Blocking(value = "ingest", ordered = false)
  CompletionStage<Void> ready(Message<byte[]> message) {
    return ended(message, SegmentationReady.class);
  }

  @Incoming("ingest-evaluation-completed")
  @Blocking(value = "ingest", ordered = false)
  CompletionStage<Void> evaluated(Message<byte[]> message) {
    return ended(message, EvaluationCompleted.class);
  }

  @Incoming("ingest-evaluation-failed")
  @Blocking(value = "ingest", ordered = false)
  CompletionStage<Void> notEvaluated(Message<byte[]> message) {
    return ended(message, EvaluationFailed.class);
  }

  @Incoming("ingest-sample-rejected")
  @Blocking(value = "ingest", ordered = false)
  CompletionStage<Void> rejected(Message<byte[]> message) {
    return ended(message, SampleRejected.class);
  }

  @Incoming("ingest-prediction-failed")
  @Blocking(value = "ingest", ordered = false)
  CompletionStage<Void> notPredicted(Message<byte[]> message) {
    return ended(message, PredictionFailed.class);
  }

  @Incoming("ingest-postprocessing-failed")
  @Blocking(value = "ingest", ordered = false)
  CompletionStage<Void> notPostprocessed(Message<byte[]> message) {
    return ended(message, PostprocessingFailed.class);
  }

  private <E extends Event> CompletionStage<Void> ended(Message<byte[]> message, Class<E> type) {
    return inbox.answer(message, type, heard -> tellOutcome.handle(heard));
  }

  private List<Event> take(Delivery delivery) {
    for (BucketNotification.Location location : BucketNotification.newObjects(json(delivery))) {
      count(takeUp.take(location).name().toLowerCase(java.util.Locale.ROOT), 1);
    }
    return List.of();
  }

  private static JsonNode json(Delivery delivery) {
    try {
      return EventJson.mapper().readTree(delivery.value());
    } catch (IOException e) {
      throw BadInputException.of(
          "notification-malformed",
          "Required the JSON of a bucket notification; found something that is not JSON.",
          "See what else publishes to this topic; the sweep finds the object by itself.");
    }
  }

  private void count(String outcome, int drops) {
    registry.counter("scanmill.drops", "outcome", outcome).increment(drops);
  }
}
