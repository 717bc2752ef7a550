package scanmill.datasets;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import scanmill.problems.BadInputException;
import scanmill.transforms.Placed;
import scanmill.transforms.Sample;
import scanmill.volumes.GridShape;
import scanmill.volumes.Patch;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

/**
 * Makes batches ahead of the one that learns from them, on threads of its own.
 *
 * <p>What is in a batch depends on the seed, the epoch and the samples only: not on the number of
 * workers, not on who is faster. At most {@code workers + 1} batches wait at a time, so memory is
 * bounded whatever the size of the dataset. One epoch at a time, read by one thread; close it to
 * end the workers.
 */
public final class BatchLoader implements AutoCloseable {
  private final SampleSource source;
  private final List<Placed> transforms;
  private final Order order;
  private final int batchSize;
  private final boolean softTruth;
  private final int dimensions;
  private final int ahead;
  private final ExecutorService workers;
  private long waitedNanos;

  private final long seed;

  /** In which order an epoch visits the samples. */
  public enum Order {
    /** First to last, as validation does. */
    IN_TURN,
    /** Another order in every epoch. */
    SHUFFLED
  }

  /**
   * @param transforms done to each sample in order; what is random is drawn anew in every epoch
   * @param softTruth keep truth between 0 and 1 as it is; otherwise at least a half counts as 1
   * @param dimensions 2 for slices (N, C, H, W), 3 for sub-volumes (N, C, H, W, D)
   */
  public BatchLoader(
      SampleSource source,
      List<Placed> transforms,
      Order order,
      int batchSize,
      boolean softTruth,
      int dimensions,
      long seed,
      int workers) {
    if (batchSize < 1 || workers < 1) {
      throw new IllegalArgumentException(
          "At least one sample per batch and one worker; found " + batchSize + " and " + workers);
    }
    this.source = source;
    this.transforms = List.copyOf(transforms);
    this.order = order;
    this.batchSize = batchSize;
    this.softTruth = softTruth;
    this.dimensions = dimensions;
    this.seed = seed;
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

  /** Batches per epoch; the last one may be smaller. */
  public int batches() {
    return (source.size() + batchSize - 1) / batchSize;
  }

  /** Samples per epoch. */
  public int samples() {
    return source.size();
  }

  /**
   * The batches of an epoch. What a worker throws, {@code next} throws.
   *
   * @param epoch counted from 1
   */
  public Iterator<Batch> epoch(int epoch) {
    int[] visit = visit(epoch);
    return new Iterator<>() {
      private final Deque<Future<Batch>> pending = new ArrayDeque<>();
      private int submitted;

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
          return pending.remove().get();
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
          int from = submitted * batchSize;
          int to = Math.min(from + batchSize, visit.length);
          try {
            pending.add(workers.submit(() -> batch(epoch, visit, from, to)));
          } catch (RejectedExecutionException e) {
            return; // closed meanwhile
          }
          submitted++;
        }
      }
    };
  }

  private int[] visit(int epoch) {
    int[] visit = new int[source.size()];
    for (int n = 0; n < visit.length; n++) {
      visit[n] = n;
    }
    if (order == Order.SHUFFLED) {
      RandomGenerator random = random(epoch, -1);
      for (int n = visit.length - 1; n > 0; n--) {
        int other = random.nextInt(n + 1);
        int kept = visit[n];
        visit[n] = visit[other];
        visit[other] = kept;
      }
    }
    return visit;
  }

  /** The chance of one sample in one epoch; sample -1 is the order. */
  private RandomGenerator random(int epoch, int sample) {
    return new SplittableRandom(mixed(mixed(mixed(seed) + epoch) + sample));
  }

  /**
   * Spreads every bit over all bits (MurmurHash3's finaliser), so that neighbours share nothing.
   */
  private static long mixed(long bits) {
    long a = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    long b = (a ^ (a >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return b ^ (b >>> 33);
  }

  private Batch batch(int epoch, int[] visit, int from, int to) {
    Sample first = sample(epoch, visit[from]);
    int channels = first.channels().size();
    int classes = first.truth().map(ProbabilityMap::classes).orElse(0);
    GridShape shape = first.grid().shape();
    int voxels = shape.length();
    float[] inputs = new float[(to - from) * channels * voxels];
    float[] targets = new float[(to - from) * classes * voxels];
    for (int n = 0; n < to - from; n++) {
      Sample sample = n == 0 ? first : sample(epoch, visit[from + n]);
      requireShape(shape, sample.grid().shape());
      Window all = Window.all(shape);
      for (int c = 0; c < channels; c++) {
        Volume channel = sample.channels().get(c);
        Patch.copy(channel.data(), shape, all, inputs, (n * channels + c) * voxels);
      }
      for (int c = 0; c < classes; c++) {
        float[] truth = sample.truth().orElseThrow().channel(c);
        Patch.copy(truth, shape, all, targets, (n * classes + c) * voxels);
      }
    }
    if (!softTruth) {
      for (int v = 0; v < targets.length; v++) {
        targets[v] = targets[v] >= 0.5f ? 1 : 0;
      }
    }
    return new Batch(
        to - from,
        shape(to - from, channels, shape),
        inputs,
        shape(to - from, classes, shape),
        targets);
  }

  private Sample sample(int epoch, int index) {
    RandomGenerator random = random(epoch, index);
    Sample sample = source.get(index);
    for (Placed transform : transforms) {
      sample = transform.apply(sample, random);
    }
    return sample;
  }

  private int[] shape(int n, int c, GridShape shape) {
    return dimensions == 2
        ? new int[] {n, c, shape.i(), shape.j()}
        : new int[] {n, c, shape.i(), shape.j(), shape.k()};
  }

  private static void requireShape(GridShape required, GridShape found) {
    if (!required.equals(found)) {
      throw BadInputException.of(
          "samples-differ-in-size",
          "All samples of a batch have one size; found " + required + " and " + found + ".",
          "Add a CenterCrop to the transformation, or set length_2D or length_3D, so that all are cut to one size.");
    }
  }

  /**
   * How long {@code next} has waited for workers since the last call; tells whether loading is the
   * bottleneck.
   */
  public double takeWaitedSeconds() {
    double seconds = waitedNanos / 1e9;
    waitedNanos = 0;
    return seconds;
  }

  /** Ends the workers; batches that nobody took are given up. */
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
