package scanmill.cli;

import java.nio.file.Path;

/**
 * Where an embedded platform keeps its data and where it listens.
 *
 * @param dataDir absolute; made if absent; holds log, bucket and credentials across restarts
 * @param httpPort of the gateway, 0 for any free one
 * @param s3Port of the bucket, 0 for any free one
 * @param kafkaPort of the log, 0 for any free one
 */
public record PlatformSettings(Path dataDir, int httpPort, int s3Port, int kafkaPort) {
  public PlatformSettings {
    if (!dataDir.isAbsolute()) {
      throw new IllegalArgumentException("Required an absolute data folder; found " + dataDir);
    }
    requirePort("HTTP", httpPort);
    requirePort("S3", s3Port);
    requirePort("Kafka", kafkaPort);
  }

  /** Any free ports: a platform for the length of one command. */
  public static PlatformSettings onFreePorts(Path dataDir) {
    return new PlatformSettings(dataDir, 0, 0, 0);
  }

  private static void requirePort(String what, int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          "A port is 0 to 65535; found " + port + " for the " + what + " port");
    }
  }
}
