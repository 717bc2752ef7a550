package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.BatchLoader;
import scanmill.datasets.BidsIndex;
import scanmill.datasets.BidsScan;
import scanmill.datasets.DiskFiles;
import scanmill.datasets.EpochOrder;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.SampleIndex;
import scanmill.datasets.Shelf;
import scanmill.datasets.SourceFiles;
import scanmill.problems.BadInputException;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;
import scanmill.volumes.Nifti;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

class FolderShelfTest {
  private static final int SCANS = 6;

  private static final String CONFIG =
      """
      {"loader_parameters": {"target_suffix": ["_seg-manual"],
         "contrast_params": {"training_validation": ["T2w"], "testing": ["T2w"]}},
       "transformation": {"Resample": {"hspace": 0.9, "wspace": 0.9, "dspace": 1},
         "CenterCrop": {"size": [32, 32]}, "NormalizeInstance": {}}}""";

  @TempDir static Path phantoms;
  @TempDir Path folder;
  private Path data = phantoms;

  @BeforeAll
  static void scanPhantoms() throws IOException {
    new PhantomDataset(SCANS, 1, List.of(PhantomContrast.T2W), new GridShape(40, 40, 6))
        .write(phantoms);
  }

  @BeforeEach
  void takeACopyOfTheDataset() throws IOException {
    data = folder.resolve("data");
    try (Stream<Path> files = Files.walk(phantoms)) {
      for (Path file : files.toList()) {
        Files.copy(file, data.resolve(phantoms.relativize(file)));
      }
    }
  }

  @Test
  void preparesTheSameBytesWhateverTheNumberOfWorkers() throws IOException {
    List<PreparedFacts> alone = prepare("one", 1 << 30, 1);
    assertThat(prepare("four", 1 << 30, 4)).isEqualTo(alone);
    assertThat(alone).hasSize(SCANS);
    assertThat(content("four")).isEqualTo(content("one"));
  }

  @Test
  void doesNotMakeAgainWhatIsThereAndWhole() throws IOException {
    prepare("shelf", 1 << 30, 2);
    List<Object> before = identities("shelf");
    prepare("shelf", 1 << 30, 2);
    assertThat(identities("shelf")).isEqualTo(before);
  }

  /** A file that is written anew is another file under the same name. */
  private List<Object> identities(String name) throws IOException {
    List<Object> identities = new ArrayList<>();
    for (Path file : files(name)) {
      identities.add(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }
    return identities;
  }

  @Test
  void goesOnWhereAKillCutItShort() throws IOException {
    Map<String, List<Byte>> whole = wholeAfter("undisturbed");
    prepare("killed", 1 << 30, 2);
    List<Path> voxels =
        files("killed").stream().filter(f -> f.toString().endsWith(".bin")).toList();
    List<Path> facts =
        files("killed").stream().filter(f -> f.toString().endsWith(".json")).toList();
    Files.write(voxels.get(0), new byte[100]); // cut short, though its facts are there
    Files.delete(facts.get(1)); // killed between voxels and facts
    Files.writeString(facts.get(2), "{\"format\": \"scanmill-prep");
    Path left = voxels.get(0).resolveSibling("0123.bin.abc.part");
    Files.write(left, new byte[50]);
    Files.setLastModifiedTime(left, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

    prepare("killed", 1 << 30, 2);
    assertThat(content("killed")).isEqualTo(whole);
  }

  private Map<String, List<Byte>> wholeAfter(String shelf) throws IOException {
    prepare(shelf, 1 << 30, 1);
    return content(shelf);
  }

  @Test
  void keepsWithinItsBytesAndMakesAgainWhatHadToGo() throws IOException {
    List<PreparedFacts> facts = prepare("large", 1 << 30, 2);
    long scan = facts.get(0).bytes();
    long most = 2 * scan + scan / 2;
    try (FolderShelf shelf = shelf("small", most, 2)) {
      assertThat(shelf.prepare(plan(), scans(), (done, of) -> {})).isEqualTo(facts);
      assertThat(bytes("small")).isLessThanOrEqualTo(most);
      for (int round = 0; round < 2; round++) {
        for (PreparedFacts each : facts) {
          Window all = Window.all(each.grid().shape());
          try (Shelf.Lease lease = shelf.borrow(each.key())) {
            assertThat(lease.scan().cut(all, 0).channels().get(0).data()).hasSize(32 * 32 * 6);
            assertThat(bytes("small")).isLessThanOrEqualTo(most);
          }
        }
      }
    }
    assertThat(content("small").keySet()).isSubsetOf(content("large").keySet());
    prepare("large", most, 2); // all is there, and too much
    assertThat(bytes("large")).isLessThanOrEqualTo(most);
  }

  @Test
  void neverTakesAwayWhatIsLent() throws IOException {
    List<PreparedFacts> facts = prepare("large", 1 << 30, 2);
    try (FolderShelf shelf = shelf("small", facts.get(0).bytes(), 1)) {
      shelf.prepare(plan(), scans(), (done, of) -> {});
      try (Shelf.Lease first = shelf.borrow(facts.get(0).key());
          Shelf.Lease second = shelf.borrow(facts.get(1).key())) {
        assertThat(first.scan().voxels()).isRegularFile();
        assertThat(second.scan().voxels()).isRegularFile();
      }
    }
  }

  @Test
  void bringsWhatIsWantedSoon() throws Exception {
    List<PreparedFacts> facts = prepare("shelf", 1 << 30, 2);
    try (FolderShelf shelf = shelf("shelf", 1 << 30, 2)) {
      shelf.prepare(plan(), scans(), (done, of) -> {});
      Path voxels = folder.resolve("shelf").resolve(facts.get(3).key().voxels());
      Files.delete(voxels);
      shelf.soon(List.of(facts.get(3).key()));
      for (int n = 0; n < 200 && !Files.exists(voxels); n++) {
        Thread.sleep(50);
      }
      assertThat(voxels).isRegularFile();
    }
  }

  @Test
  void makesNoScanTwiceInAnEpochWhoseGroupsFit() throws IOException {
    long scan = prepare("large", 1 << 30, 2).get(0).bytes();
    AtomicInteger read = new AtomicInteger();
    DiskFiles disk = DiskFiles.forgetful();
    SourceFiles counting =
        new SourceFiles() {
          @Override
          public String identity(Path file) throws IOException {
            return disk.identity(file);
          }

          @Override
          public Path local(Path file) {
            read.incrementAndGet();
            return file;
          }
        };
    LearningPlan plan = LearningPlan.of(Config.parse(CONFIG, "config").config());
    try (FolderShelf shelf = new FolderShelf(folder.resolve("small"), counting, 2 * scan, 1)) {
      List<PreparedFacts> facts = shelf.prepare(plan(), scans(), (done, of) -> {});
      assertThat(read.get()).isEqualTo(2 * SCANS); // an image and a label each
      SampleIndex index = SampleIndex.of(scans(), facts, List.of(), plan.rules(Phase.TRAINING));
      EpochOrder order =
          new EpochOrder(index, EpochOrder.Kind.SHUFFLED, Optional.empty(), 6, scan, 6);
      try (BatchLoader loader =
          new BatchLoader(order, plan.batches(Phase.TRAINING, shelf), shelf, 1)) {
        for (int epoch = 1; epoch <= 3; epoch++) {
          read.set(0);
          loader.epoch(epoch).forEachRemaining(batch -> {});
          assertThat(read.get()).isLessThanOrEqualTo(2 * SCANS);
        }
      }
    }
  }

  @Test
  void noticesAFileThatChanged() throws IOException {
    List<PreparedFacts> before = prepare("shelf", 1 << 30, 2);
    BidsScan first = scans().get(0);
    try (FolderShelf shelf = shelf("shelf", 1 << 30, 2)) {
      shelf.prepare(plan(), scans(), (done, of) -> {});
      Volume image = Nifti.readVolume(first.image());
      float[] brighter = image.data().clone();
      brighter[0] += 1;
      Nifti.write(first.image(), new Volume(image.grid(), brighter));
      Files.delete(folder.resolve("shelf").resolve(before.get(0).key().voxels()));
      assertThatThrownBy(() -> shelf.borrow(before.get(0).key()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("[dataset-changed]");
    }
    List<PreparedFacts> after = prepare("shelf", 1 << 30, 2);
    assertThat(after.get(0).key()).isNotEqualTo(before.get(0).key());
    assertThat(after.subList(1, SCANS)).isEqualTo(before.subList(1, SCANS));
  }

  @Test
  void tellsWhichFileIsAtFault() throws IOException {
    Files.writeString(scans().get(2).image(), "no image");
    assertThatThrownBy(() -> prepare("shelf", 1 << 30, 2)).isInstanceOf(BadInputException.class);
  }

  @Test
  void sharesScansBetweenPhasesAndConfigurationsThatPrepareAlike() throws IOException {
    PreparationPlan plan = plan();
    Config other =
        Config.parse(CONFIG.replace("\"NormalizeInstance\": {}", "\"RandomReverse\": {}"), "c")
            .config();
    assertThat(PreparationPlan.of(other, Phase.VALIDATION).digest()).isEqualTo(plan.digest());
    Config finer = Config.parse(CONFIG.replace("0.9", "0.8"), "c").config();
    assertThat(PreparationPlan.of(finer, Phase.TRAINING).digest()).isNotEqualTo(plan.digest());
    Config late =
        Config.parse(
                CONFIG.replace("[32, 32]}", "[32, 32], \"dataset_type\": [\"training\"]}"), "c")
            .config();
    assertThat(PreparationPlan.of(late, Phase.TRAINING).digest()).isEqualTo(plan.digest());
    assertThat(PreparationPlan.of(late, Phase.TESTING).digest()).isNotEqualTo(plan.digest());
  }

  private List<PreparedFacts> prepare(String name, long most, int workers) throws IOException {
    List<Integer> told = new ArrayList<>();
    try (FolderShelf shelf = shelf(name, most, workers)) {
      List<PreparedFacts> facts = shelf.prepare(plan(), scans(), (done, of) -> told.add(done));
      assertThat(told).containsExactly(1, 2, 3, 4, 5, 6);
      return facts;
    }
  }

  private FolderShelf shelf(String name, long most, int workers) throws IOException {
    return new FolderShelf(folder.resolve(name), DiskFiles.forgetful(), most, workers);
  }

  private static PreparationPlan plan() {
    return PreparationPlan.of(Config.parse(CONFIG, "config").config(), Phase.TRAINING);
  }

  private List<BidsScan> scans() {
    return BidsIndex.of(List.of(data), Config.parse(CONFIG, "config").config().loaderParameters())
        .scans();
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve(name))) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("plan.json"))
          .sorted()
          .toList();
    }
  }

  private long bytes(String name) throws IOException {
    long bytes = 0;
    for (Path file : files(name)) {
      bytes += file.toString().endsWith(".bin") ? Files.size(file) : 0;
    }
    return bytes;
  }

  /** Every file with its bytes, by name. */
  private Map<String, List<Byte>> content(String name) throws IOException {
    Map<String, List<Byte>> content = new TreeMap<>();
    for (Path file : files(name)) {
      List<Byte> bytes = new ArrayList<>();
      for (byte each : Files.readAllBytes(file)) {
        bytes.add(each);
      }
      content.put(folder.resolve(name).relativize(file).toString(), bytes);
    }
    return content;
  }
}
