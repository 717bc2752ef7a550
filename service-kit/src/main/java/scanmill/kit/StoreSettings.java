package scanmill.kit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Where the bucket is and who asks. There is no default for endpoint and credentials. */
@ConfigMapping(prefix = "scanmill.store")
public interface StoreSettings {
  /** {@code http://127.0.0.1:9000}. */
  URI endpoint();

  String accessKey();

  String secretKey();

  /** The bucket that is written to; it has to exist. */
  @WithDefault("scanmill")
  String bucket();

  @WithDefault("us-east-1")
  String region();

  /** Other buckets that a request may name an image in. */
  Optional<List<String>> readableBuckets();
}
