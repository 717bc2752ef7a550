package scanmill.trainer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import scanmill.datasets.Batch;
import scanmill.datasets.BatchFile;
import scanmill.datasets.BatchMaker;
import scanmill.datasets.ChunkOrder;
import scanmill.datasets.EpochOrder;
import scanmill.kit.Fault;
import scanmill.problems.BadInputException;

/**
 * Asks for chunks of batches ahead, at most so many, into the next epoch too; brings each in its
 * turn, and makes itself what is not there after a patience. While nobody answers, the patience
 * shrinks, so that a run without replicas is hardly slower than one that never asked.
 *
 * <p>For one thread.
 */
final class ChunkStream implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ChunkStream.class);
  private static final Duration FIRST_LOOK = Duration.ofMillis(10);
  private static final Duration LAST_LOOK = Duration.ofMillis(400);
  private static final int SHRINK = 4;

  /**
   * How it goes about it.
   *
   * @param perChunk batches
   * @param ahead chunks that are asked for beside the one that is read, at least 1
   * @param lastEpoch that will be read
   * @param patience with a chunk whose turn has come
   * @param workers threads that make what nobody else made
   */
  record Manner(int perChunk, int ahead, int lastEpoch, Duration patience, int workers) {}

  /** Who takes the batches. */
  @FunctionalInterface
  interface Taker {
    void take(Batch batch) throws InterruptedException;
  }

  private final EpochOrder order;
  private final String plan;
  private final BatchMaker maker;
  private final Chunks chunks;
  private final Path folder;
  private final Manner manner;
  private final LearningMeasures measures;
  private final ExecutorService workers;
  private final TreeMap<Long, Chunks.Asked> asked = new TreeMap<>();
  private Optional<EpochOrder.Epoch> last = Optional.empty();
  private long next;
  private Duration patience;

  /**
   * @param plan of the prepared scans, 64 hex digits
   * @param folder for chunks on their way
   */
  ChunkStream(
      EpochOrder order,
      String plan,
      BatchMaker maker,
      Chunks chunks,
      Path folder,
      Manner manner,
      LearningMeasures measures) {
    this.order = order;
    this.plan = plan;
    this.maker = maker;
    this.chunks = chunks;
    this.folder = folder;
    this.manner = manner;
    this.measures = measures;
    this.patience = manner.patience();
    this.workers =
        Executors.newFixedThreadPool(
            manner.workers(),
            task -> {
              Thread thread = new Thread(task, "chunk-maker");
              thread.setDaemon(true);
              return thread;
            });
  }

  private int perEpoch() {
    return (order.batches() + manner.perChunk() - 1) / manner.perChunk();
  }

  /** Hands over the batches of an epoch in order. */
  void epoch(int epoch, Taker taker) throws InterruptedException {
    long first = (long) epoch * perEpoch();
    asked.headMap(first).values().forEach(this::remove);
    asked.headMap(first).clear();
    next = Math.max(next, first);
    for (int chunk = 0; chunk < perEpoch(); chunk++) {
      askAhead(first + chunk);
      hand(epoch, chunk, taker);
    }
  }

  private void askAhead(long current) {
    long end = (long) (manner.lastEpoch() + 1) * perEpoch();
    while (next < end && next <= current + manner.ahead()) {
      ChunkOrder wanted = wanted((int) (next / perEpoch()), (int) (next % perEpoch()));
      try {
        asked.put(next, chunks.ask(wanted, (int) (next % perEpoch())));
        next++;
      } catch (RuntimeException e) {
        requireTransient(e);
        return;
      }
    }
  }

  private ChunkOrder wanted(int epoch, int chunk) {
    if (last.isEmpty() || last.get().number() != epoch) {
      last = Optional.of(order.epoch(epoch));
    }
    return last.get().chunk(plan, chunk * manner.perChunk(), manner.perChunk());
  }

  private void hand(int epoch, int chunk, Taker taker) throws InterruptedException {
    long number = (long) epoch * perEpoch() + chunk;
    Optional<Chunks.Asked> there = Optional.ofNullable(asked.remove(number));
    int handed = 0;
    if (there.isPresent() && wait(there.get())) {
      handed = handFile(taker);
    }
    boolean remote = handed == batchesOf(chunk);
    measures.chunk(remote);
    patience = remote ? manner.patience() : patience.dividedBy(SHRINK);
    if (!remote) {
      make(wanted(epoch, chunk), handed, taker);
    }
    there.ifPresent(this::remove);
  }

  private int batchesOf(int chunk) {
    return Math.min(manner.perChunk(), order.batches() - chunk * manner.perChunk());
  }

  private Path file() {
    return folder.resolve("chunk.batches");
  }

  /** Brings the chunk to the disk; false if it is not there in time. */
  private boolean wait(Chunks.Asked chunk) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    Duration pause = FIRST_LOOK;
    while (true) {
      try {
        if (chunks.bring(chunk, file())) {
          return true;
        }
      } catch (BadInputException changing) {
        LOG.debug("A chunk changed while it was read");
      } catch (RuntimeException e) {
        requireTransient(e);
      }
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      Thread.sleep(Math.min(pause.toMillis(), Math.max(1, left / 1_000_000)));
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LAST_LOOK) < 0 ? longer : LAST_LOOK;
    }
  }

  /** Hands over what the file holds, and says how many batches that were. */
  private int handFile(Taker taker) throws InterruptedException {
    int handed = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file()))) {
      BatchFile.Reader reader = new BatchFile.Reader(in);
      while (handed < reader.count()) {
        taker.take(reader.next());
        handed++;
      }
      Files.deleteIfExists(file());
    } catch (IOException | BadInputException e) {
      LOG.warnf("Batches from elsewhere cannot be read and are made here: %s", e.getMessage());
    }
    return handed;
  }

  private void make(ChunkOrder chunk, int from, Taker taker) throws InterruptedException {
    Deque<Future<Batch>> coming = new ArrayDeque<>();
    int submitted = from;
    int count = chunk.batches().size();
    try {
      for (int n = from; n < count; n++) {
        while (submitted < count && coming.size() <= manner.workers()) {
          int number = submitted++;
          coming.add(workers.submit(() -> maker.make(chunk, number)));
        }
        taker.take(coming.remove().get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      coming.forEach(batch -> batch.cancel(true));
    }
  }

  private void remove(Chunks.Asked chunk) {
    try {
      chunks.remove(chunk);
    } catch (RuntimeException e) {
      requireTransient(e); // what stays is removed when the run ends
    }
  }

  /** The bucket or the log is away: that is no reason to stop, batches are made here. */
  private static void requireTransient(RuntimeException e) {
    if (!Fault.isTransient(e)) {
      throw e;
    }
    LOG.debugf(e, "Bucket or log are away; batches are made here");
  }

  @Override
  public void close() {
    List<Runnable> unused = workers.shutdownNow();
    asked.values().forEach(this::remove);
    asked.clear();
  }
}
