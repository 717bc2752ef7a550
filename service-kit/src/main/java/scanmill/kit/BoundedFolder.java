package scanmill.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Copies on the local disk of what can be brought again, at most so many bytes: what was not used
 * for longest goes first. An entry is a file, or a folder with files; it appears whole or not at
 * all, and what is lent stays until it is given back.
 *
 * <p>What was there when the process began is kept and counted. Several processes may share a
 * folder; each keeps its own bound. Safe for use by many threads, which bring different entries
 * side by side and one entry once.
 */
public final class BoundedFolder {
  private static final Logger LOG = Logger.getLogger(BoundedFolder.class);
  private static final String COMING = "coming-";

  /** What a process that was killed left half brought is older than this. */
  private static final Duration FORSAKEN = Duration.ofHours(1);

  /** How an entry comes to be. */
  @FunctionalInterface
  public interface Bringing {
    /**
     * @param place where nothing is yet; a file or a folder is to be there
     */
    void bring(Path place) throws IOException;
  }

  private static final class Entry {
    long bytes;
    int lent;
    boolean there;
  }

  private final Path folder;
  private long most;

  /** Least recently lent first. */
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private long sum;

  /**
   * @param folder made if absent
   * @param most bytes; more only while more than that is lent
   */
  public BoundedFolder(Path folder, long most) {
    this.folder = folder;
    this.most = most;
    try {
      Files.createDirectories(folder);
      takeStock();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder of copies cannot be used", e);
    }
  }

  private void takeStock() throws IOException {
    record Found(Path path, Instant used) {}
    List<Found> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        found.add(new Found(path, Files.getLastModifiedTime(path).toInstant()));
      }
    }
    found.sort(Comparator.comparing(Found::used));
    for (Found one : found) {
      String name = String.valueOf(one.path().getFileName());
      if (!name.startsWith(COMING)) {
        Entry entry = new Entry();
        entry.bytes = Folders.bytes(one.path());
        entry.there = true;
        entries.put(name, entry);
        sum += entry.bytes;
      } else if (one.used().isBefore(Instant.now().minus(FORSAKEN))) {
        Folders.remove(one.path());
      }
    }
    makeRoom(0);
  }

  /**
   * Lends an entry, brought first if it is not there.
   *
   * @param name letters, digits and {@code . _ - @}
   * @param expected bytes it will take, for which room is made before; 0 if not known
   * @throws UncheckedIOException if the disk does not take it
   */
  public Lent lend(String name, long expected, Bringing bringing) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]*") || name.startsWith(COMING)) {
      throw new IllegalArgumentException("No name for a copy: " + name);
    }
    Path place = folder.resolve(name);
    Entry entry;
    synchronized (this) {
      entry = entries.computeIfAbsent(name, any -> new Entry());
      entry.lent++;
    }
    boolean lent = false;
    try {
      synchronized (entry) {
        if (!entry.there || !Files.exists(place)) {
          bring(place, entry, expected, bringing);
        }
      }
      Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
      lent = true;
      return new Lent(name, place);
    } catch (IOException e) {
      throw new UncheckedIOException("A copy could not be kept on disk", e);
    } finally {
      if (!lent) {
        giveBack(name);
      }
    }
  }

  private void bring(Path place, Entry entry, long expected, Bringing bringing) throws IOException {
    synchronized (this) {
      sum -= entry.bytes; // of what another process removed
      entry.bytes = 0;
      makeRoom(expected);
    }
    if (!Files.exists(place)) {
      Path around = Files.createTempDirectory(Files.createDirectories(folder), COMING);
      try {
        Path coming = around.resolve("entry");
        bringing.bring(coming);
        Files.move(coming, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.exists(place)) {
          throw e;
        } // else another process was faster with the same content
      } finally {
        Folders.remove(around);
      }
    }
    long bytes = Folders.bytes(place);
    synchronized (this) {
      entry.bytes = bytes;
      entry.there = true;
      sum += bytes;
      makeRoom(0);
    }
  }

  /** Whether it is there now; it may be gone in a moment unless it is lent. */
  public synchronized boolean has(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.there && Files.exists(folder.resolve(name));
  }

  /** Another bound, in bytes, from now on. */
  public synchronized void limit(long bytes) {
    most = bytes;
    makeRoom(0);
  }

  /** Bytes that are free without removing anything. */
  public synchronized long room() {
    return Math.max(0, most - sum);
  }

  /** What the entries take. */
  public synchronized long bytes() {
    return sum;
  }

  private synchronized void makeRoom(long coming) {
    Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
    while (sum + coming > most && oldest.hasNext()) {
      Map.Entry<String, Entry> next = oldest.next();
      Entry entry = next.getValue();
      if (entry.there && entry.lent == 0) {
        try {
          Folders.remove(folder.resolve(next.getKey()));
          sum -= entry.bytes;
          oldest.remove();
        } catch (UncheckedIOException e) {
          LOG.warnf("A copy could not be removed: %s", e.getMessage());
        }
      }
    }
  }

  private synchronized void giveBack(String name) {
    Entry entry = entries.get(name);
    if (entry != null) {
      entry.lent--;
      if (!entry.there && entry.lent == 0) {
        entries.remove(name);
      }
      makeRoom(0);
    }
  }

  /** An entry in use; close it to let it go. */
  public final class Lent implements AutoCloseable {
    private final String name;
    private final Path path;
    private boolean closed;

    private Lent(String name, Path path) {
      this.name = name;
      this.path = path;
    }

    /** The file or folder. */
    public Path path() {
      return path;
    }

    @Override
    public void close() {
      synchronized (BoundedFolder.this) {
        if (!closed) {
          closed = true;
          giveBack(name);
        }
      }
    }
  }
}
