package scanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;

final class KafkaVersionTest {
  private static String jarOf(Class<?> type) {
    return URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())
        .getPath();
  }

  @Test
  void isTheSameForBrokerAndClients() {
    String clients = "-" + AppInfoParser.getVersion() + ".jar";

    assertThat(jarOf(KafkaRaftServer.class)).endsWith(clients);
    assertThat(jarOf(Formatter.class)).endsWith(clients);
    assertThat(jarOf(MetadataVersion.class)).endsWith(clients);
  }
}
