package scanmill.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.events.ModelRef;

/**
 * Something small that a service reads from each model's package, kept for the models asked for
 * lately. Safe for many threads.
 */
public final class PerModel<T> {
  private static final int KEPT = 32;

  /** How it is read from a package's folder on the local disk. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * @throws scanmill.problems.BadInputException if the package cannot be used
     */
    T read(Path folder, ModelRef model) throws IOException;
  }

  private final ModelFolders folders;
  private final Reading<T> reading;
  private final Map<String, T> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
          return size() > KEPT;
        }
      };

  public PerModel(ModelFolders folders, Reading<T> reading) {
    this.folders = folders;
    this.reading = reading;
  }

  /**
   * What was read for this version of a model.
   *
   * @throws scanmill.problems.BadInputException if its package cannot be used
   */
  public T of(ModelRef model) {
    synchronized (kept) {
      T known = kept.get(model.digest());
      if (known == null) {
        known = read(model);
        kept.put(model.digest(), known);
      }
      return known;
    }
  }

  private T read(ModelRef model) {
    try {
      return folders.with(model, folder -> reading.read(folder, model));
    } catch (IOException e) {
      throw new UncheckedIOException("Model " + model.version() + " could not be read", e);
    }
  }
}
