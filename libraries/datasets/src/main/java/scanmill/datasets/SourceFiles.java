package scanmill.datasets;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The contents of a dataset's files, wherever they are. Safe for use by many threads.
 *
 * <p>Indexing needs names only; contents of images are asked for here, when they are needed.
 */
public interface SourceFiles {

  /**
   * What the content is: SHA-256 of it, or another text that no other content has.
   *
   * @param file as the index names it
   */
  String identity(Path file) throws IOException;

  /**
   * A file of this machine with the content, its name ending in the same extension.
   *
   * @param file as the index names it
   */
  Path local(Path file) throws IOException;

  /** Says that a file that {@link #local} gave is not read any more; it may go. */
  default void done(Path local) throws IOException {}
}
