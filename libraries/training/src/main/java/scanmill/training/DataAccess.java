package scanmill.training;

import java.io.IOException;
import scanmill.configuration.Phase;
import scanmill.datasets.BatchLoader;
import scanmill.datasets.BatchSource;
import scanmill.datasets.EpochOrder;
import scanmill.datasets.Shelf;
import scanmill.datasets.SourceFiles;

/**
 * Where a run's files are, who prepares its scans and who makes its batches. None of it changes a
 * number of the result.
 */
public interface DataAccess {

  /** The contents of the files that the index names. */
  SourceFiles files() throws IOException;

  /**
   * Who prepares and lends scans in this run; the run closes it.
   *
   * @param mostBytes of prepared scans on this machine's disk
   * @param workers threads that may prepare
   */
  PreparedShelf shelf(long mostBytes, int workers) throws IOException;

  /**
   * Who makes the batches that are learnt from; the run closes it.
   *
   * @param plan of the effective configuration
   * @param order of the training samples; {@link EpochOrder.Epoch#chunk} orders batches elsewhere
   * @param shelf that holds their scans
   */
  default BatchSource training(LearningPlan plan, EpochOrder order, Shelf shelf, int workers) {
    return new BatchLoader(order, plan.batches(Phase.TRAINING, shelf), shelf, workers);
  }
}
