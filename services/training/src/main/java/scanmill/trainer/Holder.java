package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The name under which a process takes leases: kept in its work folder, so that it is the same
 * after a restart; another one for a second process on the same folder while the first one lives.
 */
final class Holder implements AutoCloseable {
  private static final int LONGEST = 36;

  private final FileChannel channel;
  private final String name;

  private Holder(FileChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  /** Takes the name of a folder until it is closed or the process ends. */
  static Holder of(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("holder"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      String fresh = UUID.randomUUID().toString();
      return new Holder(channel, isOurs(channel) ? kept(channel, fresh) : fresh);
    } catch (IOException e) {
      throw new UncheckedIOException("The work folder of the training service cannot be used", e);
    }
  }

  private static boolean isOurs(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException ownProcess) {
      return false;
    }
  }

  private static String kept(FileChannel channel, String fresh) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // until the name is read
    }
    String name = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    if (name.matches("[0-9a-f-]{36}")) {
      return name;
    }
    channel.truncate(0);
    int unused = channel.write(ByteBuffer.wrap(fresh.getBytes(StandardCharsets.US_ASCII)), 0);
    return fresh;
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
