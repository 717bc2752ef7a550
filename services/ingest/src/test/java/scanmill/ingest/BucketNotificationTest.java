package scanmill.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketNotificationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void readsWhatMinioTellsOfAPut() {
    assertThat(BucketNotification.newObjects(json(golden())))
        .containsExactly(
            new BucketNotification.Location(
                "scanmill", "incoming/case 01/t1+c.nii.gz", "430f89010c77aa34fc8760696da62d08-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Post", "Copy", "CompleteMultipartUpload"})
  void takesEveryWayThatBytesCanArrive(String way) {
    String told = golden().replace("s3:ObjectCreated:Put", "s3:ObjectCreated:" + way);

    assertThat(BucketNotification.newObjects(json(told))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:ObjectCreated:PutTagging",
        "s3:ObjectCreated:PutRetention",
        "s3:ObjectRemoved:Delete",
        "s3:ObjectAccessed:Get",
        "s3:ObjectCreated"
      })
  void hearsNothingNewInOtherEvents(String name) {
    String told = golden().replace("s3:ObjectCreated:Put", name);

    assertThat(BucketNotification.newObjects(json(told))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "1",
        "\"text\"",
        "{\"Records\":1}",
        "{\"Records\":[1,null,{}]}",
        "{\"Records\":[{\"eventName\":\"s3:ObjectCreated:Put\",\"s3\":[]}]}"
      })
  void hearsNothingInWhatIsNoNotification(String text) {
    assertThat(BucketNotification.newObjects(json(text))).isEmpty();
  }

  @Test
  void keepsAKeyThatIsNotEscapedProperly() {
    String told = golden().replace("incoming%2Fcase+01%2Ft1%2Bc.nii.gz", "incoming/100%.nii.gz");

    assertThat(BucketNotification.newObjects(json(told)))
        .extracting(BucketNotification.Location::key)
        .containsExactly("incoming/100%.nii.gz");
  }

  static String golden() {
    try (InputStream in =
        Objects.requireNonNull(
            BucketNotificationTest.class.getResourceAsStream("/minio-event-put.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
