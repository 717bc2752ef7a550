package scanmill.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;

/**
 * One version of a model, with what is known of it.
 *
 * @param aliases that mean it
 * @param scores on the test split, by metric; empty if unknown
 * @param run that made it; absent if unknown
 * @param created as the package says
 * @param card path of its card
 */
public record ModelDetail(
    ModelRef model,
    List<String> aliases,
    Map<String, Double> scores,
    Optional<String> run,
    Optional<String> created,
    String card,
    List<ArtifactRef> files) {
  public ModelDetail {
    aliases = List.copyOf(aliases);
    scores = new TreeMap<>(scores);
    files = List.copyOf(files);
  }
}
