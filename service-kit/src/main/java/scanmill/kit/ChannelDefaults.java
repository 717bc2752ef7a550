package scanmill.kit;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import scanmill.events.Event;

/**
 * Settings that follow from a channel's name, so that nobody writes them: channel {@code
 * preprocess-scan-ingested} is topic {@code scan-ingested} (behind {@code scanmill.topics.prefix}),
 * group {@code preprocess-scan-ingested} and dead-letter topic {@code
 * dead-letter-preprocess-scan-ingested}.
 *
 * <p>Any other source wins over this one.
 */
public final class ChannelDefaults implements ConfigSource {
  /** The topic that bucket notifications come on, without the installation's prefix. */
  public static final String BUCKET_NOTIFICATIONS = "bucket-notifications";

  private static final Set<String> TOPICS =
      Stream.concat(Event.ALL.stream().map(Event::topic), Stream.of(BUCKET_NOTIFICATIONS))
          .collect(Collectors.toUnmodifiableSet());
  private static final Pattern CHANNEL =
      Pattern.compile(
          "mp\\.messaging\\.incoming\\.([a-z]+)-([a-z-]+)\\.(topic|group\\.id|dead-letter-queue\\.topic)");

  @Override
  public @Nullable String getValue(String name) {
    return channel(name).orElse(null);
  }

  private static Optional<String> channel(String name) {
    Matcher parts = CHANNEL.matcher(name);
    if (!parts.matches() || !TOPICS.contains(parts.group(2))) {
      return Optional.empty();
    }
    String topic = parts.group(2);
    String channel = parts.group(1) + "-" + topic;
    return Optional.of(
        switch (parts.group(3)) {
          case "topic" -> "${scanmill.topics.prefix:}" + topic;
          case "group.id" -> "${scanmill.topics.prefix:}" + channel;
          default -> "${scanmill.topics.prefix:}" + deadLetters(channel);
        });
  }

  /** The topic that a channel's parked records lie on, without the installation's prefix. */
  public static String deadLetters(String channel) {
    return "dead-letter-" + channel;
  }

  @Override
  public Map<String, String> getProperties() {
    return Map.of();
  }

  @Override
  public Set<String> getPropertyNames() {
    return Set.of();
  }

  @Override
  public String getName() {
    return "scanmill channel names";
  }

  @Override
  public int getOrdinal() {
    return 50;
  }
}
