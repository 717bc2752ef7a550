package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static scanmill.datasets.BidsFolder.loader;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.ids.ScanId;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.testsupport.RealData;
import scanmill.transforms.Sample;
import scanmill.transforms.Transform;
import scanmill.transforms.Transforms;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;

/** Scans that are pictures, read with what their sidecars say. */
class PictureScansTest {
  @TempDir Path folder;

  /** Resampling to the sizes that ivadomed's own tests name gives the shapes that they name. */
  @ParameterizedTest
  @CsvSource({
    "sub-rat3_ses-01_sample-data9_SEM.png, 756, 764, 0.0001, 0.0002, 1512, 382",
    "sub-rat2_sample-data5_SEM.png, 725, 725, 0.000093, 0.000093, 725, 725",
    "sub-rat3_ses-02_sample-data11_run-1_SEM.png, 839, 769, 0.0001, 0.0001, 839, 769",
    "sub-rat3_ses-02_sample-data10_SEM.png, 758, 737, 0.0001, 0.0001, 758, 737"
  })
  void readsMicroscopyWithTheSizeOfItsPixels(
      String name, int height, int width, double h, double w, int rows, int columns)
      throws IOException {
    Path root = RealData.require("ivadomed-testing").resolve("microscopy_png");
    BidsScan scan =
        BidsIndex.of(
                List.of(root),
                loader(
                    "'target_suffix': ['_seg-axon-manual', '_seg-myelin-manual'],"
                        + " 'extensions': ['.png']"))
            .scans()
            .stream()
            .filter(each -> each.filename().equals(name))
            .findFirst()
            .orElseThrow();
    Sample sample = ScanReader.read(scan);
    assertThat(sample.grid().shape()).isEqualTo(new GridShape(height, width, 1));
    ProbabilityMap truth = sample.truth().orElseThrow();
    assertThat(truth.channel(0)).containsOnly(0, 1);
    assertThat(truth.channel(1)).containsOnly(0, 1);
    Sample resampled = sample.apply(resample("{\"hspace\": " + h + ", \"wspace\": " + w + "}"));
    assertThat(resampled.grid().shape()).isEqualTo(new GridShape(rows, columns, 1));
    try (var beside = Files.list(scan.image().getParent())) {
      assertThat(beside).as("no twin").noneMatch(file -> file.toString().endsWith(".nii.gz"));
    }
  }

  private static Transform resample(String args) {
    return (Transform)
        Transforms.CATALOG
            .read("Resample", StrictJson.parse(args, "Resample"), "Resample")
            .forDimensions(2);
  }

  @Test
  void readsEveryPictureOfTheTestDataWithAllItsBits() throws IOException {
    Path root = RealData.require("ivadomed-testing").resolve("data_test_png_tif");
    List<BidsScan> scans =
        BidsIndex.of(List.of(root), loader("'extensions': ['.png', '.tif']")).scans();
    assertThat(scans).hasSize(14);
    for (BidsScan scan : scans) {
      Sample whole = ScanReader.read(scan);
      float[] data = whole.channels().get(0).data();
      float[] cut = ScanReader.read(scan, PictureDepth.EIGHT_BITS).channels().get(0).data();
      boolean wide = scan.filename().contains("-16");
      assertThat(most(data)).as(scan.filename()).isEqualTo(wide ? 55255 : 215, within(0.01f));
      assertThat(most(cut)).as(scan.filename()).isEqualTo(215);
      assertThat(whole.grid().spacing().iMm()).isEqualTo(7e-5, within(1e-12));
    }
  }

  private static float most(float[] values) {
    float most = 0;
    for (float value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  private Path picture(String name, int height, int width) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 0, 0, 200);
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static BidsScan scan(Path image, Path label, Map<String, String> metadata) {
    return BidsScan.of(ScanId.of("01", "SEM"), image, List.of(Optional.of(label)), metadata);
  }

  @Test
  void saysWhichKeyIsMissingInTheSidecar() throws IOException {
    BidsScan scan = scan(picture("a.png", 2, 3), picture("b.png", 2, 3), Map.of());
    assertThatThrownBy(() -> ScanReader.read(scan))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("PixelSize")
        .hasMessageContaining("found none for a.png")
        .hasMessageContaining("[picture-pixel-size]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0.1 | um", "[0.1] | um", "[0.1, x] | um", "[0.1, 0.1] | inch", "['0.1', 1] | um"})
  void refusesSizesThatAreNone(String size, String unit) throws IOException {
    BidsScan scan =
        scan(
            picture("a.png", 2, 3),
            picture("b.png", 2, 3),
            Map.of("PixelSize", size, "PixelSizeUnits", unit));
    assertThatThrownBy(() -> ScanReader.read(scan)).hasMessageContaining("[picture-pixel-size]");
  }

  @Test
  void putsLabelsOnThePixelsOfTheirImage() throws IOException {
    Map<String, String> size = Map.of("PixelSize", "[0.1, 0.2]", "PixelSizeUnits", "um");
    Path image = picture("a.png", 2, 3);
    Sample sample = ScanReader.read(scan(image, picture("b.png", 2, 3), size));
    assertThat(sample.truth().orElseThrow().channel(0)).containsExactly(0, 0, 1, 0, 0, 0);
    BidsScan other = scan(image, picture("c.png", 3, 3), size);
    assertThatThrownBy(() -> ScanReader.read(other)).hasMessageContaining("[label-other-grid]");
  }
}
