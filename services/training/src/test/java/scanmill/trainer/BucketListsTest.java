package scanmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.datasets.BidsScan;
import scanmill.datasets.DiskFiles;
import scanmill.datasets.ScanReader;
import scanmill.datasets.Split;
import scanmill.events.ArtifactRef;
import scanmill.problems.BadInputException;

/** Lists in the bucket name files beside and below themselves, and no others. */
class BucketListsTest {
  private static final String STEM = "sub-01/anat/sub-01_T2w";

  @TempDir Path disk;

  private static Config config(String list) {
    return Config.parse(
            "{\"loader_parameters\": {\"file_lists\": \""
                + list
                + "\", \"target_suffix\": [\"_seg-manual\"]}}",
            "config")
        .config();
  }

  private static byte[] list(String image) {
    return ("{\"training\": [{\"images\": [\""
            + image
            + "\"], \"labels\": [\"derivatives/labels/"
            + STEM
            + "_seg-manual.nii.gz\"]}]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private OpenData open(Lab lab, String list, boolean localAllowed) {
    return OpenData.of(
        config(list),
        new Datasets(lab.store, disk.resolve("skeletons"), 1 << 24, localAllowed),
        lab.store,
        DiskFiles.forgetful(),
        disk.resolve("opened"));
  }

  @Test
  void readsAListInTheBucketAndWhatItNames() throws IOException {
    Lab lab = new Lab(disk, 1);
    ArtifactRef unused = lab.store.put("datasets/phantoms/lists.json", list(STEM + ".nii.gz"));
    try (OpenData data = open(lab, "s3://scanmill/datasets/phantoms/lists.json", false)) {
      BidsScan scan = Split.of(data.config(), data.folders()).training().get(0);
      assertThat(data.inBucket()).isTrue();
      assertThat(data.key(scan.image())).contains("datasets/phantoms/" + STEM + ".nii.gz");
      assertThat(data.identity(scan.image())).isNotEmpty();
      Path local = data.local(scan.image());
      assertThat(Files.size(local)).isEqualTo(Files.size(disk.resolve("data/" + STEM + ".nii.gz")));
    }
  }

  @Test
  void readsNothingOfTheMachineForAListInTheBucket() throws IOException {
    Lab lab = new Lab(disk, 1);
    Path secret = disk.resolve("data/" + STEM + ".nii.gz").toAbsolutePath();
    ArtifactRef unused = lab.store.put("datasets/phantoms/lists.json", list(secret.toString()));
    try (OpenData data = open(lab, "s3://scanmill/datasets/phantoms/lists.json", false)) {
      BidsScan scan = Split.of(data.config(), data.folders()).training().get(0);
      for (Path file : new Path[] {scan.image(), Path.of("/etc/hostname")}) {
        assertThatThrownBy(() -> data.identity(file))
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining("Required files in the folder of the list that names them")
            .hasMessageContaining("[dataset-place]");
        assertThatThrownBy(() -> data.local(file)).hasMessageContaining("[dataset-place]");
      }
    }
  }

  @Test
  void readsAListOnTheDiskWhereThatIsAllowed() throws IOException {
    Lab lab = new Lab(disk, 1);
    Path lists = Files.write(disk.resolve("data/lists.json"), list(STEM + ".nii.gz"));
    String place = lists.toAbsolutePath().toString();
    try (OpenData data = open(lab, place, true)) {
      BidsScan scan = Split.of(data.config(), data.folders()).training().get(0);
      assertThat(data.inBucket()).isFalse();
      assertThat(data.local(scan.image())).isEqualTo(scan.image());
      assertThat(ScanReader.read(scan).truth()).isPresent();
    }
    assertThatThrownBy(() -> open(lab, place, false)).hasMessageContaining("[dataset-place]");
  }
}
