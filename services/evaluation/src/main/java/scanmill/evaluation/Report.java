package scanmill.evaluation;

import java.util.List;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.events.Score;
import scanmill.ids.ScanId;

/**
 * What was compared and what came of it, {@code …_evaluation.json} beside the segmentation.
 *
 * @param page the same for people, {@code …_evaluation.html}
 * @param scores class by class; a value that does not exist is left null
 */
record Report(
    ScanId scan,
    ModelRef model,
    ArtifactRef segmentation,
    ArtifactRef reference,
    ArtifactRef page,
    List<Score> scores) {
  Report {
    scores = List.copyOf(scores);
  }
}
