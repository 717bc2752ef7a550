package scanmill.kit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The right of one replica to do one piece of work, as an object in the bucket. It ends by itself
 * if it is not renewed, and each taking has a higher fence than the one before.
 *
 * <p>Clocks of replicas must agree to well within the time to live. Safe for use by a working and a
 * renewing thread.
 */
public final class Lease {
  private static final int ATTEMPTS = 3;
  private static final Entry NOBODY = new Entry("", 0, Instant.EPOCH);

  /** What the object holds; {@code expires} in the past means free. */
  record Entry(String holder, long fence, Instant expires) {}

  private final ObjectStore store;
  private final String key;
  private final Duration ttl;
  private final Clock clock;
  private final String holder;
  private final long fence;
  private String etag;
  private Instant expires;
  private boolean lost;

  private Lease(
      ObjectStore store, String key, Duration ttl, Clock clock, Entry entry, String etag) {
    this.store = store;
    this.key = key;
    this.ttl = ttl;
    this.clock = clock;
    this.holder = entry.holder();
    this.fence = entry.fence();
    this.expires = entry.expires();
    this.etag = etag;
  }

  /**
   * Takes the lease if it is free, has run out, or was taken by this same holder before (a replica
   * that comes back after a crash need not wait).
   *
   * @param holder stable over restarts and different for every replica
   * @param ttl how long the lease lasts without renewal; renew at a third of it
   * @return empty if another holder has it
   */
  public static Optional<Lease> tryAcquire(
      ObjectStore store, String key, String holder, Duration ttl, Clock clock) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<StoredObject> found = store.find(key);
      if (found.isEmpty()) {
        Entry first = new Entry(holder, 1, clock.instant().plus(ttl));
        if (store.putIfAbsent(key, EventJson.write(first))) {
          return taken(store, key, ttl, clock, first);
        }
        continue;
      }
      Entry current = EventJson.read(store.read(key), Entry.class);
      boolean free = !current.expires().isAfter(clock.instant());
      if (!free && !current.holder().equals(holder)) {
        return Optional.empty();
      }
      Entry next = new Entry(holder, current.fence() + 1, clock.instant().plus(ttl));
      if (store.replaceIfMatch(key, EventJson.write(next), found.get().etag())) {
        return taken(store, key, ttl, clock, next);
      }
    }
    return Optional.empty();
  }

  private static Optional<Lease> taken(
      ObjectStore store, String key, Duration ttl, Clock clock, Entry entry) {
    return store
        .find(key)
        .filter(now -> EventJson.read(store.read(key), Entry.class).equals(entry))
        .map(now -> new Lease(store, key, ttl, clock, entry, now.etag()));
  }

  /** Higher for every later taking: what is written under an older fence is void. */
  public long fence() {
    return fence;
  }

  public String holder() {
    return holder;
  }

  /** Whether it was neither lost nor has run out, as far as this replica knows without asking. */
  public synchronized boolean held() {
    return !lost && clock.instant().isBefore(expires);
  }

  /**
   * Makes it last another time to live.
   *
   * @return false if somebody else has it now; the work must stop and write nothing more
   * @throws StoreException if the bucket does not answer; {@link #held} stays true until the end
   */
  public synchronized boolean renew() {
    return !lost && extend(clock.instant().plus(ttl));
  }

  /** Gives it up at once; nothing happens if it is lost already. */
  public synchronized void release() {
    if (!lost) {
      boolean unused = extend(Instant.EPOCH);
      lost = true;
    }
  }

  private boolean extend(Instant until) {
    byte[] next = EventJson.write(new Entry(holder, fence, until));
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (store.replaceIfMatch(key, next, etag)) {
        expires = until;
      }
      // A write whose answer was lost on the way looks like somebody else's; its content does not.
      Optional<StoredObject> now = store.find(key);
      Entry entry = now.isPresent() ? EventJson.read(store.read(key), Entry.class) : NOBODY;
      if (!entry.holder().equals(holder) || entry.fence() != fence) {
        break;
      }
      etag = now.orElseThrow().etag();
      if (entry.expires().equals(until)) {
        expires = until;
        return true;
      }
    }
    lost = true;
    return false;
  }
}
