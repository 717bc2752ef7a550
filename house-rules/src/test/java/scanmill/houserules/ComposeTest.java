package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docker-compose.yml and the image that it builds. */
class ComposeTest {
  private static final String TEXT = Repository.read("docker-compose.yml");
  private static final Map<String, Object> COMPOSE = Yaml.map(TEXT);
  private static final Map<String, Map<String, Object>> SERVICES = services();

  /** Those keys of the Compose specification that are used here. */
  private static final Set<String> SERVICE_KEYS =
      Set.of(
          "build",
          "cap_drop",
          "command",
          "depends_on",
          "entrypoint",
          "environment",
          "healthcheck",
          "image",
          "ports",
          "read_only",
          "restart",
          "security_opt",
          "stop_grace_period",
          "volumes");

  private static final Set<String> HEALTHCHECK_KEYS =
      Set.of("test", "interval", "timeout", "start_period", "retries");

  @Test
  void hasOnlyKnownKeys() {
    assertThat(COMPOSE.keySet()).isSubsetOf("name", "services", "volumes", "x-build", "x-service");
    SERVICES.forEach(
        (name, service) -> {
          assertThat(service.keySet()).as(name).isSubsetOf(SERVICE_KEYS).contains("image");
          assertThat(Yaml.map(service, "healthcheck").keySet()).isSubsetOf(HEALTHCHECK_KEYS);
          assertThat(Yaml.map(service, "build").keySet())
              .isSubsetOf("context", "dockerfile", "args");
        });
  }

  @Test
  void runsEveryServiceFromOneDockerfile() {
    assertThat(SERVICES.keySet()).containsAll(Repository.services());
    for (String name : Repository.services()) {
      Map<String, Object> build = Yaml.map(service(name), "build");
      assertThat(Yaml.map(build, "args")).isEqualTo(Map.of("SERVICE", name));
      assertThat(Repository.ROOT.resolve(Yaml.text(build, "dockerfile"))).exists();
      assertThat(Yaml.text(service(name), "image")).startsWith("scanmill/" + name + ":");
    }
  }

  @Test
  void everythingThatStaysUpSaysWhetherItIsWell() {
    SERVICES.forEach(
        (name, service) -> {
          if (oneShot(service)) {
            assertThat(waits().getOrDefault(name, Set.of()))
                .as(name)
                .containsOnly("service_completed_successfully");
          } else {
            assertThat(Yaml.list(Yaml.map(service, "healthcheck"), "test")).as(name).isNotEmpty();
            assertThat(waits().getOrDefault(name, Set.of()))
                .as(name)
                .isSubsetOf("service_healthy", "service_started");
          }
        });
  }

  @Test
  void everythingWaitsForWhatItNeedsAndNothingForItself() {
    assertThat(waits().keySet()).isSubsetOf(SERVICES.keySet());
    SERVICES.forEach(
        (name, service) -> {
          if (!name.equals("kafka")) {
            assertThat(Yaml.map(service, "depends_on")).as(name).isNotEmpty();
          }
        });
    Set<String> started = new TreeSet<>();
    for (int round = 0; round < SERVICES.size(); round++) {
      SERVICES.forEach(
          (name, service) -> {
            if (started.containsAll(Yaml.map(service, "depends_on").keySet())) {
              started.add(name);
            }
          });
    }
    assertThat(started).as("no circle").isEqualTo(SERVICES.keySet());
  }

  @Test
  void opensPortsOnThisMachineOnly() {
    Set<String> ports = new TreeSet<>();
    SERVICES.values().forEach(service -> ports.addAll(Yaml.texts(service, "ports")));
    assertThat(ports).isNotEmpty().allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"));
  }

  @Test
  void mountsWhatIsThere() {
    Set<String> volumes = Yaml.map(COMPOSE, "volumes").keySet();
    for (Map<String, Object> service : SERVICES.values()) {
      for (Object volume : Yaml.list(service, "volumes")) {
        if (volume instanceof String text) {
          String source = text.substring(0, text.indexOf(':'));
          if (source.startsWith("./")) {
            assertThat(Files.isDirectory(Repository.ROOT.resolve(source))).as(text).isTrue();
            assertThat(text).endsWith(":ro");
          } else {
            assertThat(volumes).contains(source);
          }
        } else {
          assertThat(Yaml.map(volume)).isEqualTo(Map.of("type", "volume", "target", "/tmp"));
        }
      }
    }
  }

  @Test
  void takesCredentialsFromTheEnvFileAndFromNowhereElse() {
    Set<String> secrets =
        Repository.read(".env.example")
            .lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .peek(line -> assertThat(line).endsWith("="))
            .map(line -> line.replace("=", ""))
            .collect(Collectors.toSet());
    assertThat(secrets).isNotEmpty();
    Matcher variable = Pattern.compile("(?<!\\$)\\$\\{([A-Z0-9_]+)([^}]*)}").matcher(TEXT);
    Set<String> used = new TreeSet<>();
    while (variable.find()) {
      if (secrets.contains(variable.group(1))) {
        used.add(variable.group(1));
        assertThat(variable.group(2)).isEqualTo(":?set " + variable.group(1) + " in .env");
      } else {
        assertThat(variable.group(2)).as(variable.group()).startsWith(":-");
      }
    }
    assertThat(used).isEqualTo(secrets);
    SERVICES.forEach(
        (name, service) ->
            Yaml.map(service, "environment")
                .forEach(
                    (key, value) -> {
                      if (key.matches(".*(PASSWORD|SECRET|_KEY|ROOT_USER).*")) {
                        assertThat(String.valueOf(value)).as(name).startsWith("${");
                      }
                    }));
    assertThat(Repository.read(".gitignore").lines()).contains(".env");
  }

  @Test
  void everyVariableOfAServiceIsASetting() {
    for (String name : Repository.services()) {
      assertThat(Settings.variables()).containsAll(Yaml.map(service(name), "environment").keySet());
    }
  }

  @Test
  void theStoreTellsTheTopicThatIngestHears() {
    String prefix = Yaml.text(Yaml.map(service("ingest"), "environment"), "SCANMILL_TOPICS_PREFIX");
    assertThat(Yaml.map(service("store"), "environment"))
        .containsEntry("MINIO_NOTIFY_KAFKA_TOPIC_INGEST", prefix + "bucket-notifications");
    assertThat(Yaml.map(service("topics"), "environment"))
        .containsEntry("SCANMILL_TOPICS_PREFIX", prefix);
  }

  @Test
  void theImageRunsAsNobodyAndSaysWhetherItIsWell() {
    String dockerfile = Repository.read("deploy/Dockerfile").replaceAll("\\\\\\n\\s*", "");
    List<String> instructions =
        dockerfile.lines().filter(line -> line.matches("[A-Z]+ .*")).toList();
    assertThat(instructions).contains("ARG SERVICE", "USER 10001:10001", "EXPOSE 8080");
    assertThat(instructions).anyMatch(line -> line.startsWith("ENTRYPOINT [\"java\""));
    String check =
        String.valueOf(Yaml.list(Yaml.map(service("gateway"), "healthcheck"), "test").get(3));
    assertThat(instructions)
        .anyMatch(
            line ->
                line.startsWith("HEALTHCHECK ")
                    && line.contains(check.replace("\\", "\\\\").replace("\"", "\\\"")));
    List<String> copied = instructions.stream().filter(line -> line.startsWith("COPY ")).toList();
    assertThat(copied)
        .isNotEmpty()
        .allMatch(line -> line.startsWith("COPY services/${SERVICE}/target/quarkus-app/"));
    assertThat(Repository.read(".dockerignore").lines())
        .contains("*", "!services/*/target/quarkus-app");
  }

  private static boolean oneShot(Map<String, Object> service) {
    return "no".equals(service.get("restart"));
  }

  /** What others wait for, by service. */
  private static Map<String, Set<String>> waits() {
    Map<String, Set<String>> waits = new TreeMap<>();
    for (Map<String, Object> service : SERVICES.values()) {
      Yaml.map(service, "depends_on")
          .forEach(
              (name, how) ->
                  waits
                      .computeIfAbsent(name, n -> new TreeSet<>())
                      .add(Yaml.text(Yaml.map(how), "condition")));
    }
    return waits;
  }

  private static Map<String, Object> service(String name) {
    return SERVICES.getOrDefault(name, Map.of());
  }

  private static Map<String, Map<String, Object>> services() {
    Map<String, Map<String, Object>> services = new TreeMap<>();
    Yaml.map(COMPOSE, "services").forEach((name, value) -> services.put(name, Yaml.map(value)));
    return services;
  }
}
