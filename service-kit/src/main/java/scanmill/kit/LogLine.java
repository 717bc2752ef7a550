package scanmill.kit;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import scanmill.events.AugmentationCompleted;
import scanmill.events.AugmentationFailed;
import scanmill.events.AugmentationRequested;
import scanmill.events.DatasetFrozen;
import scanmill.events.EpochCompleted;
import scanmill.events.Event;
import scanmill.events.ModelPromoted;
import scanmill.events.ModelPublished;
import scanmill.events.SampleRejected;
import scanmill.events.ScanPreparationFailed;
import scanmill.events.ScanPreparationRequested;
import scanmill.events.ScanPrepared;
import scanmill.events.ScanRejected;
import scanmill.events.SegmentationRequested;
import scanmill.events.TrainingCancellationRequested;
import scanmill.events.TrainingCancelled;
import scanmill.events.TrainingFailed;
import scanmill.events.TrainingRequested;
import scanmill.events.TrainingStarted;

/** One line per thing that happened, {@code scan=} or {@code run=} first, identifiers only. */
public final class LogLine {
  private static final int MAX_REASON = 300;
  private static final int SOURCE_DIGITS = 16;

  private LogLine() {}

  /** {@code scan=sub-01_T2w}, {@code run=spine-1}, {@code upload=…}; nothing that people typed. */
  public static String subject(Event event) {
    if (event instanceof TrainingRequested requested) {
      return requested.run().map(run -> "run=" + run).orElse("run=?");
    }
    if (event instanceof TrainingCancellationRequested
        || event instanceof DatasetFrozen
        || event instanceof TrainingStarted
        || event instanceof EpochCompleted
        || event instanceof ModelPublished
        || event instanceof TrainingFailed
        || event instanceof TrainingCancelled) {
      return "run=" + event.key();
    }
    if (event instanceof ModelPromoted) {
      return "model=" + event.key();
    }
    if (event instanceof ScanRejected rejected) {
      return rejected.scan().map(s -> "scan=" + s).orElse("upload=" + rejected.upload());
    }
    if (event instanceof SampleRejected rejected) {
      return rejected.scan().map(s -> "scan=" + s).orElse("request=" + rejected.request());
    }
    if (event instanceof SegmentationRequested requested) {
      return requested.scan().map(s -> "scan=" + s).orElse("scan=?");
    }
    if (event instanceof AugmentationRequested
        || event instanceof AugmentationCompleted
        || event instanceof AugmentationFailed) {
      return "run=" + event.key().replace("/", " chunk=");
    }
    if (event instanceof ScanPreparationRequested
        || event instanceof ScanPrepared
        || event instanceof ScanPreparationFailed) {
      return "source=" + event.key().substring(0, SOURCE_DIGITS);
    }
    return "scan=" + event.key();
  }

  static String answered(
      Delivery delivery, String event, List<? extends Event> answer, Duration took) {
    String told =
        answer.stream()
            .map(e -> Event.topic(e.getClass()))
            .distinct()
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s %s: %s -> %s in %.2f s (event=%s)",
        answer.isEmpty() ? "event=" + shortId(delivery) : subject(answer.get(0)),
        delivery.service(),
        event,
        told.isEmpty() ? "nothing" : told,
        took.toMillis() / 1e3,
        shortId(delivery));
  }

  private static String shortId(Delivery delivery) {
    String id = delivery.id();
    return id.length() > 12 ? id.substring(0, 12) : id;
  }

  /** Type and words of a failure and its first causes, on one bounded line. */
  static String reason(Throwable failure) {
    StringBuilder line = new StringBuilder();
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 4; depth++) {
      line.append(depth == 0 ? "" : " <- ").append(at.getClass().getSimpleName());
      if (at.getMessage() != null) {
        line.append(": ").append(at.getMessage().replaceAll("\\p{Cntrl}+", " "));
      }
      at = at.getCause();
    }
    return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line.toString();
  }
}
