package scanmill.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;
import scanmill.problems.BadInputException;

/** The folder that an embedded platform keeps everything in; one process at a time. */
public final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the folder if need be, sees that it can hold the data, and keeps others out.
   *
   * @throws BadInputException {@code data-in-use} if another process (or this one) has it, {@code
   *     data-folder-unusable} if it cannot be written or its file system has no user attributes
   */
  public static DataFolder open(Path path) {
    FileChannel channel = channel(path);
    try {
      Optional<FileLock> lock = lock(channel);
      if (lock.isEmpty()) {
        throw BadInputException.of(
            "data-in-use",
            "Required a data folder that nobody else uses; Scanmill is already running in "
                + path
                + ".",
            "Use the one that runs, stop it, or name another data folder.");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      probeAttributes(path);
      return new DataFolder(path, channel);
    } catch (IOException | RuntimeException e) {
      try {
        channel.close();
      } catch (IOException ignored) {
        e.addSuppressed(ignored);
      }
      throw e instanceof BadInputException bad ? bad : unusable(path, "it cannot be written", e);
    }
  }

  private static FileChannel channel(Path path) {
    try {
      Files.createDirectories(path);
      return FileChannel.open(
          path.resolve("running.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unusable(path, "it cannot be written", e);
    }
  }

  private static Optional<FileLock> lock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /** ETags and digests lie in user attributes of the files. */
  private static void probeAttributes(Path path) throws IOException {
    Path probe = Files.createTempFile(path, "probe-", ".tmp");
    try {
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class);
      byte[] word = {'y', 'e', 's'};
      if (view == null) {
        throw unusable(path, "its file system keeps no user attributes", null);
      }
      view.write("scanmill.probe", ByteBuffer.wrap(word));
      ByteBuffer read = ByteBuffer.allocate(16);
      if (view.read("scanmill.probe", read) != word.length) {
        throw unusable(path, "its file system loses user attributes", null);
      }
    } catch (IOException e) {
      throw unusable(path, "its file system keeps no user attributes", e);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static BadInputException unusable(
      Path path, String why, @org.jspecify.annotations.Nullable Exception cause) {
    var problem =
        new scanmill.problems.Problem(
            "data-folder-unusable",
            "Required a folder that can hold the platform's data; " + path + ": " + why + ".",
            "Name a folder of your own on a local disk (ext4, xfs, btrfs, NTFS).");
    return cause == null ? new BadInputException(problem) : new BadInputException(problem, cause);
  }

  public Path path() {
    return path;
  }

  /** Lets others in. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
