package scanmill.volumes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import javax.imageio.stream.ImageInputStreamImpl;
import scanmill.problems.BadInputException;

/**
 * A picture file as the decoders of the Java platform want to read it: any part of it at any time.
 * Nothing is copied to a scratch file, and a path is never turned into text, which would lose names
 * that are no UTF-8.
 */
final class PictureInput extends ImageInputStreamImpl {
  private static final int BUFFER = 1 << 16;

  private final Bytes bytes;
  private final long length;
  private final String name;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long bufferAt;
  private Optional<IOException> failure = Optional.empty();

  /** Where bytes come from. */
  private interface Bytes {
    /** Fills a buffer from a position on; returns -1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;

    void close() throws IOException;
  }

  private record FileBytes(FileChannel channel) implements Bytes {
    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return channel.read(into, position);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private record MemoryBytes(ByteBuffer all) implements Bytes {
    @Override
    public int read(ByteBuffer into, long position) {
      int count = (int) Math.min(into.remaining(), all.limit() - position);
      if (count <= 0) {
        return -1;
      }
      into.put(into.position(), all, (int) position, count);
      into.position(into.position() + count);
      return count;
    }

    @Override
    public void close() {}
  }

  private PictureInput(Bytes bytes, long length, String name) {
    this.bytes = bytes;
    this.length = length;
    this.name = name;
    buffer.limit(0);
  }

  static PictureInput open(Path path, Limits limits) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      String name = NiftiFiles.fileName(path);
      requireSize(channel.size(), limits, name);
      return new PictureInput(new FileBytes(channel), channel.size(), name);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Takes a stream into memory, up to what one array holds. */
  static PictureInput open(InputStream in, Limits limits, String name) throws IOException {
    int most = (int) Math.min(Limits.ARRAY_LIMIT, limits.maxBytes());
    byte[] all = in.readNBytes(most);
    requireSize(in.read() < 0 ? all.length : all.length + 1L, limits, name);
    return new PictureInput(new MemoryBytes(ByteBuffer.wrap(all)), all.length, name);
  }

  private static void requireSize(long length, Limits limits, String name) {
    if (length > limits.maxBytes()) {
      throw BadInputException.of(
          "picture-too-large",
          name + " must be at most " + limits.maxBytes() + " bytes; it has more.",
          "Cut it into parts, or save it smaller.");
    }
  }

  /** What messages call it. */
  String name() {
    return name;
  }

  /** Bytes in all. */
  @Override
  public long length() {
    return length;
  }

  /** The trouble that moving bytes had, as opposed to what they say. */
  Optional<IOException> failure() {
    return failure;
  }

  /** Bytes from a position on, fewer at the end of the file; the position does not change. */
  byte[] at(long position, int count) throws IOException {
    long before = getStreamPosition();
    byte[] read = new byte[(int) Math.max(0, Math.min(count, length - position))];
    seek(position);
    readFully(read);
    seek(before);
    return read;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    if (!fill()) {
      return -1;
    }
    int value = buffer.get((int) (streamPos - bufferAt)) & 0xFF;
    streamPos++;
    return value;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    bitOffset = 0;
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int from = (int) (streamPos - bufferAt);
    int read = Math.min(count, buffer.limit() - from);
    buffer.get(from, into, offset, read);
    streamPos += read;
    return read;
  }

  /** Brings the current byte into the buffer, unless the file has ended. */
  private boolean fill() throws IOException {
    if (streamPos >= bufferAt && streamPos < bufferAt + buffer.limit()) {
      return true;
    }
    if (streamPos >= length) {
      return false;
    }
    try {
      buffer.clear();
      int read = bytes.read(buffer, streamPos);
      buffer.flip();
      bufferAt = streamPos;
      return read > 0;
    } catch (IOException e) {
      buffer.limit(0);
      failure = Optional.of(e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    bytes.close();
  }
}
