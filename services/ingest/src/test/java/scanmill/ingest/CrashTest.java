package scanmill.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.kit.Digests;
import scanmill.kit.InMemoryOutbox;
import scanmill.testsupport.Crash;

/** The process dies at every call to bucket or log; the next one takes up what it left. */
class CrashTest {
  private static final String KEY = "incoming/cord/sub-01_T2w.nii.gz";

  private final Path scratch;

  CrashTest(@TempDir Path scratch) {
    this.scratch = scratch;
  }

  @Test
  void nothingIsLostOrDoneTwiceWhereverAScanIsDropped() {
    everywhere(Scans.small(), Crash::before);
    everywhere(Scans.small(), Crash::after);
  }

  @Test
  void nothingIsLostOrDoneTwiceWhereverAFileIsRejected() {
    everywhere(new byte[100], Crash::before);
    everywhere(new byte[100], Crash::after);
  }

  private void everywhere(byte[] bytes, IntFunction<Crash> dying) {
    Door undisturbed = door();
    undisturbed.drop(KEY, bytes);
    int died = 0;
    for (int call = 1; ; call++) {
      Door door = door();
      door.store.drop(KEY, bytes);
      Crash crash = dying.apply(call);
      TakeUp first = door.dying(crash);
      try {
        first.take(door.store.list(KEY).findFirst().orElseThrow());
      } catch (Crash.Happened expected) {
        died++;
      }
      if (!crash.happened()) {
        break;
      }
      new Sweep(door.store, door.takeUp, java.time.Duration.ZERO, door.clock).run();

      assertThat(objects(door))
          .as("objects after dying at call %d", call)
          .isEqualTo(objects(undisturbed));
      assertThat(ids(door)).as("events after dying at call %d", call).isEqualTo(ids(undisturbed));
    }
    assertThat(died).isGreaterThan(5);
  }

  private Door door() {
    Door door = new Door(scratch);
    door.store.put("models/cord/latest.json", "{}".getBytes(StandardCharsets.UTF_8));
    return door;
  }

  private static Set<String> ids(Door door) {
    return new HashSet<>(door.outbox.told().stream().map(InMemoryOutbox.Told::id).toList());
  }

  private static Map<String, String> objects(Door door) {
    Map<String, String> objects = new TreeMap<>();
    for (String key : door.keys()) {
      objects.put(key, Digests.hex(door.store.read(key)));
    }
    return objects;
  }
}
