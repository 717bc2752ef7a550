package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import scanmill.events.Event;
import scanmill.kit.ChannelDefaults;

/** The topics that a deployment makes are those that the services tell and hear. */
class TopicsTest {
  private static final List<String> MADE =
      Repository.read("deploy/k8s/base/topics/topics.txt")
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();

  @Test
  void thereIsOneForEveryEventEveryChannelsDeadLettersAndTheBucket() {
    Set<String> needed = new TreeSet<>();
    Event.ALL.forEach(type -> needed.add(Event.topic(type)));
    needed.add(ChannelDefaults.BUCKET_NOTIFICATIONS);
    channels().forEach(channel -> needed.add(ChannelDefaults.deadLetters(channel)));
    assertThat(new TreeSet<>(MADE)).isEqualTo(needed);
    assertThat(MADE).doesNotHaveDuplicates();
  }

  @Test
  void everyChannelIsNamedAfterItsServiceAndItsTopic() {
    Set<String> channels = channels();
    assertThat(channels).isNotEmpty();
    for (String channel : channels) {
      int dash = channel.indexOf('-');
      assertThat(Repository.services()).contains(channel.substring(0, dash));
      assertThat(MADE).contains(channel.substring(dash + 1));
    }
  }

  @Test
  void theEventsPageSaysWhoHearsWhat() {
    Set<String> said = new TreeSet<>();
    for (String line : Repository.read("docs/reference/events.md").lines().toList()) {
      List<String> cells = List.of(line.split(" *\\| *", -1));
      if (line.startsWith("| `") && cells.size() == 7) {
        for (String service : cells.get(5).split(", ", -1)) {
          said.add(service + "-" + cells.get(2).replace("`", ""));
        }
      }
    }
    Set<String> heard = new TreeSet<>(channels());
    heard.remove("ingest-" + ChannelDefaults.BUCKET_NOTIFICATIONS);
    Event.ALL.forEach(type -> heard.add("gateway-" + Event.topic(type))); // It reads the whole log.
    assertThat(said).isEqualTo(heard);
  }

  private static Set<String> channels() {
    Set<String> channels = new TreeSet<>();
    for (JavaClass type : HouseClasses.ALL) {
      for (JavaMethod method : type.getMethods()) {
        if (method.isAnnotatedWith(Incoming.class)) {
          channels.add(method.getAnnotationOfType(Incoming.class).value());
        }
      }
    }
    return channels;
  }
}
