package scanmill.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.ScanIngested;
import scanmill.events.ScanRejected;

class SweepTest {
  private final Door door;
  private final Sweep sweep;

  SweepTest(@TempDir Path scratch) {
    door = new Door(scratch);
    door.store.put("models/cord/latest.json", "{}".getBytes(StandardCharsets.UTF_8));
    sweep = new Sweep(door.store, door.takeUp, Duration.ofSeconds(2), door.clock);
  }

  @Test
  void findsWhatNobodyToldOf() {
    door.store.drop("incoming/cord/a.nii.gz", Scans.small());
    door.store.drop("incoming/cord/b.txt", new byte[1]);
    door.clock.forward(3);

    assertThat(sweep.run()).isEqualTo(2);
    assertThat(door.told(ScanIngested.class).upload())
        .isEqualTo(door.upload("incoming/cord/a.nii.gz"));
    assertThat(door.told(ScanRejected.class).upload())
        .isEqualTo(door.upload("incoming/cord/b.txt"));
  }

  @Test
  void leavesWhatMayStillBeOnItsWay() {
    door.store.drop("incoming/cord/a.nii.gz", Scans.small());
    door.clock.forward(1);
    assertThat(sweep.run()).isZero();

    door.store.drop("incoming/cord/a.nii.gz", Scans.gz(Scans.nifti(1, 4, 3, 2)));
    door.clock.forward(1);
    assertThat(sweep.run()).isZero();

    door.clock.forward(1);
    assertThat(sweep.run()).isEqualTo(1);
  }

  @Test
  void takesNothingTwiceNorItsOwnNotes() {
    door.store.drop("incoming/cord/a.txt", new byte[1]);
    door.clock.forward(3);

    assertThat(sweep.run()).isEqualTo(1);
    door.clock.forward(3);
    assertThat(sweep.run()).isZero();
    assertThat(door.outbox.events()).hasSize(1);
  }

  @Test
  void knowsAfterARestartWhatWasTold() {
    door.store.drop("incoming/cord/a.nii.gz", Scans.small());
    door.clock.forward(3);
    sweep.run();

    Sweep restarted = new Sweep(door.store, door.takeUp, Duration.ofSeconds(2), door.clock);

    assertThat(restarted.run()).isZero();
    assertThat(door.outbox.events()).hasSize(2);
  }

  @Test
  void looksAgainAtWhatTheRulesRejectedOnceTheyChange() {
    door.store.drop("incoming/heart/a.nii.gz", Scans.small());
    door.clock.forward(3);
    sweep.run();
    assertThat(sweep.run()).isZero();

    door.rules("{\"rules\": [{\"model\": \"cord\"}]}");

    assertThat(sweep.run()).isEqualTo(1);
    assertThat(door.told(ScanIngested.class).upload())
        .isEqualTo(door.upload("incoming/heart/a.nii.gz"));
  }

  @Test
  void oneDropThatCannotBeTakenKeepsNoOtherWaiting() {
    door.store.drop("incoming/cord/a.nii.gz", Scans.small());
    door.store.drop("incoming/cord/b.nii.gz", Scans.small());
    door.store.put(
        "uploads/" + door.upload("incoming/cord/a.nii.gz") + ".json",
        "not a ledger entry".getBytes(StandardCharsets.UTF_8));
    door.clock.forward(3);

    assertThat(sweep.run()).isEqualTo(1);
    assertThat(door.told(ScanIngested.class).upload())
        .isEqualTo(door.upload("incoming/cord/b.nii.gz"));
  }
}
