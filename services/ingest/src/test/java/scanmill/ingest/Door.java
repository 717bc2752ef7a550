package scanmill.ingest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import scanmill.events.Event;
import scanmill.ids.UploadId;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.InMemoryOutbox;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.StoredObject;
import scanmill.testsupport.Crash;

/** Ingest on in-memory ports, and what a test asks it. */
final class Door {
  final HandClock clock = new HandClock();
  final InMemoryObjectStore store = new InMemoryObjectStore("scanmill", clock);
  final InMemoryOutbox outbox = new InMemoryOutbox();
  final TakeUp takeUp;
  private final Path scratch;
  private final long maxBytes;

  Door(Path scratch) {
    this(scratch, 1 << 20);
  }

  Door(Path scratch, long maxBytes) {
    this.scratch = scratch;
    this.maxBytes = maxBytes;
    takeUp = new TakeUp(store, outbox, new Router(store), maxBytes, scratch);
  }

  /** The same door in a process that is going to die. */
  TakeUp dying(Crash crash) {
    ObjectStore dyingStore = crash.around(ObjectStore.class, store);
    Outbox dyingOutbox = crash.around(Outbox.class, outbox);
    return new TakeUp(dyingStore, dyingOutbox, new Router(dyingStore), maxBytes, scratch);
  }

  void rules(String json) {
    store.put(Router.RULE_FILE, json.getBytes(StandardCharsets.UTF_8));
  }

  TakeUp.Outcome drop(String key, byte[] bytes) {
    store.drop(key, bytes);
    return take(key);
  }

  TakeUp.Outcome take(String key) {
    return takeUp.take(new BucketNotification.Location("scanmill", key, ""));
  }

  UploadId upload(String key) {
    return UploadId.of("scanmill", key, store.find(key).orElseThrow().etag());
  }

  LedgerEntry ledger(String key) {
    return new Ledger(store).find(upload(key)).orElseThrow();
  }

  String failedNote(String key) {
    return new String(store.read(key + ".FAILED.json"), StandardCharsets.UTF_8);
  }

  String doneNote(String key) {
    return new String(store.read(key + ".DONE.json"), StandardCharsets.UTF_8);
  }

  /** The latest event of a type. */
  <E extends Event> E told(Class<E> type) {
    List<E> found = outbox.events().stream().filter(type::isInstance).map(type::cast).toList();
    if (found.isEmpty()) {
      throw new AssertionError("No " + type.getSimpleName() + " among " + outbox.events());
    }
    return found.get(found.size() - 1);
  }

  List<String> keys() {
    try (Stream<StoredObject> all = store.list("")) {
      return all.map(StoredObject::key).toList();
    }
  }

  /** A clock that a test moves. */
  static final class HandClock extends Clock {
    private Instant now = Instant.parse("2026-02-03T04:05:06Z");

    void forward(long seconds) {
      now = now.plusSeconds(seconds);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
