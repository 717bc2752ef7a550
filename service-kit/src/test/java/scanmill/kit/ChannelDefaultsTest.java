package scanmill.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChannelDefaultsTest {
  private static SmallRyeConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(new ChannelDefaults(), new PropertiesConfigSource(settings, "test", 100))
        .build();
  }

  @Test
  void derivesTopicGroupAndDeadLettersFromTheName() {
    SmallRyeConfig config = config(Map.of("scanmill.topics.prefix", "ward7-"));
    String channel = "mp.messaging.incoming.preprocess-scan-ingested.";

    assertThat(config.getValue(channel + "topic", String.class)).isEqualTo("ward7-scan-ingested");
    assertThat(config.getValue(channel + "group.id", String.class))
        .isEqualTo("ward7-preprocess-scan-ingested");
    assertThat(config.getValue(channel + "dead-letter-queue.topic", String.class))
        .isEqualTo("ward7-dead-letter-preprocess-scan-ingested");
    assertThat(config.getOptionalValue(channel + "enabled", String.class)).isEmpty();
  }

  @Test
  void needsNoPrefix() {
    assertThat(
            config(Map.of())
                .getValue("mp.messaging.incoming.ingest-bucket-notifications.topic", String.class))
        .isEqualTo("bucket-notifications");
  }

  @Test
  void saysNothingOfOtherChannels() {
    assertThat(
            config(Map.of())
                .getOptionalValue("mp.messaging.incoming.gateway-everything.topic", String.class))
        .isEmpty();
  }

  @Test
  void givesWayToEveryOtherSource() {
    SmallRyeConfig config =
        config(Map.of("mp.messaging.incoming.gateway-scan-ingested.group.id", "own"));

    assertThat(
            config.getValue("mp.messaging.incoming.gateway-scan-ingested.group.id", String.class))
        .isEqualTo("own");
  }
}
