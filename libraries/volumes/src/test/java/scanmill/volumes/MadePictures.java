package scanmill.volumes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Picture files made for tests, by the Java platform or byte by byte. */
final class MadePictures {
  private MadePictures() {}

  static Picture read(byte[] file) {
    try {
      return Picture.read(new ByteArrayInputStream(file), "a.png", Limits.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A picture whose samples count upwards. */
  static BufferedImage counting(int height, int width, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    int bands = image.getRaster().getNumBands();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int b = 0; b < bands; b++) {
          image.getRaster().setSample(x, y, b, (7 * x + 31 * y + 50 * b) % 256);
        }
      }
    }
    return image;
  }

  static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new AssertionError("no writer for " + format);
    }
    return out.toByteArray();
  }

  /** Pages of one TIFF file, compressed as the platform calls it: {@code LZW}, {@code Deflate}. */
  static byte[] tiff(String compression, BufferedImage... pages) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionType(compression);
      writer.prepareWriteSequence(null);
      for (BufferedImage page : pages) {
        writer.writeToSequence(new IIOImage(page, null, null), how);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** Grey pages of 8 bits without compression, the text with the first of them. */
  static byte[] tiffWith(String description, int height, int width, byte[]... pages) {
    byte[] text = (description + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(1000 + text.length + pages.length * (150 + height * width))
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'I', 'I', 42, 0}).putInt(8 + text.length).put(text);
    for (int p = 0; p < pages.length; p++) {
      int entries = p == 0 ? 10 : 9;
      int pixels = file.position() + 2 + 12 * entries + 4;
      List<int[]> tags = new ArrayList<>();
      tags.add(new int[] {256, 4, 1, width});
      tags.add(new int[] {257, 4, 1, height});
      tags.add(new int[] {258, 3, 1, 8});
      tags.add(new int[] {259, 3, 1, 1});
      tags.add(new int[] {262, 3, 1, 1});
      if (p == 0) {
        tags.add(new int[] {270, 2, text.length, 8});
      }
      tags.add(new int[] {273, 4, 1, pixels});
      tags.add(new int[] {277, 3, 1, 1});
      tags.add(new int[] {278, 4, 1, height});
      tags.add(new int[] {279, 4, 1, height * width});
      file.putShort((short) entries);
      tags.forEach(
          tag ->
              file.putShort((short) tag[0]).putShort((short) tag[1]).putInt(tag[2]).putInt(tag[3]));
      file.putInt(p == pages.length - 1 ? 0 : pixels + height * width).put(pages[p]);
    }
    byte[] bytes = new byte[file.position()];
    file.flip().get(bytes);
    return bytes;
  }
}
