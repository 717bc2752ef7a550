package scanmill.kit;

import java.time.Duration;
import java.time.Instant;

/**
 * How often one input is tried: a bounded number of times with growing pauses; attempts made while
 * the bucket is out of reach are not counted, but bounded in time.
 */
final class Patience {
  private final InboxSettings settings;
  private final ObjectStore store;
  private final Stopping stopping;
  private final Instant until;
  private int attempts = 1;
  private int counted = 1;
  private Duration pause;

  Patience(InboxSettings settings, ObjectStore store, Stopping stopping) {
    this.settings = settings;
    this.store = store;
    this.stopping = stopping;
    this.pause = settings.firstPause();
    this.until = Instant.now().plus(settings.outage());
  }

  /** Attempts begun, the first included. */
  int attempts() {
    return attempts;
  }

  /** Waits; false if no attempt follows. */
  boolean allowsAnother() {
    boolean outage = !store.reachable();
    if (outage ? Instant.now().isAfter(until) : counted >= settings.attempts()) {
      return false;
    }
    if (!stopping.pause(pause)) {
      return false;
    }
    attempts++;
    counted += outage ? 0 : 1;
    pause = min(pause.multipliedBy(2), settings.longestPause());
    return true;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
