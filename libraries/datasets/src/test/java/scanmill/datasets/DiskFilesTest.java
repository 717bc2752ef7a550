package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFilesTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void namesAContentByItsDigest() throws IOException {
    Path file = Files.writeString(folder.resolve("a.nii"), "abc");
    assertThat(DiskFiles.forgetful().identity(file)).isEqualTo(ABC);
    assertThat(DiskFiles.forgetful().local(file)).isEqualTo(file);
    assertThatThrownBy(() -> DiskFiles.forgetful().identity(folder.resolve("b.nii")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void doesNotRememberAFileThatChangedJustNow() throws IOException {
    Path file = Files.writeString(folder.resolve("a.nii"), "abc");
    DiskFiles.remembering(journal()).identity(file);
    assertThat(journal()).doesNotExist();
  }

  @Test
  void readsARememberedFileOnlyOnce() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("a.nii"), "abc");
    Thread.sleep(3100); // the change must lie in the past
    assertThat(DiskFiles.remembering(journal()).identity(file)).isEqualTo(ABC);
    assertThat(journal()).hasSize(Files.readString(journal()).length()).content().contains(ABC);

    // What the journal says is believed: here something else.
    String other = "0".repeat(64);
    Files.writeString(journal(), Files.readString(journal()).replace(ABC, other));
    assertThat(DiskFiles.remembering(journal()).identity(file)).isEqualTo(other);

    // Another content is noticed, although size and time of modification are as before.
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "abd");
    Files.setLastModifiedTime(file, before);
    assertThat(DiskFiles.remembering(journal()).identity(file)).startsWith("a52d159f262b2c6d");
  }

  @Test
  void goesOnWithAJournalThatAKillHasCutOff() throws IOException {
    Path file = Files.writeString(folder.resolve("a.nii"), "abc");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    Files.write(
        journal(),
        List.of(
            "x\ty", "\u0000\u0000", "e".repeat(64) + "\t3\t9\t" + "8".repeat(70) + "\t" + file));
    Files.writeString(journal(), ABC + "\t3\t12", StandardOpenOption.APPEND);
    assertThat(DiskFiles.remembering(journal()).identity(file)).isEqualTo(ABC);
    Files.write(journal(), new byte[] {(byte) 0xff, (byte) 0xfe, 9, 9});
    assertThat(DiskFiles.remembering(journal()).identity(file)).isEqualTo(ABC);
  }

  private Path journal() {
    return folder.resolve("digests.tsv");
  }
}
