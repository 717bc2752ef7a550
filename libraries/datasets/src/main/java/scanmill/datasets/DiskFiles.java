package scanmill.datasets;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Files of this machine's disk, read once for their digest: a journal remembers it for as long as
 * size and times of the file stay as they are.
 *
 * <p>A file that was changed within the last seconds before it was read is not remembered, since it
 * could change again within the same tick of the clock. The journal survives the process, in
 * whatever state a kill leaves it. Safe for use by many threads; several processes may share one.
 */
public final class DiskFiles implements SourceFiles {
  private static final long RACY_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int FIELDS = 5;

  private final Optional<Path> journal;
  private final Map<String, Entry> known = new ConcurrentHashMap<>();
  private final Object writing = new Object();

  private record Entry(String digest, long size, long modified, long changed) {
    boolean describes(Entry now) {
      return size == now.size && modified == now.modified && changed == now.changed;
    }

    String line(String file) {
      return String.join(
          "\t", digest, Long.toString(size), Long.toString(modified), Long.toString(changed), file);
    }
  }

  private DiskFiles(Optional<Path> journal) {
    this.journal = journal;
  }

  /** Without a journal on disk: each file is read once per process. */
  public static DiskFiles forgetful() {
    return new DiskFiles(Optional.empty());
  }

  /**
   * @param journal a file; made when there is something to remember
   */
  public static DiskFiles remembering(Path journal) throws IOException {
    DiskFiles files = new DiskFiles(Optional.of(journal));
    files.load(journal);
    return files;
  }

  private void load(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    int lines = 0;
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines++;
        remember(line.split("\t", FIELDS));
      }
    } catch (CharacterCodingException e) {
      known.clear(); // no journal, or one that was damaged: all digests are made anew
    }
    if (lines > 2 * known.size() + 1000) {
      compact(file);
    }
  }

  /** Takes a line of the journal; one that was cut off by a kill says nothing. */
  private void remember(String[] fields) {
    if (fields.length < FIELDS
        || !fields[0].matches("[0-9a-f]{64}")
        || !String.join("", fields[1], fields[2], fields[3]).matches("[0-9]{3,57}")) {
      return;
    }
    known.put(
        fields[4],
        new Entry(
            fields[0],
            Long.parseLong(fields[1]),
            Long.parseLong(fields[2]),
            Long.parseLong(fields[3])));
  }

  private void compact(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    known.forEach((name, entry) -> lines.add(entry.line(name)));
    Path half = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    Files.write(half, lines, StandardCharsets.UTF_8);
    Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** SHA-256 of the content, 64 hex digits. */
  @Override
  public String identity(Path file) throws IOException {
    String name = file.toAbsolutePath().normalize().toString();
    Entry now = state(file, "");
    Entry before = known.get(name);
    if (before != null && before.describes(now)) {
      return before.digest();
    }
    long begun = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    String digest = ContentDigest.of(file);
    Entry seen = state(file, digest);
    if (!seen.describes(now)) {
      throw new IOException("The file " + file + " is being written to");
    }
    boolean racy = begun - Math.max(seen.modified(), seen.changed()) < RACY_NANOS;
    if (!racy && name.indexOf('\n') < 0 && name.indexOf('\r') < 0) {
      known.put(name, seen);
      remember(seen.line(name));
    }
    return digest;
  }

  @Override
  public Path local(Path file) {
    return file;
  }

  private static Entry state(Path file, String digest) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Entry(
        digest,
        attributes.size(),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        changed(file));
  }

  /** When name, owner or content last changed, which nobody can set; 0 where this is not told. */
  private static long changed(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:ctime") instanceof FileTime time
          ? time.to(TimeUnit.NANOSECONDS)
          : 0;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return 0;
    }
  }

  private void remember(String line) throws IOException {
    if (journal.isEmpty()) {
      return;
    }
    synchronized (writing) {
      Files.createDirectories(journal.get().toAbsolutePath().resolveSibling("."));
      try (BufferedWriter out =
          Files.newBufferedWriter(
              journal.get(),
              StandardCharsets.UTF_8,
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND)) {
        out.write(line + "\n");
      }
    }
  }
}
