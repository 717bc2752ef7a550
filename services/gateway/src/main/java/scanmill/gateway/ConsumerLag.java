package scanmill.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * How many records each service has before it: what was committed against the end of the log, which
 * is also what scales services. Looked at every ten seconds; told as {@code
 * scanmill_consumer_lag{group, topic, partition}}.
 */
@Singleton
class ConsumerLag {
  private static final Logger LOG = Logger.getLogger(ConsumerLag.class);
  private static final long PATIENCE_SECONDS = 5;

  private final Map<String, Object> kafka;
  private final String prefix;
  private final boolean enabled;
  private final MultiGauge gauge;
  private Optional<Admin> admin = Optional.empty();
  private volatile List<Service> services = List.of();
  private volatile boolean reachable;

  /**
   * One service, as the log sees it: all its consumer groups, one for each topic it listens to.
   *
   * @param state {@code up}, {@code away} if nobody of it listens, {@code partly up} if some topics
   *     have no listener
   * @param members how many listeners, over all its topics
   * @param lag records before it
   */
  record Service(String name, String state, int members, long lag) {
    Service with(Service other) {
      return new Service(
          name,
          state.equals(other.state) ? state : "partly up",
          members + other.members,
          lag + other.lag);
    }
  }

  @Inject
  ConsumerLag(
      MeterRegistry registry,
      GatewaySettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "scanmill.topics.prefix") Optional<String> prefix) {
    this.kafka = Map.copyOf(kafka);
    this.prefix = prefix.orElse("");
    this.enabled = settings.readLog();
    this.gauge =
        MultiGauge.builder("scanmill.consumer.lag")
            .description("Records that a service has not finished yet")
            .register(registry);
  }

  /** The services that have ever listened, by name. */
  List<Service> services() {
    return services;
  }

  boolean reachable() {
    return !enabled || reachable;
  }

  @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    if (!enabled) {
      return;
    }
    try {
      measure(open());
      reachable = true;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      reachable = false;
      LOG.debugf("The lag could not be measured: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    admin.ifPresent(open -> open.close(Duration.ofSeconds(2)));
  }

  private Admin open() {
    if (admin.isEmpty()) {
      Map<String, Object> settings = new HashMap<>(kafka);
      settings.put("client.id", "gateway-lag");
      settings.put("default.api.timeout.ms", "5000");
      settings.put("request.timeout.ms", "4000");
      admin = Optional.of(Admin.create(settings));
    }
    return admin.get();
  }

  private void measure(Admin log)
      throws ExecutionException, TimeoutException, InterruptedException {
    List<String> names =
        log
            .listGroups(ListGroupsOptions.forConsumerGroups())
            .all()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .stream()
            .map(GroupListing::groupId)
            .filter(name -> name.startsWith(prefix))
            .sorted()
            .toList();
    Map<String, ConsumerGroupDescription> described =
        log.describeConsumerGroups(names).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
        log.listConsumerGroupOffsets(
                names.stream()
                    .collect(
                        Collectors.toMap(name -> name, name -> new ListConsumerGroupOffsetsSpec())))
            .all()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    committed
        .values()
        .forEach(offsets -> offsets.keySet().forEach(p -> asked.put(p, OffsetSpec.latest())));
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        log.listOffsets(asked).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    tell(names, described, committed, ends);
  }

  private void tell(
      List<String> names,
      Map<String, ConsumerGroupDescription> described,
      Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    Map<String, Service> seen = new TreeMap<>();
    for (String name : names) {
      long sum = 0;
      Map<String, Long> lags = lags(committed.getOrDefault(name, Map.of()), ends);
      for (Map.Entry<String, Long> lag : lags.entrySet()) {
        int dash = lag.getKey().lastIndexOf('-');
        Tags tags =
            Tags.of(
                "group", name,
                "topic", lag.getKey().substring(0, dash),
                "partition", lag.getKey().substring(dash + 1));
        rows.add(MultiGauge.Row.of(tags, lag.getValue()));
        sum += lag.getValue();
      }
      ConsumerGroupDescription group = described.get(name);
      int members = group == null ? 0 : group.members().size();
      String service = name.substring(prefix.length()).replaceAll("-.*", "");
      seen.merge(
          service, new Service(service, members > 0 ? "up" : "away", members, sum), Service::with);
    }
    gauge.register(rows, true);
    services = List.copyOf(seen.values());
  }

  /** By {@code topic-partition}. */
  static Map<String, Long> lags(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    Map<String, Long> lags = new TreeMap<>();
    committed.forEach(
        (partition, offset) -> {
          ListOffsetsResultInfo end = ends.get(partition);
          if (end != null && offset != null) {
            lags.put(partition.toString(), Math.max(0, end.offset() - offset.offset()));
          }
        });
    return lags;
  }
}
