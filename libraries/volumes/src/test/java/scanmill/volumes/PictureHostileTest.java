package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.problems.BadInputException;

class PictureHostileTest {
  private static final String OME =
      "<OME xmlns='x'><Image><Pixels SizeZ='1' SizeC='1' SizeT='1' %s/></Image></OME>";

  static List<byte[]> files() throws IOException {
    return List.of(
        MadePictures.encoded(MadePictures.counting(9, 11, BufferedImage.TYPE_BYTE_GRAY), "png"),
        MadePictures.encoded(MadePictures.counting(9, 11, BufferedImage.TYPE_4BYTE_ABGR), "png"),
        MadePictures.encoded(MadePictures.counting(9, 11, BufferedImage.TYPE_USHORT_GRAY), "png"),
        MadePictures.encoded(MadePictures.counting(17, 19, BufferedImage.TYPE_BYTE_GRAY), "jpeg"),
        MadePictures.encoded(MadePictures.counting(17, 19, BufferedImage.TYPE_3BYTE_BGR), "jpeg"),
        MadePictures.tiff("LZW", MadePictures.counting(9, 11, BufferedImage.TYPE_3BYTE_BGR)),
        MadePictures.tiff(
            "Deflate",
            MadePictures.counting(9, 11, BufferedImage.TYPE_USHORT_GRAY),
            MadePictures.counting(9, 11, BufferedImage.TYPE_USHORT_GRAY)),
        MadePictures.tiffWith(OME.formatted("PhysicalSizeX='1'"), 2, 2, new byte[4]));
  }

  /** Whatever bytes change: a picture comes out, or one clear refusal, soon. */
  @ParameterizedTest
  @MethodSource("files")
  void answersEveryDamageWithARefusalOrAPicture(byte[] whole) {
    Random random = new Random(5);
    for (int n = 0; n < 400; n++) {
      byte[] file = whole.clone();
      int changes = 1 + random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        byte value = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
        int early = random.nextBoolean() ? Math.min(200, file.length) : file.length;
        file[random.nextInt(early)] = value;
      }
      if (random.nextInt(5) == 0) {
        file = Arrays.copyOf(file, random.nextInt(file.length));
      }
      try {
        assertThat(MadePictures.read(file).shape().voxels()).isPositive();
      } catch (BadInputException refusal) {
        assertThat(refusal).hasMessageContaining("[picture-");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void refusesFilesThatEndTooEarly(byte[] whole) {
    for (int length = 0; length < whole.length - 3; length += 3) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> MadePictures.read(part))
          .as(length + " of " + whole.length)
          .isInstanceOf(BadInputException.class);
    }
  }

  private static byte[] patched(byte[] file, int at, int... with) {
    byte[] patched = file.clone();
    for (int n = 0; n < with.length; n++) {
      patched[at + n] = (byte) with[n];
    }
    return patched;
  }

  @Test
  void givesOutNoMemoryForPixelsThatCannotBeThere() throws IOException {
    byte[] png = files().get(0);
    assertThatThrownBy(() -> MadePictures.read(patched(png, 16, 0, 0, 0x40, 0, 0, 0, 0x40, 0)))
        .hasMessageContaining("1 x 16384 x 16384 pixels, which ")
        .hasMessageContaining("bytes cannot hold")
        .hasMessageContaining("[picture-broken]");
    assertThatThrownBy(() -> MadePictures.read(patched(png, 16, 0x7F, 0xFF, 0xFF, 0xFF)))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(
            () ->
                Picture.read(
                    new ByteArrayInputStream(png), "a.png", Limits.DEFAULT.withMaxVoxels(98)))
        .hasMessageContaining("a.png must have at most 98 pixels")
        .hasMessageContaining("[picture-too-large]");
  }

  @Test
  void saysWhatAFileIsThatIsNoPicture() {
    byte[] page = "<html>not found</html>".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> MadePictures.read(page))
        .hasMessageContaining("a.png looks like a web page")
        .hasMessageContaining("[picture-not-a-picture]");
    assertThatThrownBy(() -> MadePictures.read(new byte[0])).hasMessageContaining("it is empty");
    assertThatThrownBy(() -> MadePictures.read(new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0}))
        .hasMessageContaining("BigTIFF");
  }

  @Test
  void refusesColoursForPrint() throws IOException {
    byte[] jpeg = files().get(4);
    int frame = frame(jpeg);
    assertThatThrownBy(() -> MadePictures.read(patched(jpeg, frame + 9, 4)))
        .hasMessageContaining("CMYK")
        .hasMessageContaining("[picture-unsupported]");
    assertThatThrownBy(() -> MadePictures.read(patched(jpeg, frame + 4, 12)))
        .hasMessageContaining("12 bits in JPEG");
  }

  /** Where the marker stands that begins a frame. */
  private static int frame(byte[] jpeg) {
    for (int at = 0; at < jpeg.length - 1; at++) {
      if (jpeg[at] == (byte) 0xFF && jpeg[at + 1] == (byte) 0xC0) {
        return at;
      }
    }
    throw new AssertionError("no frame");
  }

  @Test
  void leavesACircleOfPages() {
    byte[] tiff = MadePictures.tiffWith("x", 1, 1, new byte[1]);
    int next = 8 + 2 + 2 + 12 * 10;
    assertThatThrownBy(() -> MadePictures.read(patched(tiff, next, 10, 0, 0, 0)))
        .hasMessageContaining("go round in a circle");
  }

  @ParameterizedTest
  @CsvSource({
    "PhysicalSizeX='0', PhysicalSizeX",
    "PhysicalSizeX='1' PhysicalSizeXUnit='parsec', PhysicalSizeX",
    "PhysicalSizeX='1' PhysicalSizeY='wide', PhysicalSizeY"
  })
  void refusesSizesOfPixelsThatAreNone(String attributes, String named) {
    byte[] file = MadePictures.tiffWith(OME.formatted(attributes), 1, 1, new byte[1]);
    assertThatThrownBy(() -> MadePictures.read(file))
        .hasMessageContaining("no such " + named)
        .hasMessageContaining("[picture-pixel-size]");
  }

  @Test
  void refusesOmeWithChannelsOrPagesElsewhere() {
    byte[] channels =
        MadePictures.tiffWith(
            OME.formatted("").replace("SizeC='1'", "SizeC='2'"), 1, 1, new byte[1], new byte[1]);
    assertThatThrownBy(() -> MadePictures.read(channels)).hasMessageContaining("2 OME channels");
    byte[] part =
        MadePictures.tiffWith(
            OME.formatted("").replace("SizeZ='1'", "SizeZ='5'"), 1, 1, new byte[1]);
    assertThatThrownBy(() -> MadePictures.read(part)).hasMessageContaining("1 pages of 5");
  }

  @Test
  void resolvesNoEntitiesInOme() {
    String bomb =
        "<!DOCTYPE OME [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
            + "<OME><Pixels SizeZ='1' PhysicalSizeX='&a;'/></OME>";
    byte[] file = MadePictures.tiffWith(bomb, 1, 1, new byte[1]);
    assertThatThrownBy(() -> MadePictures.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageNotContaining("root");
  }

  @Test
  void namesTheKeysWhenTheSizeOfPixelsIsWrong() {
    assertThatThrownBy(() -> new PixelSize(List.of(1.0), "um"))
        .hasMessageContaining("PixelSizeUnits")
        .hasMessageContaining("[picture-pixel-size]");
    assertThatThrownBy(() -> new PixelSize(List.of(1.0, -1.0), "um"))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new PixelSize(List.of(1.0, 1.0), "inch")).hasMessageContaining("inch");
  }
}
