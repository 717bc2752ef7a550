package scanmill.kit;

import java.util.List;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.events.Score;
import scanmill.events.SegmentationWishes;
import scanmill.ids.ScanId;

/**
 * What came of comparing one segmentation with one reference, {@code …_evaluation.json} beside the
 * segmentation.
 *
 * @param page the same for people, {@code …_evaluation.html}
 * @param scores class by class; a value that does not exist is left null
 * @param wishes under which the segmentation was made, where there were any
 * @param picture where they differ, {@code …_evaluation.png}
 * @param counts of the voxels of each class, in the order of the scores
 */
public record ScanEvaluation(
    ScanId scan,
    ModelRef model,
    ArtifactRef segmentation,
    ArtifactRef reference,
    ArtifactRef page,
    List<Score> scores,
    Optional<SegmentationWishes> wishes,
    Optional<ArtifactRef> picture,
    Optional<List<Counts>> counts) {
  /** What every key of one ends with. */
  public static final String ENDING = "_evaluation.json";

  /** How many voxels of a class both have, only one of them, or neither. */
  public record Counts(
      double truePositive, double falsePositive, double falseNegative, double trueNegative) {}

  public ScanEvaluation {
    scores = List.copyOf(scores);
    counts = counts.map(List::copyOf);
  }
}
