package scanmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scanmill.datasets.BidsScan;
import scanmill.datasets.DiskFiles;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedKey;
import scanmill.datasets.Shelf;
import scanmill.events.ArtifactRef;
import scanmill.events.ScanPreparationRequested;
import scanmill.kit.ObjectCopies;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.PreparationOrder;
import scanmill.kit.PreparedObjects;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.testsupport.Crash;
import scanmill.training.FolderShelf;
import scanmill.training.ScanPreparer;

@Timeout(60)
class BucketShelfTest {
  private static final int SCANS = 4;
  private static final String IMAGE = "datasets/phantoms/sub-02/anat/sub-02_T2w.nii.gz";

  private final Path disk;
  private final Lab lab;

  BucketShelfTest(@TempDir Path disk) {
    this.disk = disk;
    this.lab = new Lab(disk, SCANS);
  }

  private List<PreparedFacts> prepare(BucketShelf shelf, OpenData data) throws IOException {
    return shelf.prepare(Lab.preparation(), Lab.scans(data), (done, of) -> {});
  }

  @Test
  void preparesEverythingHereWithoutAReplicaAsOnADisk() throws IOException {
    List<PreparedFacts> facts;
    try (OpenData data = lab.open();
        BucketShelf shelf = lab.shelf(data)) {
      facts = prepare(shelf, data);
    }

    assertThat(facts).hasSize(SCANS);
    assertThat(lab.count("scanmill.prepared.scans", "by", "training", "outcome", "prepared"))
        .isEqualTo(SCANS);
    Path local = disk.resolve("local");
    List<BidsScan> scans =
        scanmill.datasets.BidsIndex.of(
                List.of(disk.resolve("data")), Lab.config().loaderParameters())
            .scans();
    try (FolderShelf folder = new FolderShelf(local, DiskFiles.forgetful(), 1 << 24, 1)) {
      assertThat(folder.prepare(Lab.preparation(), scans, (done, of) -> {})).isEqualTo(facts);
    }
    for (PreparedFacts one : facts) {
      assertThat(lab.store.read("prepared/" + one.key().voxels()))
          .isEqualTo(Files.readAllBytes(local.resolve(one.key().voxels())));
      assertThat(lab.store.read("prepared/" + one.key().facts()))
          .isEqualTo(Files.readAllBytes(local.resolve(one.key().facts())));
    }
    assertThat(lab.objects("prepared/")).hasSize(2 * SCANS); // no orders are left
  }

  @Test
  void asksForNothingThatIsThere() throws IOException {
    try (OpenData data = lab.open();
        BucketShelf shelf = lab.shelf(data)) {
      prepare(shelf, data);
    }
    Map<String, String> objects = lab.objects("prepared/");
    int told = lab.outbox.events().size();

    try (OpenData data = lab.open();
        BucketShelf again = lab.shelf(data)) {
      assertThat(prepare(again, data)).hasSize(SCANS);
    }

    assertThat(lab.outbox.events()).hasSize(told);
    assertThat(lab.objects("prepared/")).isEqualTo(objects);
    assertThat(lab.count("scanmill.prepared.scans", "by", "training", "outcome", "prepared"))
        .isEqualTo(SCANS);
  }

  @Test
  void leavesToReplicasWhatTheyAreFasterWith() throws Exception {
    CountDownLatch others = new CountDownLatch(SCANS - 1);
    try (OpenData data = lab.open()) {
      Outbox replica =
          (events, cause) -> {
            for (var event : events) {
              answer((ScanPreparationRequested) event, data);
              others.countDown();
            }
          };
      try (BucketShelf shelf = lab.shelf(slow(others), replica, data, lab.copies(), () -> false)) {
        assertThat(prepare(shelf, data)).hasSize(SCANS);
      }
    }

    assertThat(lab.count("scanmill.prepared.scans", "by", "preprocess", "outcome", "prepared"))
        .isGreaterThanOrEqualTo(SCANS - 1);
    assertThat(lab.objects("prepared/")).hasSize(2 * SCANS);
  }

  /** What the preprocess service does, by the same library. */
  private void answer(ScanPreparationRequested asked, OpenData data) {
    PreparedObjects objects = new PreparedObjects(lab.store);
    PreparationOrder order = objects.order(asked.order()).orElseThrow();
    assertThat(order.channels().get(0).orElseThrow().identity()).matches("[0-9a-f]{64}");
    assertThat(order.metadata()).isEmpty(); // nothing of a person
    try {
      ScanPreparer preparer = new ScanPreparer(Lab.preparation(), data);
      for (BidsScan scan : Lab.scans(data)) {
        PreparedKey key = preparer.key(scan);
        if (key.source().equals(asked.source())) {
          Path folder = disk.resolve("replica");
          preparer.prepare(scan, folder);
          objects.put(
              BucketShelf.place(key), folder.resolve(key.voxels()), folder.resolve(key.facts()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A store in which what is prepared here arrives after what others prepare. */
  private ObjectStore slow(CountDownLatch others) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("put") && String.valueOf(arguments[0]).endsWith(".bin")) {
                others.await();
              }
              try {
                return method.invoke(lab.store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  @Test
  void goesOnWhereItWasKilled() throws IOException {
    try (OpenData data = lab.open();
        BucketShelf shelf = lab.shelf(data)) {
      prepare(shelf, data);
    }
    Map<String, String> whole = lab.objects("prepared/");
    int died = 0;
    for (int call = 1; call < 200; call += 3) {
      lab.objects("prepared/").keySet().forEach(lab.store::remove);
      Crash crash = call % 2 == 0 ? Crash.before(call) : Crash.after(call);
      ObjectStore dying = crash.around(ObjectStore.class, lab.store);
      try (OpenData data = lab.open();
          BucketShelf shelf =
              lab.shelf(
                  dying,
                  crash.around(Outbox.class, lab.outbox),
                  data,
                  new ObjectCopies(dying, disk.resolve("dying"), 1 << 24),
                  () -> false)) {
        prepare(shelf, data);
      } catch (Crash.Happened expected) {
        died++;
      }
      if (!crash.happened()) {
        break;
      }
      try (OpenData data = lab.open();
          BucketShelf shelf = lab.shelf(data)) {
        assertThat(prepare(shelf, data)).hasSize(SCANS);
      }
      assertThat(lab.objects("prepared/")).containsAllEntriesOf(whole);
    }
    assertThat(died).isGreaterThan(5);
  }

  @Test
  void saysHowManyCannotBePreparedAndWhyTheFirstCannot() {
    lab.damage(IMAGE);

    assertThatThrownBy(
            () -> {
              try (OpenData data = lab.open();
                  BucketShelf shelf = lab.shelf(data)) {
                prepare(shelf, data);
              }
            })
        .isInstanceOfSatisfying(
            BadInputException.class,
            e ->
                assertThat(e.problem().what())
                    .startsWith("1 of 4 scans cannot be prepared; the first is sub-02_T2w: "));
    assertThat(lab.objects("prepared/").keySet().stream().filter(k -> k.endsWith(".bin")))
        .hasSize(SCANS - 1);
  }

  @Test
  void triesAgainWhatCouldNotBePreparedBefore() throws IOException {
    try (OpenData data = lab.open()) {
      PreparedKey key = new ScanPreparer(Lab.preparation(), data).key(Lab.scans(data).get(1));
      new PreparedObjects(lab.store)
          .fail(BucketShelf.place(key), new Problem("once", "It did not work.", "Wait."));

      try (BucketShelf shelf = lab.shelf(data)) {
        assertThat(prepare(shelf, data)).hasSize(SCANS);
      }
    }
    assertThat(lab.objects("prepared/")).hasSize(2 * SCANS);
  }

  @Test
  void makesAScanAgainWhoseVoxelsAreGone() throws IOException {
    Map<String, String> whole;
    try (OpenData data = lab.open();
        BucketShelf shelf = lab.shelf(data)) {
      prepare(shelf, data);
      whole = lab.objects("prepared/");
    }
    lab.store.remove(whole.keySet().stream().filter(k -> k.endsWith(".bin")).findFirst().get());

    try (OpenData data = lab.open();
        BucketShelf shelf = lab.shelf(data)) {
      prepare(shelf, data);
    }

    assertThat(lab.objects("prepared/")).isEqualTo(whole);
  }

  @Test
  void noticesAFileThatChangedMeanwhile() {
    try (OpenData data = lab.open()) {
      lab.damage(IMAGE);

      assertThatThrownBy(() -> prepare(lab.shelf(data), data))
          .isInstanceOfSatisfying(
              BadInputException.class,
              e -> assertThat(e.problem().code()).isEqualTo("object-changed"));
    }
  }

  @Test
  void stopsWhenItIsAskedTo() {
    try (OpenData data = lab.open()) {
      BucketShelf shelf = lab.shelf(lab.store, lab.outbox, data, lab.copies(), () -> true);

      assertThatThrownBy(() -> prepare(shelf, data)).isInstanceOf(SharedPreparation.Stopped.class);
    }
  }

  @Test
  void lendsScansFromABoundedDisk() throws IOException {
    ObjectCopies copies = lab.copies();
    try (OpenData data = lab.open();
        BucketShelf shelf = lab.shelf(lab.store, lab.outbox, data, copies, () -> false)) {
      List<PreparedFacts> facts = prepare(shelf, data);
      long one = facts.get(0).bytes();
      copies.limit(2 * one + 2000);

      for (int round = 0; round < 2; round++) {
        for (PreparedFacts each : facts) {
          try (Shelf.Lease lease = shelf.borrow(each.key())) {
            assertThat(lease.scan().facts()).isEqualTo(each);
            assertThat(Files.size(lease.scan().voxels())).isEqualTo(each.bytes());
          }
          assertThat(copies.bytes()).isLessThanOrEqualTo(2 * one + 2000);
        }
      }
    }
  }

  @Test
  void bringsWhatComesNextAhead() throws Exception {
    List<PreparedFacts> facts;
    try (OpenData data = lab.open();
        BucketShelf shelf = lab.shelf(data)) {
      facts = prepare(shelf, data);
    }
    ObjectCopies elsewhere = new ObjectCopies(lab.store, disk.resolve("elsewhere"), 1 << 24);
    try (OpenData data = lab.open();
        BucketShelf shelf = lab.shelf(lab.store, lab.outbox, data, elsewhere, () -> false)) {
      shelf.soon(facts.stream().map(PreparedFacts::key).toList());
      long all = facts.stream().mapToLong(PreparedFacts::bytes).sum();
      while (elsewhere.bytes() < all) {
        Thread.sleep(5);
      }
      lab.store.away(true);
      for (PreparedFacts each : facts) {
        shelf.borrow(each.key()).close();
      }
    }
  }

  @Test
  void namesPreparedScansAsTheLibraryDoes() {
    PreparedKey key = new PreparedKey("ab".repeat(32), "cd".repeat(32));

    assertThat(BucketShelf.place(key).voxels()).isEqualTo("prepared/" + key.voxels());
    assertThat(BucketShelf.place(key).facts()).isEqualTo("prepared/" + key.facts());
    ArtifactRef config = lab.configObject();
    assertThat(config.key()).startsWith("plans/");
  }
}
