package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NiftiRealScansTest {

  @Test
  void readsTheCordAndItsMaskOnOneGrid() throws IOException {
    Path folder = RealScans.require("cord/t2");
    Volume image = Nifti.readVolume(folder.resolve("t2.nii.gz"));
    LabelMap cord = Nifti.readLabels(folder.resolve("t2_seg-manual.nii.gz"));

    assertThat(image.shape()).isEqualTo(new GridShape(60, 55, 52));
    assertThat(image.grid().orientation().letters()).isEqualTo("PSR");
    assertThat(cord.grid().alignedWith(image.grid(), 0.01)).isTrue();
    assertThat(Arrays.stream(cord.data()).distinct().sorted()).containsExactly(0, 1);
    double inside = 0;
    double all = 0;
    int voxels = 0;
    for (int n = 0; n < cord.data().length; n++) {
      all += image.data()[n];
      inside += cord.data()[n] * image.data()[n];
      voxels += cord.data()[n];
    }
    assertThat(voxels).isGreaterThan(1000);
    assertThat(inside / voxels)
        .as("the cord is brighter than the mean on T2w")
        .isGreaterThan(all / cord.data().length);
  }

  @Test
  void readsTheLasScanThatIsATrap() throws IOException {
    Path path =
        RealScans.require("ivadomed-testing").resolve("sub-unf02/anat/sub-unf02_T2star.nii.gz");
    if (!Files.exists(path)) {
      try (Stream<Path> files = Files.walk(RealScans.require("ivadomed-testing"))) {
        path =
            files
                .filter(file -> file.getFileName().toString().equals("sub-unf02_T2star.nii.gz"))
                .findFirst()
                .orElseThrow();
      }
    }
    NiftiHeader header = Nifti.readHeader(path);

    assertThat(header.grid().orientation().letters()).isEqualTo("LAS");
    assertThat(header.dataType()).isEqualTo(DataType.INT16);
    assertThat(Nifti.readVolume(path).reoriented(Orientation.RAS).nonFiniteVoxels()).isZero();
  }

  @Test
  void readsEveryScanThereIsAndWritesItBackUnchanged(@TempDir Path folder) throws IOException {
    for (String name : List.of("cord", "ivadomed-testing")) {
      try (Stream<Path> files = Files.walk(RealScans.require(name))) {
        for (Path path : files.filter(f -> f.toString().endsWith(".nii.gz")).toList()) {
          if (path.endsWith("rgb_test_file.nii.gz")) {
            assertThatThrownBy(() -> Nifti.readVolume(path)).hasMessageContaining("RGB");
            continue;
          }
          NiftiHeader header = Nifti.readHeader(path);
          Volume volume = Nifti.readVolume(path);
          Path copy = folder.resolve("copy.nii.gz");

          Nifti.write(copy, volume, header);

          Volume read = Nifti.readVolume(copy);
          assertThat(read.data()).as("%s", path).isEqualTo(volume.data());
          assertThat(read.grid()).as("%s", path).isEqualTo(volume.grid());
          assertThat(Nifti.readHeader(copy).sformCode()).isEqualTo(header.sformCode());
        }
      }
    }
  }

  @Test
  void readsAnUpperCaseAndALowerCaseSuffixAlike(@TempDir Path folder) throws IOException {
    Path scan = RealScans.require("cord/t2s").resolve("t2s.nii.gz");
    Path copy = Files.copy(scan, folder.resolve("T2S.NII.GZ"));

    assertThat(Nifti.readVolume(copy).data()).isEqualTo(Nifti.readVolume(scan).data());
    assertThat(Nifti.readVolume(copy).grid().spacing().iMm()).isCloseTo(0.5, Offset.offset(0.1));
  }
}
