package scanmill.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the door for scans behaves. */
@ConfigMapping(prefix = "scanmill.ingest")
public interface IngestSettings {
  /** The largest file taken, in bytes as it was dropped. */
  @WithDefault("4294967296")
  long maxBytes();

  /**
   * How long an object has to lie unchanged before a sweep takes it; a notification does at once.
   */
  @WithDefault("PT2S")
  Duration settle();

  /** Between two looks at everything under {@code incoming/}; read by the scheduler. */
  @WithDefault("10s")
  String sweepEvery();
}
