package scanmill.gateway;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import scanmill.events.EvaluationFailed;
import scanmill.events.Event;
import scanmill.events.PostprocessingFailed;
import scanmill.events.PredictionFailed;
import scanmill.events.PredictionProduced;
import scanmill.events.SampleReady;
import scanmill.events.SampleRejected;
import scanmill.events.SegmentationReady;
import scanmill.events.SegmentationRequested;
import scanmill.events.TrainingFailed;
import scanmill.events.TrainingRequested;
import scanmill.kit.ChannelDefaults;
import scanmill.kit.Delivery;
import scanmill.kit.EventJson;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/**
 * An input that a service gave up, on its dead-letter topic. Nobody tells an event of it, so to
 * whoever waits for an answer it is as if the stage had failed; if an operator puts the record back
 * and it passes, that counts again.
 */
final class ParkedRecord {
  /** Channels whose inputs somebody waits for. */
  private static final Map<String, Class<? extends Event>> CHANNELS =
      Map.of(
          "preprocess-segmentation-requested", SegmentationRequested.class,
          "inference-sample-ready", SampleReady.class,
          "postprocess-prediction-produced", PredictionProduced.class,
          "evaluation-segmentation-ready", SegmentationReady.class,
          "training-training-requested", TrainingRequested.class);

  private ParkedRecord() {}

  /** What lies on which topic, without the installation's prefix. */
  static Map<String, Class<? extends Event>> topics() {
    Map<String, Class<? extends Event>> topics = new HashMap<>();
    CHANNELS.forEach((channel, type) -> topics.put(ChannelDefaults.deadLetters(channel), type));
    return topics;
  }

  /** Empty where it is no event, or nobody can be told. */
  static Optional<Told> read(ConsumerRecord<String, byte[]> record, Class<? extends Event> type) {
    Map<String, String> headers = DeadLetter.headers(record);
    Instant parked = Instant.ofEpochMilli(record.timestamp());
    Delivery delivery =
        new Delivery(
            "gateway",
            headers.getOrDefault("dead-letter-topic", ""),
            Optional.ofNullable(record.key()),
            headers,
            parked,
            record.value());
    Problem why = DeadLetter.problem(headers);
    Problem problem = new Problem(why.code(), why.what() + " It is parked.", why.remedy());
    try {
      return failure(EventJson.read(record.value(), type), delivery.id(), problem)
          .map(event -> Told.of(event, "parked-" + delivery.id(), parked));
    } catch (BadInputException e) {
      return Optional.empty();
    }
  }

  private static Optional<Event> failure(Event event, String id, Problem problem) {
    if (event instanceof SegmentationRequested asked) {
      return Optional.of(new SampleRejected(id, asked.scan(), asked.upload(), problem));
    }
    if (event instanceof SampleReady ready) {
      return Optional.of(new PredictionFailed(ready.order(), problem));
    }
    if (event instanceof PredictionProduced produced) {
      return Optional.of(new PostprocessingFailed(produced.order(), problem));
    }
    if (event instanceof SegmentationReady ready) {
      return Optional.of(new EvaluationFailed(ready.order(), problem));
    }
    if (event instanceof TrainingRequested asked) {
      return asked.run().map(run -> new TrainingFailed(run, problem, Optional.empty()));
    }
    return Optional.empty();
  }
}
