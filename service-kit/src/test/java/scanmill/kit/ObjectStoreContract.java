package scanmill.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.events.ArtifactRef;
import scanmill.events.ObjectLocation;
import scanmill.problems.BadInputException;

/** What every {@link ObjectStore} does. Each test uses keys of its own. */
interface ObjectStoreContract {

  ObjectStore store();

  /** Puts bytes as another tool would: without a digest. */
  void dropWithAnotherTool(String key, byte[] bytes) throws Exception;

  @Test
  default void saysWhatWasPut() {
    ArtifactRef abc = store().put("facts/abc.txt", "abc".getBytes(UTF_8));

    // FIPS 180-2, appendix B.1
    assertThat(abc)
        .isEqualTo(
            new ArtifactRef(
                store().bucket(),
                "facts/abc.txt",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                3));
    StoredObject found = store().find("facts/abc.txt").orElseThrow();
    assertThat(found.artifact()).contains(abc);
    assertThat(found.etag()).isNotEmpty().doesNotContain("\"");
    assertThat(found.lastModified()).isAfter(java.time.Instant.parse("2020-01-01T00:00:00Z"));
  }

  @Test
  default void givesBackWhatWasPut() throws IOException {
    ArtifactRef artifact = store().put("back/a b+ü.bin", new byte[] {1, 2, 3});

    assertThat(store().read("back/a b+ü.bin")).containsExactly(1, 2, 3);
    assertThat(store().read(artifact)).containsExactly(1, 2, 3);
    try (InputStream in = store().open(artifact)) {
      assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
    }
  }

  @Test
  default void holdsAnEmptyObject() {
    ArtifactRef empty = store().put("empty", new byte[0]);

    assertThat(empty.size()).isZero();
    assertThat(store().read(empty)).isEmpty();
  }

  @Test
  default void putsAFileAndAStreamAsItPutsBytes(@TempDir Path folder) throws IOException {
    byte[] bytes = new byte[6 << 20]; // more than one part of a multipart upload
    new Random(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("f"), bytes);

    ArtifactRef fromFile = store().put("same/file", file);
    ArtifactRef fromStream = store().put("same/stream", new ByteArrayInputStream(bytes));

    assertThat(fromFile.sha256()).isEqualTo(Digests.hex(bytes)).isEqualTo(fromStream.sha256());
    Path back = folder.resolve("back");
    store().download(fromStream, back);
    assertThat(back).hasBinaryContent(bytes);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  default void changesNothingWhenTheSameBytesArePutAgain() throws InterruptedException {
    store().put("twice", "abc".getBytes(UTF_8));
    StoredObject before = store().find("twice").orElseThrow();
    Thread.sleep(1100); // S3 times have seconds

    store().put("twice", "abc".getBytes(UTF_8));

    assertThat(store().find("twice")).contains(before);
  }

  @Test
  default void replacesOtherBytes() {
    store().put("other", "abc".getBytes(UTF_8));
    ArtifactRef second = store().put("other", "abd".getBytes(UTF_8));

    assertThat(store().read(second)).isEqualTo("abd".getBytes(UTF_8));
  }

  @Test
  default void refusesAnObjectThatIsNotWhatItsReferenceSays(@TempDir Path folder) {
    ArtifactRef first = store().put("changed", "abc".getBytes(UTF_8));
    store().put("changed", "abd".getBytes(UTF_8));
    Path file = folder.resolve("f");

    assertThatThrownBy(() -> store().read(first)).satisfies(code("object-changed"));
    assertThatThrownBy(() -> store().download(first, file)).satisfies(code("object-changed"));
    assertThat(file).doesNotExist();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  default void refusesAnObjectOfAnotherSize() {
    ArtifactRef abc = store().put("size", "abc".getBytes(UTF_8));
    store().put("size", "ab".getBytes(UTF_8));
    assertThatThrownBy(() -> store().read(abc)).satisfies(code("object-changed"));
    store().put("size", "abcd".getBytes(UTF_8));
    assertThatThrownBy(() -> store().read(abc)).satisfies(code("object-changed"));
  }

  @Test
  default void saysThatAnObjectIsNotThere(@TempDir Path folder) {
    ArtifactRef nothing = new ArtifactRef(store().bucket(), "no/such", "0".repeat(64), 1);

    assertThat(store().find("no/such")).isEmpty();
    assertThatThrownBy(() -> store().read("no/such")).satisfies(code("object-missing"));
    assertThatThrownBy(() -> store().open(nothing)).satisfies(code("object-missing"));
    assertThatThrownBy(() -> store().download(nothing, folder.resolve("f")))
        .satisfies(code("object-missing"));
  }

  @Test
  default void knowsNoDigestOfWhatAnotherToolPut(@TempDir Path folder) throws Exception {
    dropWithAnotherTool("incoming/by hand.nii.gz", "abc".getBytes(UTF_8));

    assertThat(store().find("incoming/by hand.nii.gz").orElseThrow().artifact()).isEmpty();
    ArtifactRef read =
        store().download(ObjectLocation.of("incoming/by hand.nii.gz"), folder.resolve("f"));
    assertThat(read.sha256()).startsWith("ba7816bf").hasSize(64);
    assertThat(read.size()).isEqualTo(3);
    // Put with a digest, the same bytes are no repetition.
    store().put("incoming/by hand.nii.gz", "abc".getBytes(UTF_8));
    assertThat(store().find("incoming/by hand.nii.gz").orElseThrow().artifact()).contains(read);
  }

  @Test
  default void readsNoBucketThatIsNotListed() {
    ObjectLocation elsewhere = new ObjectLocation(Optional.of("elsewhere"), "a");
    ArtifactRef artifact = new ArtifactRef("elsewhere", "a", "0".repeat(64), 1);

    assertThatThrownBy(() -> store().find(elsewhere)).satisfies(code("bucket-not-readable"));
    assertThatThrownBy(() -> store().open(artifact)).satisfies(code("bucket-not-readable"));
  }

  @Test
  default void putsOnlyWhereNothingLies() {
    assertThat(store().putIfAbsent("once", new byte[] {1})).isTrue();
    assertThat(store().putIfAbsent("once", new byte[] {2})).isFalse();
    assertThat(store().read("once")).containsExactly(1);
    assertThat(store().find("once").orElseThrow().sha256()).isPresent();
  }

  @Test
  default void letsExactlyOneOfManyWin() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> racers = new ArrayList<>();
      for (byte i = 0; i < 8; i++) {
        byte[] own = {i};
        racers.add(() -> store().putIfAbsent("race", own));
      }
      int winners = 0;
      for (Future<Boolean> racer : threads.invokeAll(racers)) {
        winners += racer.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  default void replacesOnlyWhatItKnows() {
    store().put("known", new byte[] {1});
    String etag = store().find("known").orElseThrow().etag();

    assertThat(store().replaceIfMatch("known", new byte[] {2}, etag)).isTrue();
    assertThat(store().replaceIfMatch("known", new byte[] {3}, etag)).isFalse();
    assertThat(store().read("known")).containsExactly(2);
    assertThat(store().replaceIfMatch("unknown", new byte[] {3}, etag)).isFalse();
    assertThat(store().find("unknown")).isEmpty();
  }

  @Test
  default void listsInTheOrderOfKeys() {
    for (String key : List.of("list/b/2", "list/a", "list/b/1", "list/B", "listless")) {
      store().put(key, new byte[] {1});
    }

    try (Stream<StoredObject> objects = store().list("list/")) {
      assertThat(objects.map(StoredObject::key))
          .containsExactly("list/B", "list/a", "list/b/1", "list/b/2");
    }
    assertThat(store().children("list/")).containsExactly("B", "a", "b");
    try (Stream<StoredObject> objects = store().list("nothing/")) {
      assertThat(objects).isEmpty();
    }
  }

  @Test
  default void removes() {
    store().put("gone", new byte[] {1});
    store().remove("gone");
    store().remove("gone");

    assertThat(store().find("gone")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "a//b",
        "a/",
        "../a",
        "a/../b",
        "a/..",
        "./a",
        "a\\b",
        "a\u0000b",
        "a\nb",
        "a\u202Eb",
        "a\uD800b"
      })
  default void refusesKeysThatMeanSomethingElse(String key) {
    assertThatThrownBy(() -> store().put(key, new byte[0])).satisfies(code("object-key-invalid"));
    assertThatThrownBy(() -> store().find(key)).satisfies(code("object-key-invalid"));
    assertThatThrownBy(() -> store().open(key)).satisfies(code("object-key-invalid"));
    assertThatThrownBy(() -> store().remove(key)).satisfies(code("object-key-invalid"));
  }

  @Test
  default void answers() {
    assertThat(store().reachable()).isTrue();
  }

  private static org.assertj.core.api.ThrowingConsumer<Throwable> code(String code) {
    return failure -> {
      assertThat(failure).isInstanceOf(BadInputException.class);
      assertThat(((BadInputException) failure).problem().code()).isEqualTo(code);
    };
  }
}
