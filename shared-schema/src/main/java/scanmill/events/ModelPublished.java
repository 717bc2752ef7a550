package scanmill.events;

import java.util.List;
import java.util.Map;
import scanmill.ids.RunId;

/**
 * A package lies there with its provenance and scores.
 *
 * @param files of the package, and the reports made beside it
 * @param scores on the test split, by metric name
 */
public record ModelPublished(
    RunId run, ModelRef model, List<ArtifactRef> files, Map<String, Double> scores)
    implements Event {
  public ModelPublished {
    files = List.copyOf(files);
    scores = Map.copyOf(scores);
  }

  @Override
  public String key() {
    return run.toString();
  }
}
