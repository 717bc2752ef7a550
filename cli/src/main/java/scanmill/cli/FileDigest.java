package scanmill.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** SHA-256 of what lies on the disk, read once in small pieces. */
final class FileDigest {
  private final MessageDigest digest;
  private final byte[] buffer = new byte[1 << 16];

  FileDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * @return 64 hex digits
   * @throws BadInputException ({@code file-unreadable})
   */
  static String of(Path file) {
    return new FileDigest().add(file).hex();
  }

  FileDigest add(String text) {
    digest.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return this;
  }

  FileDigest add(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new BadInputException(
          new Problem(
              "file-unreadable",
              "Required a file that can be read; found none at " + file + ".",
              "Check the name and the permissions."),
          e);
    }
    return this;
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
