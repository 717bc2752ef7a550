package scanmill.trainer;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import scanmill.kit.Fault;

/** Acts that can be repeated are, while bucket, log or disk is away. Safe for many threads. */
final class Patiently {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

  private final Predicate<Duration> pause;

  /**
   * @param pause waits that long; false if the process was asked to end
   */
  Patiently(Predicate<Duration> pause) {
    this.pause = pause;
  }

  /** Does it until it succeeds, or fails in a way that does not pass, or for too long. */
  <T> T get(Supplier<T> act) {
    Duration next = FIRST_PAUSE;
    Duration waited = Duration.ZERO;
    while (true) {
      try {
        return act.get();
      } catch (RuntimeException e) {
        if (!Fault.isTransient(e) || waited.compareTo(LONGEST_OUTAGE) > 0 || !pause.test(next)) {
          throw e;
        }
        waited = waited.plus(next);
        next = next.multipliedBy(2);
        next = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
      }
    }
  }

  void run(Runnable act) {
    boolean unused =
        get(
            () -> {
              act.run();
              return true;
            });
  }

  /** Waits without doing anything; false if the process was asked to end. */
  boolean pause(Duration time) {
    return pause.test(time);
  }
}
