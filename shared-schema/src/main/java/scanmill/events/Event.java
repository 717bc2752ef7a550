package scanmill.events;

import java.util.List;

/**
 * A fact that one service tells the others, in the past tense. Requests are facts too: someone
 * asked.
 *
 * <p>Each record has one topic, its name in kebab-case. On the wire: CloudEvents 1.0 in Kafka's
 * binary mode, JSON payload. Payloads hold only the fact, never voxels, patient names or
 * credentials. Fields are only ever added, and only optional ones; readers ignore what they do not
 * know.
 */
public sealed interface Event
    permits ScanIngested,
        ScanRejected,
        SegmentationRequested,
        SampleReady,
        SampleRejected,
        PredictionProduced,
        PredictionFailed,
        SegmentationReady,
        PostprocessingFailed,
        EvaluationCompleted,
        EvaluationFailed,
        TrainingRequested,
        TrainingCancellationRequested,
        DatasetFrozen,
        ScanPreparationRequested,
        ScanPrepared,
        ScanPreparationFailed,
        TrainingStarted,
        AugmentationRequested,
        AugmentationCompleted,
        AugmentationFailed,
        EpochCompleted,
        ModelPublished,
        ModelPromoted,
        TrainingFailed,
        TrainingCancelled {

  /** Every event there is, in the order a scan and then a run meets them. */
  List<Class<? extends Event>> ALL =
      List.of(
          ScanIngested.class,
          ScanRejected.class,
          SegmentationRequested.class,
          SampleReady.class,
          SampleRejected.class,
          PredictionProduced.class,
          PredictionFailed.class,
          SegmentationReady.class,
          PostprocessingFailed.class,
          EvaluationCompleted.class,
          EvaluationFailed.class,
          TrainingRequested.class,
          TrainingCancellationRequested.class,
          DatasetFrozen.class,
          ScanPreparationRequested.class,
          ScanPrepared.class,
          ScanPreparationFailed.class,
          TrainingStarted.class,
          AugmentationRequested.class,
          AugmentationCompleted.class,
          AugmentationFailed.class,
          EpochCompleted.class,
          ModelPublished.class,
          ModelPromoted.class,
          TrainingFailed.class,
          TrainingCancelled.class);

  /**
   * The Kafka key and the CloudEvents subject: the scan on the scan path, the run on the training
   * path, so that order holds; the name of a model where its aliases move; for work that is shared
   * out among replicas the piece of work, so that every partition has its share.
   */
  String key();

  /**
   * The topic of an event type, without the installation's prefix: {@code ScanIngested} is told on
   * {@code scan-ingested}.
   */
  static String topic(Class<? extends Event> type) {
    return type.getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** The CloudEvents type: {@code scanmill.ScanIngested.v1}. */
  static String type(Class<? extends Event> type) {
    return "scanmill." + type.getSimpleName() + ".v1";
  }
}
