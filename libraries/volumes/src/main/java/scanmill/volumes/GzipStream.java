package scanmill.volumes;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import scanmill.problems.BadInputException;

/**
 * What a gzip file holds, all members one after the other, never more than its limits allow.
 *
 * <p>Unlike the JDK's reader it needs no {@code available()} to find the next member, checks every
 * checksum and counts both sides. Bytes behind the last member that are no member are ignored, as
 * gzip does. RFC 1952. Not thread-safe; closing closes the compressed stream.
 */
final class GzipStream extends InputStream {
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream compressed;
  private final String name;
  private final Limits limits;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] in = new byte[1 << 16];
  private int at; // next unread byte of in
  private int end; // end of what in holds
  private long taken; // compressed bytes read before in
  private long given; // inflated bytes of all members
  private boolean ended;

  GzipStream(InputStream compressed, String name, Limits limits) throws IOException {
    this.compressed = compressed;
    this.name = name;
    this.limits = limits;
    readMemberHeader();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = inflate(to, offset, length);
      if (count > 0) {
        checksum.update(to, offset, count);
        given += count;
        checkInflation();
        return count;
      }
      if (inflater.finished()) {
        finishMember();
      } else if (inflater.needsDictionary()) {
        throw corrupt("it needs a preset dictionary");
      } else {
        if (at == end) {
          require(fill());
        }
        inflater.setInput(in, at, end - at);
        at = end;
      }
    }
    return -1;
  }

  private int inflate(byte[] to, int offset, int length) {
    try {
      return inflater.inflate(to, offset, length);
    } catch (DataFormatException e) {
      throw corrupt("its compressed data make no sense");
    }
  }

  private void checkInflation() {
    if (given > limits.maxBytes()) {
      throw BadInputException.of(
          "nifti-inflation",
          "An image must inflate to at most " + limits.maxBytes() + " bytes; " + name + " goes on.",
          "Raise the limit if the file is truly that large.");
    }
    long read = taken + end - inflater.getRemaining();
    if (given > limits.freeInflationBytes() && given > limits.maxInflationRatio() * read) {
      throw BadInputException.of(
          "nifti-inflation",
          "Beyond "
              + limits.freeInflationBytes()
              + " bytes an image must inflate less than "
              + limits.maxInflationRatio()
              + "-fold; "
              + name
              + " made "
              + given
              + " bytes of "
              + read
              + ".",
          "If it is not an attack but an almost empty image, send it uncompressed.");
    }
  }

  private void finishMember() throws IOException {
    at = end - inflater.getRemaining();
    long expected = little(4);
    long length = little(4);
    if (expected != checksum.getValue()) {
      throw corrupt("its checksum does not match");
    }
    if (length != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw corrupt("its length does not match");
    }
    inflater.reset();
    checksum.reset();
    ended = !anotherMember();
    if (!ended) {
      readMemberHeader();
    }
  }

  private boolean anotherMember() throws IOException {
    if (end - at < 2) { // both magic bytes are needed at once
      System.arraycopy(in, at, in, 0, end - at);
      taken += at;
      end -= at;
      at = 0;
      int more;
      while (end < 2 && (more = compressed.read(in, end, in.length - end)) > 0) {
        end += more;
      }
    }
    return end - at >= 2 && (in[at] & 0xFF) == 0x1f && (in[at + 1] & 0xFF) == 0x8b;
  }

  private void readMemberHeader() throws IOException {
    long magic = little(2);
    if (magic != 0x8b1f || next() != 8) {
      throw corrupt("its header is not that of a deflated file");
    }
    int flags = next();
    little(4); // time
    little(2); // level, operating system
    if ((flags & EXTRA) != 0) {
      for (long n = little(2); n > 0; n--) {
        next();
      }
    }
    skipText((flags & NAME) != 0);
    skipText((flags & COMMENT) != 0);
    if ((flags & HEADER_CRC) != 0) {
      little(2);
    }
  }

  private void skipText(boolean present) throws IOException {
    while (present && next() != 0) {
      // a text ends with zero
    }
  }

  private long little(int bytes) throws IOException {
    long value = 0;
    for (int n = 0; n < bytes; n++) {
      value |= ((long) next()) << (8 * n);
    }
    return value;
  }

  private int next() throws IOException {
    if (at == end) {
      require(fill());
    }
    return in[at++] & 0xFF;
  }

  private boolean fill() throws IOException {
    taken += end;
    at = 0;
    end = Math.max(0, compressed.read(in, 0, in.length));
    return end > 0;
  }

  private void require(boolean more) {
    if (!more) {
      throw BadInputException.of(
          "nifti-truncated",
          "The compressed file " + name + " must end with its checksum; it breaks off before.",
          "Copy or export the file again.");
    }
  }

  private BadInputException corrupt(String why) {
    return BadInputException.of(
        "nifti-corrupt",
        "The compressed file " + name + " is damaged: " + why + ".",
        "Copy or export the file again.");
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    compressed.close();
  }
}
