package scanmill.embedded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import scanmill.events.Event;

/** Makes the topics of all events and of the bucket's notifications before anybody listens. */
public final class TopicSetup {
  /** The topic that notifications of the bucket come on, without prefix. */
  public static final String BUCKET_NOTIFICATIONS = "bucket-notifications";

  private static final Map<String, String> KEPT =
      Map.of("retention.ms", "-1", "max.message.bytes", "4194304");
  private static final long PATIENCE_SECONDS = 30;

  private TopicSetup() {}

  /** All topics there are, without prefix. */
  public static List<String> topics() {
    List<String> topics = new ArrayList<>();
    topics.add(BUCKET_NOTIFICATIONS);
    Event.ALL.forEach(type -> topics.add(Event.topic(type)));
    return topics;
  }

  /** Makes those that are missing; leaves the others as they are. */
  public static void create(String bootstrapServers, String prefix, int partitions) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Set<String> there =
          new HashSet<>(admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      List<NewTopic> missing =
          topics().stream()
              .map(topic -> prefix + topic)
              .filter(topic -> !there.contains(topic))
              .map(topic -> new NewTopic(topic, partitions, (short) 1).configs(KEPT))
              .toList();
      admin.createTopics(missing).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("The topics could not be made", e);
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException("The log did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the topics were made", e);
    }
  }
}
