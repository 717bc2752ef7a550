package scanmill.datasets;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Makes batches ahead of the one that learns from them, on threads of its own.
 *
 * <p>What is in a batch depends on the seed, the epoch and the samples only: not on the number of
 * workers, not on who is faster. At most {@code workers + 1} batches wait at a time, so memory is
 * bounded whatever the size of the dataset; the scans of the next group are called for while those
 * of this one are read. One epoch at a time, read by one thread; close it to end the workers.
 */
public final class BatchLoader implements BatchSource {
  private final EpochOrder order;
  private final BatchMaker maker;
  private final Shelf shelf;
  private final int ahead;
  private final ExecutorService workers;
  private long waitedNanos;

  /**
   * @param shelf that {@code maker} borrows from
   * @param workers threads that make batches
   */
  public BatchLoader(EpochOrder order, BatchMaker maker, Shelf shelf, int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("At least one worker; found " + workers);
    }
    this.order = order;
    this.maker = maker;
    this.shelf = shelf;
    this.ahead = workers + 1;
    this.workers =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              Thread thread = new Thread(task, "batch-loader");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public int batches() {
    return order.batches();
  }

  @Override
  public int samples() {
    return order.samples();
  }

  @Override
  public Iterator<Batch> epoch(int epoch) {
    return new Ahead(order.epoch(epoch));
  }

  private final class Ahead implements Iterator<Batch> {
    private final EpochOrder.Epoch epoch;
    private final Deque<Future<Batch>> pending = new ArrayDeque<>();
    private int submitted;
    private int taken;
    private int begun;

    Ahead(EpochOrder.Epoch epoch) {
      this.epoch = epoch;
      call(0);
    }

    @Override
    public boolean hasNext() {
      fill();
      return !pending.isEmpty();
    }

    @Override
    public Batch next() {
      fill();
      if (pending.isEmpty()) {
        throw workers.isShutdown()
            ? new IllegalStateException("The batch loader was closed")
            : new NoSuchElementException();
      }
      long start = System.nanoTime();
      try {
        Batch batch = pending.remove().get();
        call(epoch.groupOf(taken++)); // nobody needs the groups before it any more
        return batch;
      } catch (ExecutionException e) {
        pending.forEach(p -> p.cancel(true));
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e.getCause() instanceof RuntimeException r
            ? r
            : new IllegalStateException(e.getCause());
      } catch (CancellationException e) {
        throw new IllegalStateException("The batch loader was closed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for a batch", e);
      } finally {
        waitedNanos += System.nanoTime() - start;
      }
    }

    private void fill() {
      while (submitted < batches() && pending.size() < ahead && !workers.isShutdown()) {
        int batch = submitted;
        List<SampleRef> refs = epoch.batch(batch);
        try {
          pending.add(workers.submit(() -> maker.make(epoch.number(), refs)));
        } catch (RejectedExecutionException e) {
          return; // closed meanwhile
        }
        submitted++;
      }
    }

    /**
     * Calls for the scans of a group that begins, so that what was read before goes first, and for
     * those of the one after it.
     */
    private void call(int group) {
      for (; begun <= group && begun < epoch.groups(); begun++) {
        shelf.soon(epoch.scans(begun));
        if (begun + 1 < epoch.groups()) {
          shelf.soon(epoch.scans(begun + 1));
        }
      }
    }
  }

  @Override
  public double takeWaitedSeconds() {
    double seconds = waitedNanos / 1e9;
    waitedNanos = 0;
    return seconds;
  }

  @Override
  public void close() {
    for (Runnable never : workers.shutdownNow()) {
      if (never instanceof Future<?> batch) {
        batch.cancel(true); // else its reader would wait for ever
      }
    }
    try {
      workers.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
