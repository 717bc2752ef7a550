package scanmill.events;

import java.util.List;
import java.util.Optional;

/**
 * Scores of the result against its reference.
 *
 * @param report JSON, for programs
 * @param page the same for people: one HTML document that needs no other file
 * @param table the same as a CSV table of one row
 */
public record EvaluationCompleted(
    SegmentationOrder order,
    ArtifactRef segmentation,
    ArtifactRef reference,
    ArtifactRef report,
    List<Score> scores,
    Optional<ArtifactRef> page,
    Optional<ArtifactRef> table)
    implements Event {
  public EvaluationCompleted {
    scores = List.copyOf(scores);
  }

  /** Told by the report alone. */
  public EvaluationCompleted(
      SegmentationOrder order,
      ArtifactRef segmentation,
      ArtifactRef reference,
      ArtifactRef report,
      List<Score> scores) {
    this(order, segmentation, reference, report, scores, Optional.empty(), Optional.empty());
  }

  @Override
  public String key() {
    return order.scan().toString();
  }
}
