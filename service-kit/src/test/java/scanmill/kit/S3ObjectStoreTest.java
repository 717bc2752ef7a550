package scanmill.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import scanmill.embedded.Credentials;
import scanmill.embedded.EmbeddedS3;
import scanmill.embedded.ObjectNotices;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class S3ObjectStoreTest implements ObjectStoreContract {
  /** Settings given by hand. */
  record Settings(URI endpoint, String accessKey, String secretKey, String bucket)
      implements StoreSettings {
    @Override
    public String region() {
      return "us-east-1";
    }

    @Override
    public Optional<List<String>> readableBuckets() {
      return Optional.empty();
    }
  }

  private final Credentials credentials = Credentials.random();
  private EmbeddedS3 server;
  private S3ObjectStore store;
  private MinioClient otherTool;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = EmbeddedS3.start(folder, "scans", 0, credentials, ObjectNotices.NONE);
    store = new S3ObjectStore(settings(credentials.secretKey(), "scans"));
    otherTool =
        MinioClient.builder()
            .endpoint(server.endpoint().toString())
            .credentials(credentials.accessKey(), credentials.secretKey())
            .region("us-east-1")
            .build();
  }

  @AfterAll
  void stop() throws Exception {
    otherTool.close();
    store.close();
    server.close();
  }

  private Settings settings(String secret, String bucket) {
    return new Settings(server.endpoint(), credentials.accessKey(), secret, bucket);
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public void dropWithAnotherTool(String key, byte[] bytes) throws Exception {
    otherTool.putObject(
        PutObjectArgs.builder().bucket("scans").object(key).stream(
                new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
            .build());
  }

  @Test
  void triesAgainLaterWhenTheSecretIsWrong() {
    try (S3ObjectStore stranger = new S3ObjectStore(settings("wrong", "scans"))) {
      assertThatThrownBy(() -> stranger.put("a", new byte[] {1}))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("403")
          .matches(Fault::isTransient);
      assertThat(stranger.reachable()).isFalse();
    }
  }

  @Test
  void isNotReachableWithoutItsBucket() {
    try (S3ObjectStore lost = new S3ObjectStore(settings(credentials.secretKey(), "nowhere"))) {
      assertThat(lost.reachable()).isFalse();
      assertThatThrownBy(() -> lost.put("a", new byte[] {1})).isInstanceOf(StoreException.class);
    }
  }
}
