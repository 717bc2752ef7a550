package scanmill.volumes;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Pictures one after another, over and over: a GIF that is written frame by frame, so that memory
 * holds one. For one thread; the stream stays open.
 */
public final class AnimatedGif implements AutoCloseable {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final byte[] FOR_EVER = {1, 0, 0};

  private final ImageWriter writer;
  private final ImageOutputStream out;
  private final Duration delay;
  private boolean begun;

  /**
   * @param delay from one frame to the next, in steps of 10 ms
   */
  public AnimatedGif(OutputStream out, Duration delay) throws IOException {
    this.writer = ImageIO.getImageWritersBySuffix("gif").next();
    this.out = new MemoryCacheImageOutputStream(out);
    this.delay = delay;
    writer.setOutput(this.out);
    writer.prepareWriteSequence(null);
  }

  /** The next picture, as large as the first. */
  public void add(BufferedImage frame) throws IOException {
    ImageWriteParam param = writer.getDefaultWriteParam();
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_RGB), param);
    describe(metadata);
    writer.writeToSequence(new IIOImage(frame, null, metadata), param);
    begun = true;
  }

  private void describe(IIOMetadata metadata) throws IIOInvalidTreeException {
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Long.toString(delay.toMillis() / 10));
    root.appendChild(control);
    if (!begun) {
      IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(FOR_EVER.clone());
      IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
      extensions.appendChild(loop);
      root.appendChild(extensions);
    }
    metadata.setFromTree(FORMAT, root);
  }

  /** Ends the animation. */
  @Override
  public void close() throws IOException {
    writer.endWriteSequence();
    out.flush();
    out.close();
    writer.dispose();
  }
}
