package scanmill.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Phase;
import scanmill.datasets.BatchFile;
import scanmill.datasets.BatchMaker;
import scanmill.datasets.ChunkOrder;
import scanmill.datasets.EpochOrder;
import scanmill.datasets.SampleIndex;
import scanmill.events.ArtifactRef;
import scanmill.events.AugmentationCompleted;
import scanmill.events.AugmentationFailed;
import scanmill.events.AugmentationRequested;
import scanmill.events.Event;
import scanmill.ids.RunId;
import scanmill.kit.AugmentationOrder;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectCopies;
import scanmill.kit.ObjectStore;
import scanmill.kit.PreparedObjects;
import scanmill.specs.StrictJson;
import scanmill.testsupport.Crash;

class AugmentTest {
  private static final String STEM = "training/lab-1/augmented/2-0-0123456789abcdef";

  private final Lab lab;
  private final ChunkOrder chunk;

  AugmentTest(@TempDir Path disk) throws IOException {
    lab = new Lab(disk);
    for (int scan = 0; scan < lab.scans.size(); scan++) {
      List<Event> unused = lab.prepareScan(lab.store).handle(Lab.heard(lab.order(scan)));
    }
    EpochOrder order =
        new EpochOrder(
            SampleIndex.of(lab.scans, lab.expected, List.of(), Lab.plan().rules(Phase.TRAINING)),
            EpochOrder.Kind.SHUFFLED,
            Optional.empty(),
            6,
            1 << 24,
            2);
    chunk = order.epoch(2).chunk(Lab.plan().preparation(Phase.TRAINING).digest(), 1, 2);
  }

  private AugmentationRequested order() {
    AugmentationOrder order =
        new AugmentationOrder(
            lab.configObject(),
            StrictJson.parse(chunk.json().getBytes(StandardCharsets.UTF_8), "order"));
    ArtifactRef put = lab.store.put(STEM + ".json", EventJson.write(order));
    return new AugmentationRequested(new RunId("lab-1"), 2, 0, put);
  }

  private Augment augment(ObjectStore through) {
    PreparedCopies shelf =
        new PreparedCopies(
            new PreparedObjects(through),
            new ObjectCopies(through, lab.disk.resolve("copies"), 1 << 24));
    return new Augment(through, new Plans(through), shelf, lab.disk.resolve("chunks"));
  }

  private List<Event> handle(AugmentationRequested asked) throws IOException {
    return augment(lab.store).handle(Lab.heard(asked));
  }

  /** The same batches, made on the disk where the scans were prepared. */
  private byte[] local() throws IOException {
    BatchMaker maker = Lab.plan().batches(Phase.TRAINING, lab.local);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BatchFile.write(chunk.batches().size(), n -> maker.make(chunk, n), out);
    return out.toByteArray();
  }

  @Test
  void makesTheBatchesThatTheRunWouldMakeBitForBit() throws IOException {
    List<Event> told = handle(order());

    assertThat(chunk.batches()).hasSize(2);
    assertThat(lab.store.read(STEM + ".batches")).isEqualTo(local());
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            AugmentationCompleted.class,
            completed -> {
              assertThat(completed.run()).isEqualTo(new RunId("lab-1"));
              assertThat(completed.batches().key()).isEqualTo(STEM + ".batches");
            });
    assertThat(lab.disk.resolve("chunks")).isEmptyDirectory();
  }

  @Test
  void tellsOfBatchesThatAreThereWithoutMakingThemAgain() throws IOException {
    AugmentationRequested asked = order();
    List<Event> told = handle(asked);
    lab.objects("prepared/").keySet().forEach(lab.store::remove);

    assertThat(handle(asked)).isEqualTo(told);
  }

  @Test
  void leavesWhatTheRunDidItselfMeanwhile() throws IOException {
    AugmentationRequested asked = order();
    lab.store.remove(STEM + ".json");

    assertThat(handle(asked)).isEmpty();
    assertThat(lab.objects("training/")).isEmpty();
  }

  @Test
  void saysThatAScanIsNotThere() throws IOException {
    lab.objects("prepared/").keySet().forEach(lab.store::remove);

    assertThat(handle(order()))
        .singleElement()
        .isInstanceOfSatisfying(
            AugmentationFailed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo("object-missing"));
  }

  @Test
  void endsTheSameWhereverItDies() throws IOException {
    AugmentationRequested asked = order();
    List<Event> undisturbed = handle(asked);
    int died = 0;
    for (int call = 1; call < 60; call++) {
      lab.store.remove(STEM + ".batches");
      Crash crash = call % 2 == 0 ? Crash.before(call / 2) : Crash.after(call / 2 + 1);
      try {
        List<Event> unused =
            augment(crash.around(ObjectStore.class, lab.store)).handle(Lab.heard(asked));
      } catch (Crash.Happened expected) {
        died++;
      }
      if (!crash.happened()) {
        break;
      }
      assertThat(handle(asked)).isEqualTo(undisturbed);
      assertThat(lab.store.read(STEM + ".batches")).isEqualTo(local());
    }
    assertThat(died).isGreaterThan(5);
  }
}
