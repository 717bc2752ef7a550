package scanmill.datasets;

import java.util.Iterator;

/**
 * The batches of every epoch, whoever makes them. Read by one thread, one epoch at a time; what is
 * in a batch depends on nothing but the seed, the epoch and the samples.
 */
public interface BatchSource extends AutoCloseable {

  /** Batches per epoch; the last one may be smaller. */
  int batches();

  /** Samples per epoch. */
  int samples();

  /**
   * The batches of an epoch. Whatever could not be made, {@code next} throws.
   *
   * @param epoch counted from 1
   */
  Iterator<Batch> epoch(int epoch);

  /**
   * How long {@code next} has waited since the last call; tells whether loading is the bottleneck.
   */
  double takeWaitedSeconds();

  /** Ends its threads; batches that nobody took are given up. */
  @Override
  void close();
}
