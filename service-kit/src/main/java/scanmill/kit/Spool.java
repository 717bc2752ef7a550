package scanmill.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/** Files on the way between a stream and the bucket. */
final class Spool {
  @FunctionalInterface
  interface Use<T> {
    T of(Path file) throws IOException;
  }

  private Spool() {}

  /** Lends a temporary file, and removes it. */
  static <T> T with(Use<T> use) {
    try {
      Path file = Files.createTempFile("scanmill-", ".spool");
      try {
        return use.of(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot spool to the temporary folder", e);
    }
  }

  /** Fills a file from a stream; the file appears whole or not at all. */
  static void fill(Path file, Supplier<InputStream> source) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (InputStream in = source.get()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The download broke off", e);
    }
  }
}
