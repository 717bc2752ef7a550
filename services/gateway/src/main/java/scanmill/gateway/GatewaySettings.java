package scanmill.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much the gateway takes and remembers. */
@ConfigMapping(prefix = "scanmill.gateway")
public interface GatewaySettings {
  /** Scans remembered, newest first; four times as many requests. */
  @WithDefault("1000")
  int mostScans();

  @WithDefault("200")
  int mostRuns();

  /** Events that {@code GET /api/events} can tell again. */
  @WithDefault("5000")
  int mostEvents();

  /** Bytes of one uploaded file. */
  @WithDefault("17179869184")
  long mostUploadBytes();

  /** Whether the log is read; off in tests that have none. */
  @WithDefault("true")
  boolean readLog();
}
