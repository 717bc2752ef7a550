package scanmill.datasets;

import java.io.IOException;
import java.util.List;

/**
 * Lends prepared scans as files of this machine. What is lent out stays; of the rest, as much as
 * fits. Safe for use by many threads.
 */
public interface Shelf {

  /** A loan; ends with {@link #close}. */
  interface Lease extends AutoCloseable {
    PreparedScan scan();

    @Override
    void close();
  }

  /**
   * Lends a scan; waits until it is here.
   *
   * @throws IOException if it cannot be brought here or made again
   */
  Lease borrow(PreparedKey key) throws IOException;

  /**
   * Says which scans will be asked for next; may bring them here meanwhile, and lets others go
   * first. Does not wait.
   */
  default void soon(List<PreparedKey> keys) {}
}
