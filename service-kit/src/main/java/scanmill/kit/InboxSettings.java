package scanmill.kit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How patient a service is with faults that may pass. */
@ConfigMapping(prefix = "scanmill.inbox")
public interface InboxSettings {
  /** The most often that one input is tried while the bucket answers. */
  @WithDefault("6")
  int attempts();

  /** Before the second attempt; doubled before each one after it. */
  @WithDefault("PT0.5S")
  Duration firstPause();

  @WithDefault("PT15S")
  Duration longestPause();

  /** How long an input waits for a bucket that does not answer before it is parked. */
  @WithDefault("PT15M")
  Duration outage();
}
