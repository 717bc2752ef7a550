package scanmill.kit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import scanmill.events.ArtifactRef;
import scanmill.events.ObjectLocation;

/**
 * The twin for tests: held to the same contract as {@link S3ObjectStore}. Safe for many threads.
 */
public final class InMemoryObjectStore implements ObjectStore {
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Held(byte[] bytes, String etag, Instant modified, boolean digested) {}

  private final String bucket;
  private final Clock clock;
  private final Map<String, Held> objects = new TreeMap<>(InMemoryObjectStore::compareBytes);
  private boolean away;

  public InMemoryObjectStore() {
    this("scanmill", Clock.systemUTC());
  }

  public InMemoryObjectStore(String bucket, Clock clock) {
    this.bucket = bucket;
    this.clock = clock;
  }

  /** As if people had put it with another tool: without a digest. */
  public synchronized void drop(String key, byte[] bytes) {
    objects.put(ObjectKey.require(key), held(bytes, false));
  }

  /** Whether every call from now on fails, as a bucket that is down. */
  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  @Override
  public String bucket() {
    return bucket;
  }

  @Override
  public synchronized ArtifactRef put(String key, byte[] bytes) {
    answer();
    ArtifactRef artifact =
        new ArtifactRef(bucket, ObjectKey.require(key), Digests.hex(bytes), bytes.length);
    if (find(key).flatMap(StoredObject::artifact).filter(artifact::equals).isEmpty()) {
      objects.put(key, held(bytes, true));
    }
    return artifact;
  }

  @Override
  public ArtifactRef put(String key, Path file) {
    try {
      return put(key, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the file to put", e);
    }
  }

  @Override
  public ArtifactRef put(String key, InputStream stream) {
    try {
      return put(key, stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the stream to put", e);
    }
  }

  @Override
  public synchronized boolean putIfAbsent(String key, byte[] bytes) {
    answer();
    return objects.putIfAbsent(ObjectKey.require(key), held(bytes, true)) == null;
  }

  @Override
  public synchronized boolean replaceIfMatch(String key, byte[] bytes, String etag) {
    answer();
    Held held = objects.get(ObjectKey.require(key));
    if (held == null || !held.etag().equals(etag)) {
      return false;
    }
    objects.put(key, held(bytes, true));
    return true;
  }

  @Override
  public synchronized Optional<StoredObject> find(ObjectLocation location) {
    answer();
    StoreProblems.readable(location, bucket, Set.of());
    return Optional.ofNullable(objects.get(ObjectKey.require(location.key())))
        .map(held -> stored(location.key(), held, held.digested()));
  }

  @Override
  public byte[] read(String key) {
    return bytes(ObjectLocation.of(key)).clone();
  }

  @Override
  public byte[] read(ArtifactRef artifact) {
    if (artifact.size() > StoreProblems.MAX_READ_BYTES) {
      throw StoreProblems.tooLarge(artifact.size());
    }
    try (InputStream in = open(artifact)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream open(ArtifactRef artifact) {
    byte[] bytes = bytes(new ObjectLocation(Optional.of(artifact.bucket()), artifact.key()));
    return new CheckedStream(new ByteArrayInputStream(bytes), artifact);
  }

  @Override
  public InputStream open(String key) {
    return new ByteArrayInputStream(bytes(ObjectLocation.of(key)));
  }

  @Override
  public void download(ArtifactRef artifact, Path file) {
    Spool.fill(file, () -> open(artifact));
  }

  @Override
  public ArtifactRef download(ObjectLocation location, Path file) {
    byte[] bytes = bytes(location);
    Spool.fill(file, () -> new ByteArrayInputStream(bytes));
    return new ArtifactRef(bucket, location.key(), Digests.hex(bytes), bytes.length);
  }

  @Override
  public synchronized Stream<StoredObject> list(String prefix) {
    answer();
    ObjectKey.requirePrefix(prefix);
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> stored(entry.getKey(), entry.getValue(), false))
        .toList()
        .stream();
  }

  @Override
  public List<String> children(String prefix) {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("A folder's prefix ends with a slash");
    }
    return list(prefix)
        .map(object -> object.key().substring(prefix.length()).replaceAll("/.*", ""))
        .distinct()
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  @Override
  public synchronized void remove(String key) {
    answer();
    objects.remove(ObjectKey.require(key));
  }

  @Override
  public synchronized boolean reachable() {
    return !away;
  }

  @Override
  public void close() {}

  private synchronized byte[] bytes(ObjectLocation location) {
    answer();
    StoreProblems.readable(location, bucket, Set.of());
    Held held = objects.get(ObjectKey.require(location.key()));
    if (held == null) {
      throw StoreProblems.missing();
    }
    return held.bytes();
  }

  private void answer() {
    if (away) {
      throw new StoreException("The bucket is away");
    }
  }

  private Held held(byte[] bytes, boolean digested) {
    return new Held(bytes.clone(), Digests.hex(bytes).substring(0, 32), clock.instant(), digested);
  }

  private StoredObject stored(String key, Held held, boolean withDigest) {
    return new StoredObject(
        bucket,
        key,
        held.bytes().length,
        held.etag(),
        held.modified(),
        withDigest ? Optional.of(Digests.hex(held.bytes())) : Optional.empty());
  }

  /** S3 lists keys in the order of their UTF-8 bytes. */
  private static int compareBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
