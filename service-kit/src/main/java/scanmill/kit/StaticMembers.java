package scanmill.kit;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Static membership: where {@code scanmill.member} is set (the laptop; the host name of a
 * StatefulSet), every channel's consumer is known as {@code <member>-<channel>} in its group, so
 * that a restart takes up its partitions at once.
 */
public final class StaticMembers implements ConfigSourceFactory {
  private static final Pattern CHANNEL =
      Pattern.compile("mp\\.messaging\\.incoming\\.([A-Za-z0-9_-]+)\\.connector");

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    String member =
        Optional.ofNullable(context.getValue("scanmill.member"))
            .map(ConfigValue::getValue)
            .orElse("");
    if (member.isBlank()) {
      return List.of();
    }
    Map<String, String> ids = new HashMap<>();
    for (Iterator<String> names = context.iterateNames(); names.hasNext(); ) {
      Matcher channel = CHANNEL.matcher(names.next());
      if (channel.matches()) {
        ids.put(
            "mp.messaging.incoming." + channel.group(1) + ".group.instance.id",
            member + "-" + channel.group(1));
      }
    }
    return List.of(new PropertiesConfigSource(ids, "scanmill static members", 50));
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(50);
  }
}
