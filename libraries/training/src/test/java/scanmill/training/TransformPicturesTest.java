package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;
import scanmill.testsupport.PhantomDataset;

class TransformPicturesTest {
  @TempDir Path folder;

  @BeforeEach
  void scanSomebody() throws IOException {
    PhantomDataset.writeImage(folder.resolve("sub-01_T1w.nii.gz"), PhantomDataset.unseen(1));
  }

  @Test
  void showsSlicesAfterOneTransformMoreEachTime() throws IOException {
    List<Path> files =
        pictures(
            """
            {"transformation": {
              "CenterCrop": {"size": [16, 16]},
              "RandomReverse": {"dataset_type": ["training"]},
              "DilateGT": {"dilation_factor": 0, "dataset_type": ["testing"]},
              "NormalizeInstance": {}}}
            """,
            2);

    assertThat(files)
        .hasSize(6)
        .allMatch(Files::isRegularFile)
        .extracting(file -> file.getFileName().toString().replaceAll("\\d+", "N"))
        .startsWith(
            "CenterCrop_sliceN.png",
            "CenterCrop_RandomReverse_sliceN.png",
            "CenterCrop_RandomReverse_NormalizeInstance_sliceN.png");
    BufferedImage cropped = ImageIO.read(files.get(0).toFile());
    // a crop of 16 pixels is enlarged to 256, beside the whole slice and a gap
    assertThat(cropped.getWidth()).isGreaterThan(256 + 8);
    assertThat(Files.readAllBytes(files.get(0))).isNotEqualTo(Files.readAllBytes(files.get(3)));
  }

  @Test
  void needsSomethingToShow() {
    assertThatThrownBy(() -> pictures("{}", 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[transforms-none]");
  }

  private List<Path> pictures(String json, int slices) throws IOException {
    return TransformPictures.write(
        Config.parse(json, "test").config(),
        folder.resolve("sub-01_T1w.nii.gz"),
        Optional.empty(),
        slices,
        folder.resolve("pictures"));
  }
}
