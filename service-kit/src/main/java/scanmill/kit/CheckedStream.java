package scanmill.kit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import scanmill.events.ArtifactRef;
import scanmill.problems.BadInputException;

/** Bytes that are compared with their reference as they pass; the end tells. */
final class CheckedStream extends FilterInputStream {
  private final ArtifactRef expected;
  private final MessageDigest digest = Digests.sha256();
  private long count;

  CheckedStream(InputStream in, ArtifactRef expected) {
    super(in);
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n < 0) {
      check();
      return n;
    }
    digest.update(buffer, offset, n);
    count += n;
    if (count > expected.size()) {
      throw changed("more bytes");
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    byte[] buffer = new byte[(int) Math.min(1 << 16, Math.max(1, n))];
    long left = n;
    while (left > 0) {
      int got = read(buffer, 0, (int) Math.min(buffer.length, left));
      if (got < 0) {
        break;
      }
      left -= got;
    }
    return n - left;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void check() {
    if (count != expected.size()) {
      throw changed("fewer bytes");
    }
    if (!HexFormat.of().formatHex(digestSoFar()).equals(expected.sha256())) {
      throw changed("other bytes");
    }
  }

  private byte[] digestSoFar() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the platform can be cloned", e);
    }
  }

  private static BadInputException changed(String found) {
    return BadInputException.of(
        "object-changed",
        "Required the object that the event speaks of; found " + found + " under its key.",
        "Put the object again under a new key.");
  }
}
