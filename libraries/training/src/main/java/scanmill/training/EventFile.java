package scanmill.training;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * One event file as TensorBoard reads them: TFRecord frames (length, its masked CRC-32C, an {@code
 * Event} message, its masked CRC-32C). Every event is on the disk when its method returns, so that
 * people can watch. For one thread.
 */
final class EventFile implements AutoCloseable {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int RGB = 3;

  private final OutputStream out;

  /** Begins a new file; one of this name must not be there. */
  EventFile(Path folder, Instant now, String distinction) throws IOException {
    Files.createDirectories(folder);
    String name = "events.out.tfevents." + now.getEpochSecond() + ".scanmill." + distinction;
    out =
        new BufferedOutputStream(
            Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW));
    Message event = new Message();
    event.fixed64(1, Double.doubleToLongBits(seconds(now)));
    event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    frame(event);
  }

  void scalar(Instant now, long step, String tag, double value) throws IOException {
    Message summary = new Message();
    summary.bytes(1, tag.getBytes(StandardCharsets.UTF_8));
    summary.fixed32(2, Float.floatToIntBits((float) value));
    event(now, step, summary);
  }

  /**
   * @param png an encoded picture in colours
   */
  void image(Instant now, long step, String tag, int width, int height, byte[] png)
      throws IOException {
    Message image = new Message();
    image.varint(1, height);
    image.varint(2, width);
    image.varint(3, RGB);
    image.bytes(4, png);
    Message summary = new Message();
    summary.bytes(1, tag.getBytes(StandardCharsets.UTF_8));
    summary.bytes(4, image.encoded());
    event(now, step, summary);
  }

  private void event(Instant now, long step, Message value) throws IOException {
    Message summary = new Message();
    summary.bytes(1, value.encoded());
    Message event = new Message();
    event.fixed64(1, Double.doubleToLongBits(seconds(now)));
    event.varint(2, step);
    event.bytes(5, summary.encoded());
    frame(event);
  }

  private static double seconds(Instant now) {
    return now.getEpochSecond() + now.getNano() / 1e9;
  }

  private void frame(Message event) throws IOException {
    byte[] data = event.encoded();
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    out.write(length);
    out.write(little(Integer.BYTES).putInt(masked(length)).array());
    out.write(data);
    out.write(little(Integer.BYTES).putInt(masked(data)).array());
    out.flush();
  }

  /** A CRC of data that holds CRCs is weak, so the format rotates it and adds a constant. */
  static int masked(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, data.length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** A protobuf message being written, field by field. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void varint(int field, long value) {
      key(field, VARINT);
      raw(value);
    }

    void fixed64(int field, long value) {
      key(field, FIXED64);
      bytes.writeBytes(little(Long.BYTES).putLong(value).array());
    }

    void fixed32(int field, int value) {
      key(field, FIXED32);
      bytes.writeBytes(little(Integer.BYTES).putInt(value).array());
    }

    void bytes(int field, byte[] value) {
      key(field, BYTES);
      raw(value.length);
      bytes.writeBytes(value);
    }

    byte[] encoded() {
      return bytes.toByteArray();
    }

    private void key(int field, int type) {
      raw(((long) field << 3) | type);
    }

    private void raw(long value) {
      long left = value;
      while ((left & ~0x7FL) != 0) {
        bytes.write((int) ((left & 0x7F) | 0x80));
        left >>>= 7;
      }
      bytes.write((int) left);
    }
  }
}
