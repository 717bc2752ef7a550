package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The files under deploy/k8s as they are written; {@link ClusterTest} sees what becomes of them.
 */
class KustomizeTest {
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "",
          Set.of(
              "apiVersion",
              "kind",
              "resources",
              "components",
              "nameSuffix",
              "labels",
              "images",
              "patches",
              "configMapGenerator"),
          "labels",
          Set.of("pairs", "includeSelectors", "includeTemplates"),
          "images",
          Set.of("name", "newName", "newTag"),
          "patches",
          Set.of("path", "target", "options"),
          "configMapGenerator",
          Set.of("name", "files"));

  private static final Map<String, Set<String>> SCALED_OBJECT =
      Map.of(
          "",
          Set.of(
              "scaleTargetRef", "minReplicaCount", "maxReplicaCount", "cooldownPeriod", "triggers"),
          "scaleTargetRef",
          Set.of("apiVersion", "kind", "name"),
          "triggers",
          Set.of("type", "metadata"));

  private static final Set<String> KAFKA_TRIGGER =
      Set.of(
          "bootstrapServers",
          "consumerGroup",
          "topic",
          "lagThreshold",
          "activationLagThreshold",
          "limitToPartitionsWithLag",
          "excludePersistentLag");

  private static final List<Path> FILES =
      Repository.below("deploy/k8s").stream()
          .filter(file -> file.toString().endsWith(".yaml"))
          .toList();

  @Test
  void findsMisspeltFieldsAndWrongTypes() {
    String typo =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: x}
        spec:
          template:
            spec:
              containers:
                - name: x
                  imagee: y
                  readinessProbe: {initalDelaySeconds: 3}
        """;
    assertThat(Manifests.unknownFields(Manifests.read(typo).get(0)))
        .containsExactlyInAnyOrder(
            "spec.template.spec.containers[0].imagee",
            "spec.template.spec.containers[0].readinessProbe.initalDelaySeconds");
    assertThatThrownBy(
            () ->
                Manifests.read(
                    "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: several}}"))
        .hasStackTraceContaining("\"several\"");
    assertThat(Manifests.unknownFields(Manifests.read("{apiVersion: a.b/v1, kind: Odd}").get(0)))
        .containsExactly("kind Odd");
  }

  @Test
  void kustomizationsHaveOnlyKnownKeysAndNameFilesThatExist() {
    int seen = 0;
    for (Path file : FILES) {
      if (isKustomization(file)) {
        Map<String, Object> kustomization = Yaml.map(Repository.read(file));
        checkKeys(file, kustomization, KEYS);
        named(file, kustomization)
            .forEach(
                named ->
                    assertThat(
                            Files.isDirectory(named)
                                ? Files.exists(named.resolve("kustomization.yaml"))
                                : Files.exists(named))
                        .as("%s names %s", Repository.name(file), named)
                        .isTrue());
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(Repository.services().size());
  }

  @Test
  void noFileIsLeftOut() {
    Set<Path> named = new TreeSet<>();
    for (Path file : FILES) {
      if (isKustomization(file)) {
        named(file, Yaml.map(Repository.read(file))).forEach(named::add);
      }
    }
    for (Path file : FILES) {
      if (!isKustomization(file)) {
        assertThat(named).contains(file);
      }
    }
  }

  @Test
  void manifestsAndPatchesHaveOnlyFieldsOfTheApi() {
    int seen = 0;
    for (Path file : FILES) {
      if (isKustomization(file)) {
        continue;
      }
      String text = Repository.read(file);
      for (Object document : Yaml.documents(text)) {
        if (document instanceof List<?> operations) {
          operations.forEach(operation -> checkOperation(file, Yaml.map(operation)));
        } else if (Yaml.text(Yaml.map(document), "kind").equals("ScaledObject")) {
          checkScaledObject(file, Yaml.map(document));
        } else {
          HasMetadata manifest = Manifests.read(text).get(0);
          assertThat(Manifests.unknownFields(manifest)).as(Repository.name(file)).isEmpty();
        }
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(8);
  }

  private static void checkOperation(Path file, Map<String, Object> operation) {
    assertThat(operation.keySet()).as(Repository.name(file)).isSubsetOf("op", "path", "value");
    assertThat(Yaml.text(operation, "op")).isIn("add", "replace", "remove");
    assertThat(Yaml.text(operation, "path")).startsWith("/");
  }

  private static void checkScaledObject(Path file, Map<String, Object> document) {
    Map<String, Object> spec = Yaml.map(document, "spec");
    checkKeys(file, spec, SCALED_OBJECT);
    String service = Yaml.text(Yaml.map(spec, "scaleTargetRef"), "name").replace("scanmill-", "");
    assertThat(Repository.services()).contains(service);
    for (Object trigger : Yaml.list(spec, "triggers")) {
      Map<String, Object> metadata = Yaml.map(Yaml.map(trigger), "metadata");
      assertThat(metadata.keySet()).isEqualTo(KAFKA_TRIGGER);
      String topic = Yaml.text(metadata, "topic").replaceFirst("^scanmill-", "");
      assertThat(Yaml.text(metadata, "consumerGroup"))
          .isEqualTo("scanmill-" + service + "-" + topic); // every channel has its own
      assertThat(Repository.read("deploy/k8s/base/topics/topics.txt").lines()).contains(topic);
    }
  }

  private static void checkKeys(
      Path file, Map<String, Object> map, Map<String, Set<String>> allowed) {
    assertThat(map.keySet())
        .as(Repository.name(file))
        .isSubsetOf(allowed.getOrDefault("", Set.of()));
    allowed.forEach(
        (key, inner) -> {
          if (map.get(key) instanceof List<?> items) {
            items.forEach(
                item ->
                    assertThat(Yaml.map(item).keySet())
                        .as("%s %s", Repository.name(file), key)
                        .isSubsetOf(inner));
          } else if (map.containsKey(key)) {
            assertThat(Yaml.map(map, key).keySet()).isSubsetOf(inner);
          }
        });
  }

  private static Stream<Path> named(Path file, Map<String, Object> kustomization) {
    List<String> names = new ArrayList<>();
    names.addAll(Yaml.texts(kustomization, "resources"));
    names.addAll(Yaml.texts(kustomization, "components"));
    Yaml.list(kustomization, "patches").forEach(p -> names.add(Yaml.text(Yaml.map(p), "path")));
    Yaml.list(kustomization, "configMapGenerator")
        .forEach(generator -> names.addAll(Yaml.texts(Yaml.map(generator), "files")));
    return names.stream().map(name -> file.resolveSibling(name).normalize());
  }

  private static boolean isKustomization(Path file) {
    return Repository.fileName(file).equals("kustomization.yaml");
  }
}
