package scanmill.cli;

import java.net.URI;
import java.nio.file.Path;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;

/**
 * The whole platform in this process: log, bucket and every service. The one that exists lives in
 * {@code standalone}; commands see no more of it than this.
 */
@FunctionalInterface
public interface EmbeddedPlatform {

  /**
   * Starts everything and returns when the gateway answers. At most one at a time in a process.
   *
   * @throws BadInputException if a port is taken ({@code port-taken}), the data folder is in use by
   *     another process ({@code data-in-use}) or cannot hold the data ({@code
   *     data-folder-unusable})
   */
  Running start(PlatformSettings settings);

  /**
   * Checks what only the platform's libraries know of a configuration: names and arguments of
   * networks, losses, transforms and steps. Nothing is started. A platform that cannot tell says
   * nothing.
   *
   * @throws BadInputException as a training by this configuration would
   */
  default void check(Config config) {}

  /**
   * A platform that is up. {@link #close()} stops the services, then bucket and log, and returns
   * when all is on disk; a second call does nothing. It also closes itself when the process is
   * asked to end (Ctrl-C, SIGTERM).
   */
  interface Running extends AutoCloseable {
    /** Where the gateway answers, {@code http://127.0.0.1:8080/}. */
    URI gateway();

    /** Where any S3 client connects, {@code http://127.0.0.1:9000}. */
    String s3Endpoint();

    /** Bootstrap servers of the log, {@code 127.0.0.1:9092}. */
    String kafka();

    /** Made for this installation. */
    String accessKey();

    /** Made for this installation. */
    String secretKey();

    /** The bucket everything lies in. */
    String bucket();

    /** Absolute. */
    Path dataDir();

    /** File in the data folder that holds the credentials, readable by its owner only. */
    Path credentialsFile();

    /** Waits until the platform was told to stop, by Ctrl-C or by {@link #close()}. */
    void awaitStop() throws InterruptedException;

    @Override
    void close();
  }
}
