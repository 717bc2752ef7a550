package scanmill.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.volumes.DataType;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.Orientation;
import scanmill.volumes.Volume;

class PhantomDatasetTest {

  @Test
  void isABidsFolderWithMasks(@TempDir Path root) throws IOException {
    new PhantomDataset(2, 1).with(PhantomContrast.T1W, PhantomContrast.T2W).write(root);

    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      files.filter(Files::isRegularFile).map(root::relativize).forEach(f -> names.add("" + f));
    }
    assertThat(names)
        .hasSize(3 + 2 * 2 * 4)
        .contains(
            "dataset_description.json",
            "participants.tsv",
            "derivatives/labels/dataset_description.json",
            "sub-01/anat/sub-01_T1w.nii.gz",
            "sub-01/anat/sub-01_T1w.json",
            "sub-02/anat/sub-02_T2w.nii.gz",
            "derivatives/labels/sub-01/anat/sub-01_T1w_seg-manual.nii.gz",
            "derivatives/labels/sub-02/anat/sub-02_T2w_gmseg-manual.nii.gz");
    assertThat(Files.readString(root.resolve("participants.tsv")))
        .startsWith("participant_id\tinstitution_id\tmanufacturer\tage\nsub-01\tnorth\tAurora\t")
        .contains("\nsub-02\tsouth\tCassowary\t");
  }

  @Test
  void storesWhatItHolds(@TempDir Path root) throws IOException {
    PhantomDataset.write(root, 3, 4);
    Phantom truth = new PhantomDataset(3, 4).scan(2, PhantomContrast.T1W);
    Path image = root.resolve("sub-03/anat/sub-03_T1w.nii.gz");

    Volume read = Nifti.readVolume(image);
    LabelMap mask =
        Nifti.readLabels(
            root.resolve("derivatives/labels/sub-03/anat/sub-03_T1w_seg-manual.nii.gz"));

    assertThat(Nifti.readHeader(image).dataType()).isEqualTo(DataType.INT16);
    assertThat(read.data()).isEqualTo(truth.image().data());
    assertThat(read.grid().alignedWith(truth.image().grid(), 1e-4)).isTrue();
    assertThat(mask.data()).isEqualTo(truth.cord().data());
    assertThat(mask.grid()).isEqualTo(read.grid());
    assertThat(read.grid().orientation().letters()).isEqualTo("LAS");
  }

  @Test
  void hasTheSameBytesEveryTime(@TempDir Path one, @TempDir Path two) throws IOException {
    PhantomDataset.write(one, 2, 9);
    PhantomDataset.write(two, 2, 9);

    assertThat(contents(one)).isEqualTo(contents(two)).isNotEmpty();
  }

  private static Map<String, List<Byte>> contents(Path root) throws IOException {
    Map<String, List<Byte>> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : Files.readAllBytes(file)) {
          bytes.add(b);
        }
        all.put("" + root.relativize(file), bytes);
      }
    }
    return all;
  }

  @Test
  void knowsPeopleItDoesNotHold() {
    PhantomDataset dataset = new PhantomDataset(4, 1);
    Phantom stranger = dataset.unseen(0, PhantomContrast.T1W);

    for (int n = 0; n < 4; n++) {
      LabelMap known = dataset.scan(n, PhantomContrast.T1W).tissues().reoriented(Orientation.RAS);
      assertThat(stranger.tissues().reoriented(Orientation.RAS).data()).isNotEqualTo(known.data());
    }
    assertThat(PhantomDataset.unseen(1).image().data()).isEqualTo(stranger.image().data());
  }
}
