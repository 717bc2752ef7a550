package scanmill.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Work on many things at once. */
final class Threads {
  private Threads() {}

  /** Work on one thing. */
  @FunctionalInterface
  interface Work<T, R> {
    R on(T thing) throws IOException;
  }

  /** Threads that do not keep a process alive. */
  static ExecutorService named(String name, int count) {
    return Executors.newFixedThreadPool(
        count,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Does the same with all, and waits.
   *
   * @param done is told after each how many are done; called by this thread
   * @return the results in the order of the things
   * @throws IOException what the first that failed threw, at once; the others are given up
   */
  static <T, R> List<R> all(
      ExecutorService workers, List<T> things, Work<T, R> work, IntConsumer done)
      throws IOException {
    ExecutorCompletionService<R> ready = new ExecutorCompletionService<>(workers);
    List<Future<R>> pending = new ArrayList<>();
    for (T thing : things) {
      pending.add(ready.submit(() -> work.on(thing)));
    }
    try {
      for (int n = 1; n <= things.size(); n++) {
        ready.take().get();
        done.accept(n);
      }
      List<R> results = new ArrayList<>();
      for (Future<R> each : pending) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    } finally {
      pending.forEach(each -> each.cancel(true));
    }
  }

  static void end(ExecutorService workers) {
    workers.shutdownNow();
    try {
      workers.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
