package scanmill.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedFolderTest {
  private static final int KILO = 1024;
  private final AtomicInteger brought = new AtomicInteger();
  private final Path disk;

  BoundedFolderTest(@TempDir Path disk) {
    this.disk = disk;
  }

  @Test
  void bringsAnEntryOnceAndKeepsItForTheNextProcess() throws IOException {
    BoundedFolder folder = new BoundedFolder(disk, 10 * KILO);
    try (BoundedFolder.Lent lent = lend(folder, "a")) {
      assertThat(Files.size(lent.path())).isEqualTo(3 * KILO);
    }
    lend(folder, "a").close();
    lend(new BoundedFolder(disk, 10 * KILO), "a").close();

    assertThat(brought).hasValue(1);
  }

  @Test
  void removesWhatWasNotUsedForLongest() {
    BoundedFolder folder = new BoundedFolder(disk, 10 * KILO);
    lend(folder, "a").close();
    lend(folder, "b").close();
    lend(folder, "c").close();
    lend(folder, "a").close();
    lend(folder, "d").close(); // the fourth does not fit

    assertThat(List.of("a", "b", "c", "d")).filteredOn(folder::has).containsExactly("a", "c", "d");
    assertThat(folder.bytes()).isLessThanOrEqualTo(10 * KILO);
    assertThat(disk.resolve("b")).doesNotExist();
  }

  @Test
  void makesRoomBeforeAnEntryOfKnownSizeComes() {
    BoundedFolder folder = new BoundedFolder(disk, 10 * KILO);
    lend(folder, "a").close();
    lend(folder, "b").close();
    lend(folder, "c").close();

    folder
        .lend(
            "d",
            9 * KILO,
            place -> {
              assertThat(folder.bytes()).isZero();
              Files.write(place, new byte[9 * KILO]);
            })
        .close();

    assertThat(folder.has("d")).isTrue();
  }

  @Test
  void keepsWhatIsLentUntilItIsGivenBack() {
    BoundedFolder folder = new BoundedFolder(disk, 4 * KILO);
    BoundedFolder.Lent first = lend(folder, "a");
    lend(folder, "b").close();
    assertThat(first.path()).exists();

    BoundedFolder.Lent second = lend(folder, "c");
    first.close();

    assertThat(folder.has("a")).isFalse();
    assertThat(second.path()).exists();
    assertThat(folder.bytes()).isLessThanOrEqualTo(4 * KILO);
  }

  @Test
  void leavesNothingOfWhatBrokeOffAndTriesAgain() throws IOException {
    BoundedFolder folder = new BoundedFolder(disk, 10 * KILO);
    assertThatThrownBy(
            () ->
                folder.lend(
                    "a",
                    0,
                    place -> {
                      Files.createDirectory(place);
                      Files.write(place.resolve("half"), new byte[KILO]);
                      throw new IOException("the bucket went away");
                    }))
        .isInstanceOf(UncheckedIOException.class);

    try (Stream<Path> left = Files.list(disk)) {
      assertThat(left).isEmpty();
    }
    assertThat(folder.has("a")).isFalse();
    lend(folder, "a").close();
    assertThat(folder.has("a")).isTrue();
  }

  @Test
  void countsAndShrinksWhatAnEarlierProcessLeft() throws IOException {
    for (String name : List.of("old", "older", "new")) {
      Files.write(disk.resolve(name), new byte[3 * KILO]);
    }
    Files.setLastModifiedTime(disk.resolve("older"), ago(Duration.ofDays(3)));
    Files.setLastModifiedTime(disk.resolve("old"), ago(Duration.ofDays(2)));
    Files.createDirectory(disk.resolve("coming-1"));
    Files.write(disk.resolve("coming-1/half"), new byte[KILO]);
    Files.setLastModifiedTime(disk.resolve("coming-1"), ago(Duration.ofHours(2)));

    BoundedFolder folder = new BoundedFolder(disk, 7 * KILO);

    assertThat(List.of("older", "old", "new"))
        .filteredOn(folder::has)
        .containsExactly("old", "new");
    assertThat(disk.resolve("coming-1")).doesNotExist();
  }

  @Test
  void bringsWhatAnotherProcessRemoved() {
    BoundedFolder folder = new BoundedFolder(disk, 10 * KILO);
    lend(folder, "a").close();
    Folders.remove(disk.resolve("a"));

    lend(folder, "a").close();

    assertThat(brought).hasValue(2);
    assertThat(folder.bytes()).isLessThan(4 * KILO);
  }

  @Test
  void servesManyThreadsAndBringsEachEntryOnce() throws Exception {
    BoundedFolder folder = new BoundedFolder(disk, 100 * KILO);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all =
          IntStream.range(0, 200)
              .<Future<?>>mapToObj(n -> threads.submit(() -> lend(folder, "e" + n % 10).close()))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(brought).hasValue(10);
  }

  private static FileTime ago(Duration time) {
    return FileTime.from(Instant.now().minus(time));
  }

  private BoundedFolder.Lent lend(BoundedFolder folder, String name) {
    return folder.lend(
        name,
        0,
        place -> {
          brought.incrementAndGet();
          Files.write(place, new byte[3 * KILO]);
        });
  }
}
