package scanmill.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import scanmill.problems.BadInputException;

/** Who may use the bucket: made once for an installation, never a default. */
public record Credentials(String accessKey, String secretKey) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ACCESS = "access_key";
  private static final String SECRET = "secret_key";

  /** Fresh ones, 80 and 256 random bits. */
  public static Credentials random() {
    return new Credentials("scanmill-" + hex(10), hex(32));
  }

  /**
   * Those of the file; makes it, readable by its owner only, if it is not there.
   *
   * @throws BadInputException {@code credentials-malformed}
   */
  public static Credentials of(Path file) {
    try {
      if (Files.notExists(file)) {
        write(file, random());
      }
      Properties lines = new Properties();
      lines.load(new StringReader(Files.readString(file)));
      String access = lines.getProperty(ACCESS, "");
      String secret = lines.getProperty(SECRET, "");
      if (access.isBlank() || secret.isBlank()) {
        throw BadInputException.of(
            "credentials-malformed",
            "Required the lines " + ACCESS + " and " + SECRET + " in " + file + "; found not both.",
            "Restore the file, or remove it so that new credentials are made.");
      }
      return new Credentials(access, secret);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the credentials", e);
    }
  }

  private static void write(Path file, Credentials made) throws IOException {
    Path part =
        Files.createTempFile(file.toAbsolutePath().getParent(), "credentials-", "", ownerOnly());
    Files.writeString(
        part,
        ACCESS + "=" + made.accessKey() + "\n" + SECRET + "=" + made.secretKey() + "\n",
        StandardCharsets.US_ASCII);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String hex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Credentials[" + accessKey + "]";
  }
}
