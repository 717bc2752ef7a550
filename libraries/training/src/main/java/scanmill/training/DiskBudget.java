package scanmill.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the files below a folder within a number of bytes: what was used least recently goes first,
 * what is lent never. Times of files tell the last use to later processes. Thread-safe.
 */
final class DiskBudget {
  private static final String VOXELS = ".bin";
  private static final String HALF = ".part";
  private static final long HALF_IS_LEFT_MILLIS = 3_600_000;
  private static final long TOUCH_MILLIS = 60_000;

  private final long most;

  /** Least recently used first. */
  private final Map<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private long total;

  private static final class Entry {
    private long bytes;
    private int lent;
    private long touched;
  }

  /**
   * Looks at what is there, and removes half files that nobody is writing any more.
   *
   * @param most bytes; more are kept only while they are lent
   */
  DiskBudget(Path folder, long most) throws IOException {
    this.most = most;
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    record Found(Path file, long bytes, FileTime used) {}
    List<Found> found = new ArrayList<>();
    for (Path file : files) {
      String name = file.toString();
      if (name.endsWith(VOXELS)) {
        used(file).ifPresent(now -> found.add(new Found(file, now.size(), now.lastModifiedTime())));
      } else if (name.endsWith(HALF)
          && used(file).filter(now -> isLeft(now.lastModifiedTime())).isPresent()) {
        Files.deleteIfExists(file);
      }
    }
    found.sort(Comparator.comparing(Found::used));
    found.forEach(each -> entry(each.file()).bytes = each.bytes());
    found.forEach(each -> total += each.bytes());
  }

  /** Empty if another process took it away meanwhile. */
  private static Optional<BasicFileAttributes> used(Path file) {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isLeft(FileTime written) {
    return written.toMillis() < System.currentTimeMillis() - HALF_IS_LEFT_MILLIS;
  }

  private Entry entry(Path file) {
    return entries.computeIfAbsent(file, any -> new Entry());
  }

  /** Notes that a file was written, or written anew; takes others away if it has to. */
  synchronized void written(Path file, long bytes) throws IOException {
    Entry entry = entry(file);
    total += bytes - entry.bytes;
    entry.bytes = bytes;
    shrink();
  }

  /** Keeps a file, also one that is about to be written, until it is given back. */
  synchronized void hold(Path file) {
    entry(file).lent++;
  }

  /** Lets all other files go before this one. */
  synchronized void prefer(Path file) {
    entry(file);
  }

  /** Tells later processes that a file is used, now and then. */
  synchronized void touch(Path file) throws IOException {
    Entry entry = entry(file);
    long now = System.currentTimeMillis();
    if (now - entry.touched > TOUCH_MILLIS) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(now));
      entry.touched = now;
    }
  }

  synchronized void giveBack(Path file) {
    entry(file).lent--;
  }

  /** Bytes of all files that are known. */
  synchronized long total() {
    return total;
  }

  /** Takes away what is too much, least recently used first. */
  synchronized void shrink() throws IOException {
    Iterator<Map.Entry<Path, Entry>> oldest = entries.entrySet().iterator();
    while (total > most && oldest.hasNext()) {
      Map.Entry<Path, Entry> next = oldest.next();
      if (next.getValue().lent == 0) {
        Files.deleteIfExists(next.getKey());
        total -= next.getValue().bytes;
        oldest.remove();
      }
    }
  }
}
