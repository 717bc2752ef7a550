package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static scanmill.datasets.BidsFolder.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many files, by their names alone: memory grows by what is used, and by little for each. */
class LargeIndexTest {
  private static final int SUBJECTS = 1000;

  @TempDir Path folder;

  @Test
  void indexesFiveThousandFilesInLittleMemory() throws IOException {
    StringBuilder sidecar = new StringBuilder("{\"EchoTime\": 0.1");
    for (int key = 0; key < 60; key++) {
      sidecar.append(", \"Key").append(key).append("\": \"value ").append(key).append('"');
    }
    Files.writeString(folder.resolve("T1w.json"), sidecar.append('}'));
    StringBuilder participants = new StringBuilder("participant_id\tage\n");
    for (int n = 0; n < SUBJECTS; n++) {
      String subject = "sub-" + n;
      participants.append(subject).append('\t').append(n % 90).append('\n');
      Path anat = Files.createDirectories(folder.resolve(subject).resolve("anat"));
      Path labels = Files.createDirectories(folder.resolve("derivatives/labels").resolve(subject));
      for (String contrast : new String[] {"T1w", "T2w", "PDw"}) {
        Files.createFile(anat.resolve(subject + "_" + contrast + ".nii.gz"));
      }
      Files.createFile(labels.resolve(subject + "_T1w_seg.nii.gz"));
      Files.createFile(labels.resolve(subject + "_T2w_seg.nii.gz"));
    }
    Files.writeString(folder.resolve("participants.tsv"), participants);
    long before = used();
    BidsIndex index =
        new BidsFolder(folder)
            .index(
                loader(
                    "'target_suffix': ['_seg'], 'contrast_params':"
                        + " {'training_validation': ['T1w'], 'testing': ['T1w']}"));
    long bytes = used() - before;
    assertThat(index.scans()).hasSize(SUBJECTS);
    assertThat(index.scans().get(17).metadata()).hasSize(68).containsEntry("Key59", "value 59");
    assertThat(index.table().rows()).hasSize(2 * SUBJECTS);
    assertThat(bytes / SUBJECTS).as("bytes of a scan with its label").isLessThan(6000);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int n = 0; n < 3; n++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
