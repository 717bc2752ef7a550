package scanmill.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.models.ModelPackage;
import scanmill.problems.BadInputException;

class ModelArchiveTest {
  @TempDir Path folder;

  private Path zip(String name, byte[] bytes) throws IOException {
    Path zip = folder.resolve("model.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      packed.putNextEntry(new ZipEntry(name));
      packed.write(bytes);
      packed.closeEntry();
    }
    return zip;
  }

  private void assertRefused(Path zip, String found) {
    assertThatThrownBy(() -> ModelImport.of(zip, Optional.empty(), folder.resolve("out")))
        .isInstanceOfSatisfying(
            BadInputException.class, e -> assertThat(e.problem().code()).isEqualTo("model-archive"))
        .hasMessageContaining(found);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void refusesNamesThatLeadOutOfTheFolder() throws IOException {
    for (String name :
        List.of(
            "../evil.json", "a/../../evil.json", "/etc/evil", "a\\..\\b", "a/./b", "..", "C:x")) {
      assertRefused(zip(name, new byte[1]), "leads out of its folder");
    }
    assertThat(folder.resolve("evil.json")).doesNotExist();
  }

  @Test
  void refusesABombBeforeTheDiskIsFull() throws IOException {
    assertRefused(zip("x.onnx", new byte[40 << 20]), "unfolds to far more");
  }

  @Test
  void refusesAnArchiveThatIsBrokenOrEmpty() throws IOException {
    Path zip = zip("cord/cord.json", new byte[3000]);
    byte[] half = java.util.Arrays.copyOf(Files.readAllBytes(zip), 45);
    Files.write(zip, half);

    assertThatThrownBy(() -> ModelImport.of(zip, Optional.empty(), folder.resolve("out")))
        .isInstanceOf(Exception.class);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void readsAZipWithTheFolderOfAModel() throws IOException {
    ModelPackage model = SmallModel.write(folder.resolve("made"), "cord", SmallModel.FLAT, 3);
    Path zip = folder.resolve("download.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      for (Path file : model.files()) {
        packed.putNextEntry(new ZipEntry("cord/" + file.getFileName()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }

    ModelPackage back = ModelImport.of(zip, Optional.empty(), folder.resolve("out")).model();

    assertThat(back.name()).isEqualTo("cord");
    assertThat(back.digest()).isEqualTo(model.digest());
  }
}
