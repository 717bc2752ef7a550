package scanmill.events;

import java.util.List;

/** Scores of the result against its reference. */
public record EvaluationCompleted(
    SegmentationOrder order,
    ArtifactRef segmentation,
    ArtifactRef reference,
    ArtifactRef report,
    List<Score> scores)
    implements Event {
  public EvaluationCompleted {
    scores = List.copyOf(scores);
  }

  @Override
  public String key() {
    return order.scan().toString();
  }
}
