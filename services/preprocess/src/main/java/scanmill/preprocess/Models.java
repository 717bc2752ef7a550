package scanmill.preprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.configuration.Config;
import scanmill.events.ModelRef;
import scanmill.kit.ModelFolders;
import scanmill.models.ModelPackage;
import scanmill.models.Preparation;
import scanmill.problems.BadInputException;

/** How each model wants its images, the ones asked for lately kept. Safe for many threads. */
final class Models {
  private static final int KEPT = 32;

  /**
   * @param channels images per scan
   */
  record Wish(Preparation preparation, int channels) {}

  private final ModelFolders folders;
  private final Map<String, Wish> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wish> eldest) {
          return size() > KEPT;
        }
      };

  Models(ModelFolders folders) {
    this.folders = folders;
  }

  /**
   * What a model wants.
   *
   * @throws BadInputException if its package cannot be used
   */
  Wish of(ModelRef model) {
    synchronized (kept) {
      Wish known = kept.get(model.digest());
      if (known == null) {
        known = read(model);
        kept.put(model.digest(), known);
      }
      return known;
    }
  }

  private Wish read(ModelRef model) {
    try {
      Config config = ModelPackage.open(folders.folder(model), model.name()).config();
      return new Wish(Preparation.of(config), config.inChannel());
    } catch (IOException e) {
      throw new UncheckedIOException("Model " + model.version() + " could not be read", e);
    }
  }
}
