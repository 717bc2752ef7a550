package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cluster would be given: the overlays as kubectl renders them. */
class ClusterTest {
  private static final Set<String> ON_THE_DEVICE = Set.of("training", "inference");

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void everyServiceRunsAsNobodyWithProbesAndBounds(String overlay) throws Exception {
    Map<String, PodTemplateSpec> pods = pods(rendered(overlay));
    assertThat(pods.keySet()).isEqualTo(Repository.services());
    pods.forEach(
        (service, pod) -> {
          Container container = pod.getSpec().getContainers().get(0);
          assertThat(container.getImage()).startsWith("scanmill/" + service + ":");
          assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
          assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(60);
          assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
          assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
          assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
          assertThat(container.getLivenessProbe().getHttpGet().getPath())
              .isEqualTo("/q/health/live");
          assertThat(container.getReadinessProbe().getHttpGet().getPath())
              .isEqualTo("/q/health/ready");
          assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
          assertThat(container.getResources().getLimits()).containsKey("memory");
          assertThat(container.getVolumeMounts()).anyMatch(m -> m.getMountPath().equals("/tmp"));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void onlyTrainingAndInferenceAskForADevice(String overlay) throws Exception {
    Map<String, PodTemplateSpec> pods = pods(rendered(overlay));
    pods.forEach(
        (service, pod) -> {
          boolean device = overlay.equals("gpu") && ON_THE_DEVICE.contains(service);
          assertThat(
                  pod.getSpec().getContainers().get(0).getResources().getLimits().keySet().stream()
                      .filter("nvidia.com/gpu"::equals))
              .as(service)
              .hasSize(device ? 1 : 0);
          assertThat(pod.getSpec().getTolerations()).as(service).hasSize(device ? 1 : 0);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void namesMeetWhatTheyName(String overlay) throws Exception {
    List<HasMetadata> cluster = rendered(overlay);
    Map<String, PodTemplateSpec> pods = pods(cluster);
    Set<String> configMaps = Set.copyOf(names(cluster, ConfigMap.class));
    Set<String> services = Set.copyOf(names(cluster, Service.class));

    for (Service service : all(cluster, Service.class)) {
      assertMeets(pods, service.getMetadata().getName(), service.getSpec().getSelector());
    }
    for (PodDisruptionBudget budget : all(cluster, PodDisruptionBudget.class)) {
      assertMeets(
          pods, budget.getMetadata().getName(), budget.getSpec().getSelector().getMatchLabels());
    }
    for (StatefulSet set : all(cluster, StatefulSet.class)) {
      assertThat(services).contains(set.getSpec().getServiceName());
    }
    for (Job job : all(cluster, Job.class)) {
      job.getSpec().getTemplate().getSpec().getVolumes().stream()
          .filter(volume -> volume.getConfigMap() != null)
          .forEach(volume -> assertThat(configMaps).contains(volume.getConfigMap().getName()));
    }
    pods.values().stream()
        .flatMap(pod -> pod.getSpec().getContainers().get(0).getEnvFrom().stream())
        .forEach(from -> assertThat(configMaps).contains(from.getConfigMapRef().getName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu"})
  void everyVariableIsASettingAndNoSecretIsWritten(String overlay) throws Exception {
    List<HasMetadata> cluster = rendered(overlay);
    assertThat(cluster).noneMatch(manifest -> manifest.getKind().equals("Secret"));
    Stream<String> configured =
        all(cluster, ConfigMap.class).stream()
            .filter(map -> map.getMetadata().getName().equals("scanmill"))
            .flatMap(map -> map.getData().keySet().stream());
    Stream<String> own =
        pods(cluster).values().stream()
            .flatMap(pod -> pod.getSpec().getContainers().get(0).getEnv().stream())
            .peek(ClusterTest::assertReferred)
            .map(EnvVar::getName);
    List<String> variables = Stream.concat(configured, own).distinct().toList();
    assertThat(variables).contains("SCANMILL_STORE_ENDPOINT", "SCANMILL_STORE_SECRET_KEY");
    assertThat(Settings.variables()).containsAll(variables);
  }

  private static void assertReferred(EnvVar variable) {
    if (variable.getName().endsWith("_KEY")) {
      assertThat(variable.getValue()).isNull();
      assertThat(Repository.read("docs/how-to/deploy.md"))
          .contains(variable.getValueFrom().getSecretKeyRef().getName())
          .contains(variable.getValueFrom().getSecretKeyRef().getKey());
    }
  }

  private static void assertMeets(
      Map<String, PodTemplateSpec> pods, String name, Map<String, String> selector) {
    assertThat(selector).as(name).isNotEmpty();
    assertThat(
            pods.entrySet().stream()
                .filter(
                    pod ->
                        pod.getValue()
                            .getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(selector.entrySet()))
                .map(pod -> "scanmill-" + pod.getKey()))
        .containsExactly(name);
  }

  private static List<HasMetadata> rendered(String overlay)
      throws IOException, InterruptedException {
    Program.require("kubectl", "deploy/k8s/overlays/" + overlay + " as a cluster would get it");
    List<HasMetadata> cluster =
        Manifests.read(Program.run("kubectl", "kustomize", "deploy/k8s/overlays/" + overlay));
    for (HasMetadata manifest : cluster) {
      assertThat(Manifests.unknownFields(manifest))
          .as("%s %s", manifest.getKind(), manifest.getMetadata().getName())
          .isEmpty();
    }
    return cluster;
  }

  /** The pods by service. */
  private static Map<String, PodTemplateSpec> pods(List<HasMetadata> cluster) {
    Map<String, PodTemplateSpec> pods = new TreeMap<>();
    all(cluster, Deployment.class).forEach(d -> pods.put(service(d), d.getSpec().getTemplate()));
    all(cluster, StatefulSet.class).forEach(s -> pods.put(service(s), s.getSpec().getTemplate()));
    return pods;
  }

  private static String service(HasMetadata workload) {
    return workload.getMetadata().getName().replaceFirst("^scanmill-", "");
  }

  private static <T extends HasMetadata> List<T> all(List<HasMetadata> cluster, Class<T> type) {
    return cluster.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static <T extends HasMetadata> List<String> names(
      List<HasMetadata> cluster, Class<T> type) {
    return all(cluster, type).stream().map(each -> each.getMetadata().getName()).toList();
  }
}
