package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;

class AnimatedGifTest {

  @Test
  void framesFollowEachOtherOnceASecondForEver() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (AnimatedGif gif = new AnimatedGif(bytes, Duration.ofSeconds(1))) {
      for (int colour : new int[] {0xFF0000, 0x00FF00, 0x0000FF}) {
        gif.add(plain(colour));
      }
    }
    assertThat(new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1))
        .startsWith("GIF89a")
        .contains("NETSCAPE2.0");
    ImageReader reader = ImageIO.getImageReadersBySuffix("gif").next();
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(reader.getNumImages(true)).isEqualTo(3);
    assertThat(reader.read(1).getRGB(5, 5) & 0xFFFFFF).isEqualTo(0x00FF00);
    IIOMetadataNode root =
        (IIOMetadataNode) reader.getImageMetadata(2).getAsTree("javax_imageio_gif_image_1.0");
    IIOMetadataNode control =
        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    assertThat(control.getAttribute("delayTime")).isEqualTo("100");
  }

  private static BufferedImage plain(int colour) {
    BufferedImage image = new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 16; x++) {
      for (int y = 0; y < 12; y++) {
        image.setRGB(x, y, colour);
      }
    }
    return image;
  }
}
