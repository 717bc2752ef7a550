package scanmill.preprocess;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.configuration.Config;
import scanmill.events.ArtifactRef;
import scanmill.kit.ObjectStore;
import scanmill.training.LearningPlan;

/**
 * Plans of runs, made from their configurations in the bucket; the last few are kept. Thread-safe.
 */
final class Plans {
  private static final int KEPT = 16;

  private final ObjectStore store;
  private final Map<String, LearningPlan> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LearningPlan> eldest) {
          return size() > KEPT;
        }
      };

  Plans(ObjectStore store) {
    this.store = store;
  }

  /**
   * The plan of a configuration.
   *
   * @throws scanmill.problems.BadInputException if this version does not know what it asks for
   */
  synchronized LearningPlan of(ArtifactRef config) {
    LearningPlan known = kept.get(config.sha256());
    if (known == null) {
      String json = new String(store.read(config), StandardCharsets.UTF_8);
      known = LearningPlan.of(Config.parse(json, "plan").config());
      kept.put(config.sha256(), known);
    }
    return known;
  }
}
