package scanmill.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Broker and bucket on one data folder, with all topics, the bucket, and its notifications. Data
 * survive a stop and a crash.
 */
public final class LogAndBucket implements AutoCloseable {
  /** What people drop lies below this. */
  public static final String DROPS = "incoming/";

  /** Kept so that the levels set on them are. */
  private static final Logger[] TALKATIVE = {
    Logger.getLogger("kafka"),
    Logger.getLogger("org.apache.kafka"),
    Logger.getLogger("state.change.logger"),
    Logger.getLogger("org.gaul"),
    Logger.getLogger("org.eclipse.jetty")
  };

  private final Settings settings;
  private final Credentials credentials;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final String bootstrapServers;
  private final URI endpoint;

  /**
   * @param kafkaPort 0 for any free one
   * @param s3Port 0 for any free one
   * @param topicPrefix of every topic, may be empty
   * @param partitions of topics that are made
   */
  public record Settings(
      Path dataDir, int kafkaPort, int s3Port, String bucket, String topicPrefix, int partitions) {
    /** On any free ports. */
    public static Settings onFreePorts(Path dataDir) {
      return new Settings(dataDir, 0, 0, "scanmill", "", 4);
    }
  }

  private LogAndBucket(Settings settings) {
    this.settings = settings;
    Path data = settings.dataDir();
    try {
      push(DataFolder.open(data));
      int unused = Ports.require("the log (Kafka)", settings.kafkaPort());
      unused = Ports.require("the bucket (S3)", settings.s3Port());
      this.credentials = Credentials.of(credentialsFile());
      EmbeddedKafka kafka = push(EmbeddedKafka.start(data.resolve("kafka"), settings.kafkaPort()));
      this.bootstrapServers = kafka.bootstrapServers();
      TopicSetup.create(bootstrapServers, settings.topicPrefix(), settings.partitions());
      KafkaNotices notices =
          push(
              new KafkaNotices(
                  bootstrapServers,
                  settings.topicPrefix() + TopicSetup.BUCKET_NOTIFICATIONS,
                  DROPS));
      EmbeddedS3 s3 =
          push(
              EmbeddedS3.start(
                  data.resolve("s3"), settings.bucket(), settings.s3Port(), credentials, notices));
      this.endpoint = s3.endpoint();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts both; about 3 s.
   *
   * @throws scanmill.problems.BadInputException {@code port-taken}, {@code data-in-use}, {@code
   *     data-folder-unusable}
   */
  public static LogAndBucket start(Settings settings) {
    for (Logger logger : TALKATIVE) {
      logger.setLevel(Level.WARNING);
    }
    return new LogAndBucket(settings);
  }

  private <T extends AutoCloseable> T push(T resource) {
    open.push(resource);
    return resource;
  }

  /** {@code 127.0.0.1:9092}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** {@code http://127.0.0.1:9000}. */
  public URI s3Endpoint() {
    return endpoint;
  }

  public Credentials credentials() {
    return credentials;
  }

  /** Readable by its owner only. */
  public Path credentialsFile() {
    return settings.dataDir().resolve("credentials");
  }

  public String bucket() {
    return settings.bucket();
  }

  /** What services have to be told to find both: names and values of their configuration. */
  public Map<String, String> serviceSettings() {
    return Map.of(
        "kafka.bootstrap.servers", bootstrapServers,
        "scanmill.topics.prefix", settings.topicPrefix(),
        "scanmill.store.endpoint", endpoint.toString(),
        "scanmill.store.access-key", credentials.accessKey(),
        "scanmill.store.secret-key", credentials.secretKey(),
        "scanmill.store.bucket", settings.bucket());
  }

  /** Stops both, the bucket first. A second call does nothing. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        org.jboss.logging.Logger.getLogger("scanmill").warn("Something did not stop cleanly", e);
      }
    }
  }
}
