package scanmill.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import scanmill.problems.BadInputException;

/** A stream that refuses to become longer than allowed. */
final class BoundedStream extends FilterInputStream {
  private final long most;
  private long count;

  BoundedStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  /** Not supported, since what is read twice would be counted twice. */
  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int read) {
    count += read;
    if (count > most) {
      throw tooLarge(most);
    }
  }

  static BadInputException tooLarge(long most) {
    return BadInputException.of(
        "upload-too-large",
        "Required a file of at most " + most + " bytes; found more.",
        "Make it smaller, or put it in the bucket with an S3 client.");
  }
}
