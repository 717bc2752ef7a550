package scanmill.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that come and go. */
public final class Folders {
  private Folders() {}

  /** Removes a folder with all it holds, or a file; nothing happens if it is not there. */
  public static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A folder in work could not be removed", e);
    }
  }

  /** Makes a folder that is empty. */
  public static Path fresh(Path folder) {
    remove(folder);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("A folder to work in could not be made", e);
    }
  }

  /**
   * Makes a folder, and takes out of it what was not changed for so long: left by processes that
   * were killed.
   */
  public static Path swept(Path folder, Duration unchanged) {
    try {
      Files.createDirectories(folder);
      Instant before = Instant.now().minus(unchanged);
      try (Stream<Path> all = Files.list(folder)) {
        for (Path path : all.toList()) {
          if (Files.getLastModifiedTime(path).toInstant().isBefore(before)) {
            remove(path);
          }
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("A folder to work in could not be made", e);
    }
  }

  /** The files of a folder and of the folders in it, by name. */
  public static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("A folder in work could not be read", e);
    }
  }

  /** What a file, or a folder with all it holds, takes: its bytes, and a block for each name. */
  static long bytes(Path place) throws IOException {
    long sum = 0;
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        sum += BLOCK + (Files.isRegularFile(path) ? Files.size(path) : 0);
      }
    } catch (NoSuchFileException gone) {
      return sum;
    }
    return sum;
  }

  private static final long BLOCK = 256;
}
