package scanmill.ingest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import scanmill.ids.UploadId;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;

/**
 * Looks at everything under {@code incoming/} and takes up what nobody told of: notifications are
 * hints, the bucket is the truth.
 *
 * <p>Remembers what is finished, so that a quiet bucket costs one listing. A drop that fails is
 * tried again after a pause that doubles each time. One thread at a time.
 */
final class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);
  private static final int REMEMBERED = 200_000;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final int DOUBLINGS = 6; // at most 10 minutes 40 seconds

  private record Failure(int times, Instant next) {}

  private final ObjectStore store;
  private final TakeUp takeUp;
  private final Duration settle;
  private final Clock clock;
  private final Map<UploadId, Instant> finished = new HashMap<>();
  private final Map<UploadId, Failure> failures = new HashMap<>();
  private String rules = "";

  /**
   * @param settle how long an object has to lie before it is taken
   */
  Sweep(ObjectStore store, TakeUp takeUp, Duration settle, Clock clock) {
    this.store = store;
    this.takeUp = takeUp;
    this.settle = settle;
    this.clock = clock;
  }

  /**
   * Takes up everything that waits.
   *
   * @return how many drops were told or rejected
   * @throws scanmill.kit.StoreException if the bucket cannot be listed
   */
  int run() {
    forgetIfRulesChanged();
    int taken = 0;
    for (StoredObject object : waiting()) {
      taken += take(object) ? 1 : 0;
    }
    return taken;
  }

  private void forgetIfRulesChanged() {
    String now = takeUp.rules();
    if (!now.equals(rules) || finished.size() > REMEMBERED) {
      finished.clear();
      rules = now;
    }
  }

  private List<StoredObject> waiting() {
    Instant newest = clock.instant().minus(settle);
    List<StoredObject> waiting = new ArrayList<>();
    try (Stream<StoredObject> all = store.list(DropName.INCOMING)) {
      all.filter(object -> new DropName(object.key()).kind() != DropName.Kind.NOT_A_DROP)
          .filter(object -> !object.lastModified().isAfter(newest))
          .filter(object -> !isFinished(object))
          .forEach(waiting::add);
    }
    return waiting;
  }

  private boolean isFinished(StoredObject object) {
    Instant when = finished.get(upload(object));
    return when != null && when.equals(object.lastModified().truncatedTo(ChronoUnit.SECONDS));
  }

  private boolean take(StoredObject object) {
    UploadId upload = upload(object);
    Failure before = failures.get(upload);
    if (before != null && clock.instant().isBefore(before.next())) {
      return false;
    }
    try {
      TakeUp.Outcome outcome = takeUp.take(object);
      failures.remove(upload);
      if (outcome != TakeUp.Outcome.LATER) {
        finished.put(upload, object.lastModified().truncatedTo(ChronoUnit.SECONDS));
      }
      return outcome == TakeUp.Outcome.TOLD || outcome == TakeUp.Outcome.REJECTED;
    } catch (RuntimeException e) { // one drop must not keep the others waiting
      int times = before == null ? 1 : before.times() + 1;
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, DOUBLINGS));
      failures.put(upload, new Failure(times, clock.instant().plus(pause)));
      LOG.errorf(e, "upload=%s could not be taken up, attempt %d", upload, times);
      return false;
    }
  }

  private static UploadId upload(StoredObject object) {
    return UploadId.of(object.bucket(), object.key(), object.etag());
  }
}
