package scanmill.postprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.events.ModelRef;
import scanmill.kit.ModelFolders;
import scanmill.models.ModelPackage;
import scanmill.models.Restoration;
import scanmill.problems.BadInputException;

/** How each model's answers are brought back, the ones asked for lately kept. For many threads. */
final class Models {
  private static final int KEPT = 32;

  /**
   * @param labels what people call the classes, in the order of the network's channels
   */
  record Way(Restoration restoration, List<String> labels) {}

  private final ModelFolders folders;
  private final Map<String, Way> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Way> eldest) {
          return size() > KEPT;
        }
      };

  Models(ModelFolders folders) {
    this.folders = folders;
  }

  /**
   * The way back from a model's answers.
   *
   * @throws BadInputException if its package cannot be used
   */
  Way of(ModelRef model) {
    synchronized (kept) {
      Way known = kept.get(model.digest());
      if (known == null) {
        known = read(model);
        kept.put(model.digest(), known);
      }
      return known;
    }
  }

  private Way read(ModelRef model) {
    try {
      ModelPackage opened = ModelPackage.open(folders.folder(model), model.name());
      return new Way(Restoration.of(opened.config()), opened.labels());
    } catch (IOException e) {
      throw new UncheckedIOException("Model " + model.version() + " could not be read", e);
    }
  }
}
