package scanmill.trainer;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import scanmill.datasets.Batch;
import scanmill.datasets.BatchSource;
import scanmill.datasets.EpochOrder;

/**
 * Batches that replicas of the preprocess service make ahead of the run, read from the bucket in
 * their order; what they do not make in time is made here. Whoever makes them, they are the same to
 * the last bit, so this differs from making them all here by speed alone.
 */
final class RemoteBatches implements BatchSource {
  /** Batches that are read and not yet learnt from. */
  private static final int READY = 3;

  private final EpochOrder order;
  private final ChunkStream chunks;
  private Optional<Reading> reading = Optional.empty();
  private long waitedNanos;

  RemoteBatches(EpochOrder order, ChunkStream chunks) {
    this.order = order;
    this.chunks = chunks;
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
    reading.ifPresent(Reading::stop);
    Reading next = new Reading(epoch);
    reading = Optional.of(next);
    return next;
  }

  /** One epoch, read by a thread of its own. */
  private final class Reading implements Iterator<Batch> {
    private record Step(Optional<Batch> batch, Optional<Throwable> failure) {}

    private final BlockingQueue<Step> ready = new ArrayBlockingQueue<>(READY);
    private final Thread thread;
    private int taken;

    Reading(int epoch) {
      thread = new Thread(() -> read(epoch), "remote-batches-" + epoch);
      thread.setDaemon(true);
      thread.start();
    }

    private void read(int epoch) {
      try {
        chunks.epoch(epoch, batch -> ready.put(new Step(Optional.of(batch), Optional.empty())));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } catch (Throwable failure) { // the reader has to know, whatever it is
        fail(failure);
      }
    }

    private void fail(Throwable failure) {
      try {
        ready.put(new Step(Optional.empty(), Optional.of(failure)));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean hasNext() {
      return taken < batches();
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      long start = System.nanoTime();
      try {
        Step step = ready.take();
        if (step.failure().isPresent()) {
          throw thrown(step.failure().get());
        }
        taken++;
        return step.batch().orElseThrow();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for a batch", e);
      } finally {
        waitedNanos += System.nanoTime() - start;
      }
    }

    private static RuntimeException thrown(Throwable failure) {
      if (failure instanceof Error error) {
        throw error;
      }
      return failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
    }

    void stop() {
      thread.interrupt();
      try {
        thread.join(30_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
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
    reading.ifPresent(Reading::stop);
    chunks.close();
  }
}
