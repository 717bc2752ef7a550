package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
  private static final Spacing ONE = new Spacing(1, 1, 1);

  @TempDir Path folder;

  /** Sums and values from a reader written for the purpose, in no way akin to this one. */
  @ParameterizedTest
  @CsvSource({
    "sub-png/micr/sub-png_sample-16gray_SEM.png, 256, 256, 65535, 1499967136, 32639, 26728",
    "sub-png/micr/sub-png_sample-16rgb_SEM.png, 256, 256, 65535, 1499967136, 32639, 26728",
    "sub-png/micr/sub-png_sample-16rgba_SEM.png, 256, 256, 65535, 1499967136, 32639, 26728",
    "sub-png/micr/sub-png_sample-8gray_SEM.png, 266, 278, 255, 6733724, 127, 104",
    "sub-png/micr/sub-png_sample-8grayalhpa_SEM.png, 266, 278, 255, 6733724, 127, 104",
    "sub-png/micr/sub-png_sample-8grayalpha_SEM.png, 266, 278, 255, 6733724, 127, 104",
    "sub-png/micr/sub-png_sample-8rgb_SEM.png, 256, 256, 255, 5836448, 127, 104",
    "sub-png/micr/sub-png_sample-8rgba_SEM.png, 256, 256, 255, 5836448, 127, 104",
    "sub-tif/micr/sub-tif_sample-16gray_SEM.tif, 256, 256, 65535, 1499967136, 32639, 26728",
    "sub-tif/micr/sub-tif_sample-16rgb_SEM.tif, 256, 256, 65535, 1499967136, 32639, 26728",
    "sub-tif/micr/sub-tif_sample-16rgba_SEM.tif, 256, 256, 65535, 1499967136, 32639, 26728",
    "sub-tif/micr/sub-tif_sample-8gray_SEM.tif, 256, 256, 255, 5836448, 127, 104",
    "sub-tif/micr/sub-tif_sample-8rgb_SEM.tif, 256, 256, 255, 5836448, 127, 104",
    "sub-tif/micr/sub-tif_sample-8rgba_SEM.tif, 256, 256, 255, 5836448, 127, 104"
  })
  void readsEveryDepthAndColourWithAllItsBits(
      String name, int height, int width, int white, double sum, float nextColumn, float nextRow)
      throws IOException {
    Path file = RealScans.require("ivadomed-testing").resolve("data_test_png_tif").resolve(name);
    Picture picture = Picture.read(file);
    assertThat(picture.shape()).isEqualTo(new GridShape(height, width, 1));
    assertThat(picture.white()).isEqualTo(white);
    Volume volume = picture.volume(ONE);
    double found = 0;
    for (float value : volume.data()) {
      found += value;
    }
    assertThat(found).isCloseTo(sum, within(sum * 1e-7));
    assertThat(volume.at(0, 1, 0)).isEqualTo(nextColumn, within(0.01f));
    assertThat(volume.at(1, 0, 0)).isEqualTo(nextRow, within(0.01f));
    assertThat(Picture.isNamed(file)).isTrue();
  }

  @Test
  void takesRowsForTheFirstCoordinate() throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 3, 2, new int[] {1, 2, 3, 4, 5, 6});
    Volume volume = MadePictures.read(MadePictures.encoded(image, "png")).volume(ONE);
    assertThat(volume.shape()).isEqualTo(new GridShape(2, 3, 1));
    assertThat(volume.data()).containsExactly(1, 4, 2, 5, 3, 6);
  }

  @Test
  void weighsColoursByTheirBrightness() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xFFC80000);
    image.setRGB(1, 0, 0x8000C800);
    image.setRGB(2, 0, 0x010000C8);
    float[] values = MadePictures.read(MadePictures.encoded(image, "png")).volume(ONE).data();
    assertThat(values).containsExactly(new float[] {59.8f, 117.4f, 22.8f}, within(1e-4f));
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED})
  void looksUpPalettes(int type) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(1, 0, 0xFFFFFF);
    Picture picture = MadePictures.read(MadePictures.encoded(image, "png"));
    assertThat(picture.volume(ONE).data()).containsExactly(0, 255);
  }

  @Test
  void takesLabelsFromHalfOfWhiteOn() throws IOException {
    BufferedImage narrow = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    narrow.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 127, 128, 255});
    assertThat(MadePictures.read(MadePictures.encoded(narrow, "png")).labels(ONE).data())
        .containsExactly(0, 0, 1, 1);
    BufferedImage wide = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    wide.getRaster().setPixels(0, 0, 3, 1, new int[] {255, 32767, 32768});
    assertThat(MadePictures.read(MadePictures.encoded(wide, "png")).labels(ONE).data())
        .containsExactly(0, 0, 1);
  }

  @Test
  void cutsToEightBitsWhereThatIsAskedFor() throws IOException {
    BufferedImage wide = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    wide.getRaster().setPixels(0, 0, 4, 1, new int[] {255, 256, 40000, 65535});
    Picture cut = MadePictures.read(MadePictures.encoded(wide, "png")).in8Bits();
    assertThat(cut.volume(ONE).data()).containsExactly(0, 1, 156, 255);
    assertThat(cut.white()).isEqualTo(255);
  }

  @Test
  void readsJpegAsCloselyAsJpegIs() throws IOException {
    BufferedImage grey = new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage colour = new BufferedImage(64, 32, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 64; x++) {
        grey.getRaster().setSample(x, y, 0, 2 * x + y);
        colour.setRGB(x, y, (2 * x + y) * 0x010101);
      }
    }
    for (BufferedImage image : List.of(grey, colour)) {
      Picture picture = MadePictures.read(MadePictures.encoded(image, "jpeg"));
      assertThat(picture.shape()).isEqualTo(new GridShape(32, 64, 1));
      assertThat(picture.volume(ONE).at(10, 40, 0)).isEqualTo(90, within(3f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "Deflate", "PackBits", "ZLib"})
  void takesThePagesOfATiffFileForSlices(String compression) throws IOException {
    BufferedImage first = MadePictures.counting(3, 5, BufferedImage.TYPE_USHORT_GRAY);
    BufferedImage second = MadePictures.counting(3, 5, BufferedImage.TYPE_USHORT_GRAY);
    second.getRaster().setSample(4, 2, 0, 60000);
    Volume volume = MadePictures.read(MadePictures.tiff(compression, first, second)).volume(ONE);
    assertThat(volume.shape()).isEqualTo(new GridShape(3, 5, 2));
    assertThat(volume.at(2, 4, 0)).isEqualTo(7 * 4 + 31 * 2);
    assertThat(volume.at(2, 4, 1)).isEqualTo(60000);
  }

  @Test
  void findsTheSizeOfPixelsInOmeTiff() {
    String xml =
        "<?xml version=\"1.0\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">"
            + "<Image ID=\"Image:0\"><Pixels DimensionOrder=\"XYZCT\" SizeX=\"2\" SizeY=\"1\""
            + " SizeZ=\"3\" SizeC=\"1\" SizeT=\"1\" Type=\"uint8\" PhysicalSizeX=\"0.5\""
            + " PhysicalSizeXUnit=\"\u00B5m\" PhysicalSizeY=\"250\" PhysicalSizeYUnit=\"nm\""
            + " PhysicalSizeZ=\"2\"/></Image></OME>";
    Picture picture =
        MadePictures.read(
            MadePictures.tiffWith(
                xml, 1, 2, new byte[] {1, 2}, new byte[] {3, 4}, new byte[] {5, 6}));
    assertThat(picture.shape()).isEqualTo(new GridShape(1, 2, 3));
    Spacing spacing = picture.spacing().orElseThrow();
    assertThat(new double[] {spacing.iMm() * 1e6, spacing.jMm() * 1e6, spacing.kMm() * 1e6})
        .containsExactly(new double[] {250, 500, 2000}, within(1e-9));
    assertThat(picture.volume(spacing).data()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void knowsNoSizeWhereTheDescriptionIsSomethingElse() {
    Picture picture = MadePictures.read(MadePictures.tiffWith("ImageJ=1.5", 1, 1, new byte[] {9}));
    assertThat(picture.spacing()).isEmpty();
    assertThat(picture.volume(ONE).data()).containsExactly(9);
  }

  @Test
  void goesByContentAndNotByName() throws IOException {
    byte[] png =
        MadePictures.encoded(MadePictures.counting(4, 4, BufferedImage.TYPE_BYTE_GRAY), "png");
    Path file = Files.write(folder.resolve("a.tif"), png);
    assertThat(Picture.read(file).shape()).isEqualTo(new GridShape(4, 4, 1));
    assertThat(Picture.is(file)).isTrue();
    assertThat(Picture.is(Path.of("nowhere.png"))).isTrue();
    Path other = Files.write(Files.createDirectory(folder.resolve("b")).resolve("scan"), png);
    assertThat(Picture.is(other)).isTrue();
    Nifti.write(other, MadePictures.read(png).volume(ONE));
    assertThat(Picture.is(other)).isFalse();
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(files).as("nothing is written beside it").containsExactlyInAnyOrder(file, other);
    }
  }

  @Test
  void readsTheSizeOfPixelsAsBidsWritesIt() {
    assertThat(new PixelSize(List.of(0.1, 0.2), "um").spacing())
        .isEqualTo(new Spacing(0.2 * 1e-3, 0.1 * 1e-3, 0.1 * 1e-3));
    assertThat(new PixelSize(List.of(100.0, 200.0, 300.0), "nm").spacing())
        .isEqualTo(new Spacing(200 * 1e-6, 100 * 1e-6, 300 * 1e-6));
    assertThat(new PixelSize(List.of(1.0, 2.0, 0.0), "mm").spacing())
        .isEqualTo(new Spacing(2, 1, 1));
  }

  @Test
  void writesPredictionsAsPictures() throws IOException {
    Grid grid = Grid.of(new GridShape(2, 3, 1), ONE);
    float[] first = {0, 1, 0.5f, 0.2f, 2, -1};
    List<Path> files =
        PredictionPictures.write(
            folder, "sub-1_SEM", new ProbabilityMap(grid, new float[][] {first, new float[6]}));
    assertThat(files)
        .extracting(path -> path.getFileName().toString())
        .containsExactly("sub-1_SEM_class-0_pred.png", "sub-1_SEM_class-1_pred.png");
    assertThat(Picture.read(files.get(0)).volume(ONE).data())
        .containsExactly(0, 255, 128, 51, 255, 0);
    assertThat(new String(Files.readAllBytes(files.get(1)), StandardCharsets.ISO_8859_1))
        .contains("IHDR");
    assertThat(folder.toFile().list()).hasSize(2);
  }
}
