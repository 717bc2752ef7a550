package scanmill.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The real broker in this process, on the loopback address, small; its data survive it. */
public final class EmbeddedKafka implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedKafka(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker on a folder, fresh or used before; about 2 s, 9 s after a crash.
   *
   * @param port 0 for any free one
   * @throws scanmill.problems.BadInputException {@code port-taken}
   */
  public static EmbeddedKafka start(Path folder, int port) {
    int listen = Ports.require("the log (Kafka)", port);
    int control = Ports.require("the log's controller", 0);
    KafkaConfig config = KafkaConfig.fromProps(settings(folder, listen, control), false);
    try {
      Files.createDirectories(folder);
      if (Files.notExists(folder.resolve("meta.properties"))) {
        format(folder, config);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot prepare the log's folder", e);
    }
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    server.startup();
    return new EmbeddedKafka(server, listen);
  }

  private static Properties settings(Path folder, int listen, int control) {
    Properties k = new Properties();
    k.put("process.roles", "broker,controller");
    k.put("node.id", "1");
    k.put("controller.quorum.voters", "1@" + HOST + ":" + control);
    k.put("controller.listener.names", "CONTROLLER");
    k.put(
        "listeners",
        "PLAINTEXT://" + HOST + ":" + listen + ",CONTROLLER://" + HOST + ":" + control);
    k.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + listen);
    k.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    k.put("inter.broker.listener.name", "PLAINTEXT");
    k.put("log.dir", folder.toString());
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      k.put(topic + ".num.partitions", "1");
      k.put(topic + ".replication.factor", "1");
    }
    k.put("transaction.state.log.min.isr", "1");
    k.put("share.coordinator.state.topic.min.isr", "1");
    k.put("group.initial.rebalance.delay.ms", "0");
    k.put("log.cleaner.dedupe.buffer.size", "2097152");
    k.put("log.segment.bytes", "16777216");
    k.put("num.network.threads", "1");
    k.put("num.io.threads", "2");
    k.put("background.threads", "2");
    k.put("num.recovery.threads.per.data.dir", "1");
    k.put("message.max.bytes", "4194304");
    // A restart would otherwise wait for the last registration to time out; shorter than 6 s, a
    // busy laptop loses its broker now and then.
    k.put("controlled.shutdown.enable", "true");
    k.put("broker.session.timeout.ms", "6000");
    k.put("broker.heartbeat.interval.ms", "500");
    // Facts are kept, and so is where each group stands, however long the laptop is off.
    k.put("log.retention.hours", "-1");
    k.put("offsets.retention.minutes", "5256000");
    return k;
  }

  private static void format(Path folder, KafkaConfig config) {
    try (PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(config.nodeId())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(config.metadataLogDir())
          .setDirectories(List.of(folder.toString()))
          .setIgnoreFormatted(true)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setPrintStream(quiet)
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot format the log's folder " + folder, e);
    }
  }

  /** {@code 127.0.0.1:9092}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /** Stops and waits until all is on disk. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
