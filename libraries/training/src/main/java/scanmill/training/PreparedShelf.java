package scanmill.training;

import java.io.IOException;
import java.util.List;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.Shelf;

/**
 * Prepares the scans that are not prepared yet, here or elsewhere, and lends them. Safe for use by
 * many threads.
 */
public interface PreparedShelf extends Shelf, AutoCloseable {

  /** Who is told how preparation goes; called by one thread at a time. */
  @FunctionalInterface
  interface Progress {
    /**
     * @param done scans that are prepared, those that were already included
     * @param of how many there are
     */
    void prepared(int done, int of);
  }

  /**
   * Prepares what is not there yet; goes on where a killed process left off. Afterwards these scans
   * can be borrowed until the shelf is closed.
   *
   * @return the facts of each scan, in the same order
   * @throws scanmill.problems.BadInputException if a file is at fault
   * @throws IOException if files cannot be read or written
   */
  List<PreparedFacts> prepare(PreparationPlan plan, List<BidsScan> scans, Progress progress)
      throws IOException;

  /** Ends its threads. What is prepared stays for the next run. */
  @Override
  void close() throws IOException;
}
