package scanmill.kit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;
import scanmill.events.Event;

/**
 * Hears one record and sees it to its end: the use case runs, what it returned is told, and only
 * then is the record acknowledged. Faults that may pass are tried again; everything else, and what
 * does not pass, goes to the dead-letter topic with its reason in the headers. So every input ends
 * as exactly one of delivered, rejected with a reason, parked.
 *
 * <p>A listener is one method:
 *
 * <pre>{@code
 * @Incoming("preprocess-segmentation-requested")
 * @Blocking(value = "preprocess", ordered = false)
 * CompletionStage<Void> hear(Message<byte[]> message) {
 *   return inbox.answer(message, SegmentationRequested.class, preparation::prepare);
 * }
 * }</pre>
 *
 * The channel's name is the service's and the topic's; {@link ChannelDefaults} derives topic, group
 * and dead-letter topic from it, so that a service configures nothing.
 */
@Singleton
public class Inbox {
  private final Answering answering;

  @Inject
  public Inbox(
      Outbox outbox,
      ObjectStore store,
      InboxSettings settings,
      Measures measures,
      Stopping stopping) {
    this.answering = new Answering(outbox, store, settings, measures, stopping);
  }

  /**
   * Answers an event on the calling thread, which must be a worker ({@code @Blocking}).
   *
   * @return done when the record is acknowledged or parked; never failed
   */
  public <E extends Event> CompletionStage<Void> answer(
      Message<byte[]> message, Class<E> type, UseCase<Heard<E>> useCase) {
    return answering.run(
        message, Event.topic(type), delivery -> useCase.handle(read(delivery, type)));
  }

  /** Answers something that is not an event of ours, such as a bucket notification. */
  public CompletionStage<Void> answer(Message<byte[]> message, UseCase<Delivery> useCase) {
    return answering.run(message, "notification", useCase);
  }

  /**
   * Answers whatever event the record is, by its CloudEvents type or else its topic: for a listener
   * to several topics.
   */
  public CompletionStage<Void> answerAny(
      Message<byte[]> message, UseCase<Heard<? extends Event>> useCase) {
    return answering.run(
        message, "any", delivery -> useCase.handle(read(delivery, delivery.eventType())));
  }

  private static <E extends Event> Heard<E> read(Delivery delivery, Class<E> type) {
    return new Heard<>(
        EventJson.read(delivery.value(), type), delivery.id(), delivery.told(), delivery.cause());
  }
}
