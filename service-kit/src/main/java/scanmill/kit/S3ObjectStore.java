package scanmill.kit;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import scanmill.events.ArtifactRef;
import scanmill.events.ObjectLocation;

/** The bucket of any S3 store. Plain S3 only: no tags, no versions, no notification set-up. */
public final class S3ObjectStore implements ObjectStore {
  private static final Logger LOG = Logger.getLogger("scanmill.store");
  private static final String DIGEST = "sha256";
  private static final String DIGEST_HEADER = "x-amz-meta-" + DIGEST;
  private static final String HIDDEN = ".s3proxy-";

  private final MinioClient client;
  private final String bucket;
  private final Set<String> readable;

  /** Connects lazily; costs about a second, so make one per process. */
  public S3ObjectStore(StoreSettings settings) {
    this.client =
        MinioClient.builder()
            .endpoint(settings.endpoint().toString())
            .credentials(settings.accessKey(), settings.secretKey())
            .region(settings.region())
            .build();
    this.bucket = settings.bucket();
    this.readable = Set.copyOf(settings.readableBuckets().orElse(List.of()));
  }

  @Override
  public String bucket() {
    return bucket;
  }

  @Override
  public ArtifactRef put(String key, byte[] bytes) {
    ObjectKey.require(key);
    ArtifactRef artifact = new ArtifactRef(bucket, key, Digests.hex(bytes), bytes.length);
    if (!lies(artifact)) {
      write(artifact, new ByteArrayInputStream(bytes), Map.of());
    }
    return artifact;
  }

  @Override
  public ArtifactRef put(String key, Path file) {
    ObjectKey.require(key);
    try {
      ArtifactRef artifact = new ArtifactRef(bucket, key, Digests.hex(file), Files.size(file));
      if (!lies(artifact)) {
        try (InputStream in = Files.newInputStream(file)) {
          write(artifact, in, Map.of());
        }
      }
      return artifact;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the file to put", e);
    }
  }

  @Override
  public ArtifactRef put(String key, InputStream stream) {
    ObjectKey.require(key);
    return Spool.with(
        file -> {
          Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
          return put(key, file);
        });
  }

  private boolean lies(ArtifactRef artifact) {
    return find(artifact.key())
        .flatMap(StoredObject::artifact)
        .filter(artifact::equals)
        .isPresent();
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes) {
    return putOn(key, bytes, Map.of("If-None-Match", "*"));
  }

  @Override
  public boolean replaceIfMatch(String key, byte[] bytes, String etag) {
    return putOn(key, bytes, Map.of("If-Match", "\"" + etag + "\""));
  }

  private boolean putOn(String key, byte[] bytes, Map<String, String> condition) {
    ObjectKey.require(key);
    ArtifactRef artifact = new ArtifactRef(bucket, key, Digests.hex(bytes), bytes.length);
    return write(artifact, new ByteArrayInputStream(bytes), condition);
  }

  /** False if the condition did not hold. */
  private boolean write(ArtifactRef artifact, InputStream in, Map<String, String> condition) {
    try {
      client.putObject(
          PutObjectArgs.builder()
              .bucket(bucket)
              .object(artifact.key())
              .headers(condition)
              .userMetadata(Map.of(DIGEST, artifact.sha256()))
              .contentType(ContentType.of(artifact.key()))
              .stream(in, artifact.size(), -1L)
              .build());
      return true;
    } catch (ErrorResponseException e) {
      int status = e.response().code();
      boolean refused = status == 412 || status == 409 || (status == 404 && !isNoBucket(e));
      if (!condition.isEmpty() && refused) {
        return false;
      }
      throw failed("put", e);
    } catch (MinioException e) {
      throw failed("put", e);
    }
  }

  @Override
  public Optional<StoredObject> find(ObjectLocation location) {
    String from = StoreProblems.readable(location, bucket, readable);
    ObjectKey.require(location.key());
    try {
      StatObjectResponse stat =
          client.statObject(StatObjectArgs.builder().bucket(from).object(location.key()).build());
      return Optional.of(
          new StoredObject(
              from,
              location.key(),
              stat.size(),
              unquoted(stat.etag()),
              instant(stat.lastModified()),
              digest(stat)));
    } catch (ErrorResponseException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw failed("find", e);
    } catch (MinioException e) {
      throw failed("find", e);
    }
  }

  private static Optional<String> digest(StatObjectResponse stat) {
    return Optional.ofNullable(stat.headers().get(DIGEST_HEADER))
        .filter(d -> d.matches("[0-9a-f]{64}"));
  }

  @Override
  public byte[] read(String key) {
    return readAll(open(key));
  }

  @Override
  public byte[] read(ArtifactRef artifact) {
    if (artifact.size() > StoreProblems.MAX_READ_BYTES) {
      throw StoreProblems.tooLarge(artifact.size());
    }
    return readAll(open(artifact));
  }

  private static byte[] readAll(InputStream stream) {
    try (InputStream in = stream) {
      byte[] bytes = in.readNBytes((int) StoreProblems.MAX_READ_BYTES + 1);
      if (bytes.length > StoreProblems.MAX_READ_BYTES) {
        throw StoreProblems.tooLarge(bytes.length);
      }
      return bytes;
    } catch (IOException e) {
      throw new StoreException("The bucket broke off a read", e);
    }
  }

  @Override
  public InputStream open(ArtifactRef artifact) {
    ObjectLocation place = new ObjectLocation(Optional.of(artifact.bucket()), artifact.key());
    return new CheckedStream(open(place), artifact);
  }

  @Override
  public InputStream open(String key) {
    return open(ObjectLocation.of(key));
  }

  private InputStream open(ObjectLocation location) {
    String from = StoreProblems.readable(location, bucket, readable);
    ObjectKey.require(location.key());
    try {
      return client.getObject(GetObjectArgs.builder().bucket(from).object(location.key()).build());
    } catch (ErrorResponseException e) {
      throw isMissing(e) ? StoreProblems.missing() : failed("open", e);
    } catch (MinioException e) {
      throw failed("open", e);
    }
  }

  @Override
  public void download(ArtifactRef artifact, Path file) {
    Spool.fill(file, () -> open(artifact));
  }

  @Override
  public ArtifactRef download(ObjectLocation location, Path file) {
    Spool.fill(file, () -> open(location));
    try {
      return new ArtifactRef(
          location.bucket().orElse(bucket), location.key(), Digests.hex(file), Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what was downloaded", e);
    }
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    return items(prefix, true).map(this::stored);
  }

  @Override
  public List<String> children(String prefix) {
    if (!prefix.isEmpty() && !prefix.endsWith("/")) {
      throw new IllegalArgumentException("A folder's prefix ends with a slash");
    }
    try (Stream<Item> items = items(prefix, false)) {
      return items
          .map(item -> item.objectName().substring(prefix.length()).replaceAll("/$", ""))
          .filter(name -> !name.isEmpty())
          .distinct()
          .sorted()
          .toList();
    }
  }

  private Stream<Item> items(String prefix, boolean recursive) {
    Iterable<Result<Item>> results =
        client.listObjects(
            ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(ObjectKey.requirePrefix(prefix))
                .recursive(recursive)
                .build());
    return StreamSupport.stream(results.spliterator(), false)
        .map(S3ObjectStore::item)
        .filter(item -> !item.objectName().startsWith(HIDDEN))
        .filter(item -> !recursive || isObject(item));
  }

  /** What is removed while it is listed may have a name left, but no content. */
  private static boolean isObject(Item item) {
    return !item.objectName().endsWith("/") && item.etag() != null;
  }

  private static Item item(Result<Item> result) {
    try {
      return result.get();
    } catch (MinioException e) {
      throw failed("list", e);
    }
  }

  private StoredObject stored(Item item) {
    return new StoredObject(
        bucket,
        item.objectName(),
        item.size(),
        unquoted(item.etag()),
        instant(item.lastModified()),
        Optional.empty());
  }

  @Override
  public void remove(String key) {
    try {
      client.removeObject(
          RemoveObjectArgs.builder().bucket(bucket).object(ObjectKey.require(key)).build());
    } catch (ErrorResponseException e) {
      if (!isMissing(e)) {
        throw failed("remove", e);
      }
    } catch (MinioException e) {
      throw failed("remove", e);
    }
  }

  @Override
  public boolean reachable() {
    try {
      return client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
    } catch (MinioException | RuntimeException e) {
      LOG.debug("The bucket does not answer", e);
      return false;
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (Exception e) {
      LOG.debug("The S3 client did not close", e);
    }
  }

  private static boolean isMissing(ErrorResponseException e) {
    return e.response().code() == 404 && !isNoBucket(e);
  }

  private static boolean isNoBucket(ErrorResponseException e) {
    return "NoSuchBucket".equals(e.errorResponse().code());
  }

  private static StoreException failed(String act, MinioException e) {
    String why =
        e instanceof ErrorResponseException response
            ? "HTTP " + response.response().code() + " " + response.errorResponse().code()
            : e.getClass().getSimpleName();
    return new StoreException("The bucket did not do a " + act + ": " + why, e);
  }

  private static String unquoted(String etag) {
    return etag.replace("\"", "");
  }

  private static Instant instant(ZonedDateTime time) {
    return time.toInstant();
  }
}
