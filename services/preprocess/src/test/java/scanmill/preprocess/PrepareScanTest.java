package scanmill.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.datasets.PreparedFacts;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.ScanPreparationFailed;
import scanmill.events.ScanPreparationRequested;
import scanmill.events.ScanPrepared;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectStore;
import scanmill.kit.PreparationOrder;
import scanmill.kit.PreparedObjects;
import scanmill.testsupport.Crash;

class PrepareScanTest {
  private static final String IMAGE = "datasets/phantoms/sub-01/anat/sub-01_T2w.nii.gz";

  private final Lab lab;
  private final Path disk;

  PrepareScanTest(@TempDir Path disk) throws IOException {
    this.disk = disk;
    this.lab = new Lab(disk);
  }

  private List<Event> handle(ScanPreparationRequested asked) throws IOException {
    return lab.prepareScan(lab.store).handle(Lab.heard(asked));
  }

  @Test
  void preparesAScanAsARunOnADiskDoes() throws IOException {
    ScanPreparationRequested asked = lab.order(0);

    List<Event> told = handle(asked);

    PreparedFacts facts = lab.expected.get(0);
    assertThat(lab.store.read(lab.place(0).voxels()))
        .isEqualTo(Files.readAllBytes(disk.resolve("local").resolve(facts.key().voxels())));
    assertThat(PreparedFacts.parse(lab.store.read(lab.place(0).facts()), "facts")).isEqualTo(facts);
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            ScanPrepared.class,
            prepared -> {
              assertThat(prepared.source()).isEqualTo(facts.key().source());
              assertThat(prepared.facts().key()).isEqualTo(lab.place(0).facts());
            });
    assertThat(lab.objects("prepared/")).hasSize(2); // and no order any more
    assertThat(disk.resolve("work")).isEmptyDirectory();
  }

  @Test
  void makesAScanOnceHoweverOftenItIsAskedFor() throws IOException {
    ScanPreparationRequested asked = lab.order(0);
    List<Event> told = handle(asked);
    Map<String, String> objects = lab.objects("prepared/");
    lab.store.remove(IMAGE); // nobody reads it again

    assertThat(handle(asked)).isEqualTo(told);
    assertThat(lab.objects("prepared/")).isEqualTo(objects);
  }

  @Test
  void leavesWhatNobodyWaitsForAnyMore() throws IOException {
    ScanPreparationRequested asked = lab.order(0);
    new PreparedObjects(lab.store).clear(lab.place(0));

    assertThat(handle(asked)).isEmpty();
    assertThat(lab.objects("prepared/")).isEmpty();
  }

  @Test
  void writesDownWhyAScanCannotBePrepared() throws IOException {
    Path image = lab.scans.get(0).image();
    byte[] whole = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(whole, whole.length / 2));
    ScanPreparationRequested asked = lab.orderNow(0);

    List<Event> told = handle(asked);

    ScanPreparationFailed failed = (ScanPreparationFailed) told.get(0);
    assertThat(failed.problem().what()).isNotBlank();
    assertThat(failed.problem().remedy()).isNotBlank();
    PreparedObjects.Place place = new PreparedObjects.Place(asked.plan(), asked.source());
    assertThat(new PreparedObjects(lab.store).failure(place)).contains(failed.problem());
  }

  @Test
  void refusesAFileThatChangedSinceItWasAskedFor() throws IOException {
    ScanPreparationRequested asked = lab.order(0);
    byte[] other = "another image".getBytes(StandardCharsets.UTF_8);
    assertThat(lab.store.put(IMAGE, other)).isNotNull();

    assertThat(handle(asked))
        .singleElement()
        .isInstanceOfSatisfying(
            ScanPreparationFailed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo("object-changed"));
  }

  @Test
  void leavesAPlanThatItDoesNotKnowToTheRun() throws IOException {
    ScanPreparationRequested asked = lab.order(0);
    PreparationOrder order = EventJson.read(lab.store.read(asked.order()), PreparationOrder.class);
    byte[] later = "{\"from_a_later_version\": 1}".getBytes(StandardCharsets.UTF_8);
    ArtifactRef config = lab.store.put("plans/later.json", later);
    ArtifactRef changed =
        new PreparedObjects(lab.store)
            .put(
                lab.place(0),
                new PreparationOrder(
                    config,
                    order.phase(),
                    order.plan(),
                    order.source(),
                    order.scan(),
                    order.channels(),
                    order.truths(),
                    order.region(),
                    order.metadata()));

    assertThat(handle(new ScanPreparationRequested(order.plan(), order.source(), changed)))
        .singleElement()
        .isInstanceOf(ScanPreparationFailed.class);
    assertThat(new PreparedObjects(lab.store).failure(lab.place(0))).isEmpty();
  }

  @Test
  void endsTheSameWhereverItDies() throws IOException {
    List<Event> undisturbed = handle(lab.order(0));
    Map<String, String> objects = lab.objects("prepared/");
    int died = 0;
    for (int call = 1; call < 60; call++) {
      objects.keySet().forEach(lab.store::remove);
      ScanPreparationRequested asked = lab.order(0);
      Crash crash = call % 2 == 0 ? Crash.before(call / 2) : Crash.after(call / 2 + 1);
      try {
        List<Event> unused =
            lab.prepareScan(crash.around(ObjectStore.class, lab.store)).handle(Lab.heard(asked));
      } catch (Crash.Happened expected) {
        died++;
      }
      if (!crash.happened()) {
        break;
      }
      assertThat(handle(asked)).isEqualTo(undisturbed);
      assertThat(lab.objects("prepared/")).containsAllEntriesOf(objects);
    }
    assertThat(died).isGreaterThan(10);
  }
}
