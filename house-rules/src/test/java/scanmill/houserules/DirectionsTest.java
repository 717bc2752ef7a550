package scanmill.houserules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which package may see which. ARCHITECTURE.md says why. */
class DirectionsTest {
  private static final Set<String> LIBRARIES = Repository.packagesBelow("libraries");
  private static final Set<String> SERVICES = Repository.packagesBelow("services");

  @Test
  void seesEveryModule() {
    Set<String> imported = new TreeSet<>();
    HouseClasses.ALL.forEach(type -> imported.add(type.getPackageName()));
    assertThat(imported).containsAll(LIBRARIES).containsAll(SERVICES).contains("scanmill.kit");
    assertThat(SERVICES).hasSameSizeAs(Repository.services());
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("scanmill.(*)..").should().beFreeOfCycles().check(HouseClasses.ALL);
  }

  @Test
  void voxelsDoNotKnowTensors() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "scanmill.volumes",
            "scanmill.transforms",
            "scanmill.postprocessing",
            "scanmill.metrics",
            "scanmill.reports",
            "scanmill.uncertainty")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl..", "ai.onnxruntime..")
        .check(HouseClasses.ALL);
  }

  @Test
  void onlyTheEngineKnowsThatItIsPyTorch() {
    noClasses()
        .that()
        .resideOutsideOfPackage("scanmill.engine")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl.pytorch..")
        .check(HouseClasses.ALL);
  }

  @Test
  void librariesKnowNeitherEventsNorFrameworks() {
    noClasses()
        .that(liveIn(LIBRARIES))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "scanmill.events..",
            "scanmill.kit..",
            "io.quarkus..",
            "io.smallrye..",
            "org.eclipse.microprofile..",
            "jakarta..",
            "org.apache.kafka..",
            "io.minio..")
        .check(HouseClasses.ALL);
  }

  @Test
  void eventsAndNamesNeedOnlyTheJdkAndAnnotations() {
    noClasses()
        .that()
        .resideInAnyPackage("scanmill.events", "scanmill.ids", "scanmill.problems")
        .should()
        .dependOnClassesThat(
            describe(
                "are neither the JDK's, their own, nor annotations",
                type ->
                    !type.getPackageName().startsWith("java")
                        && !type.getPackageName().matches("scanmill\\.(events|ids|problems)")
                        && !type.getPackageName().equals("com.fasterxml.jackson.annotation")
                        && !type.getPackageName().startsWith("org.jspecify")
                        && !type.isPrimitive()
                        && !type.isArray()))
        .check(HouseClasses.ALL);
  }

  @TestFactory
  Stream<DynamicTest> servicesNeverSeeEachOther() {
    return SERVICES.stream()
        .sorted()
        .map(
            service ->
                DynamicTest.dynamicTest(
                    service,
                    () -> {
                      Set<String> others = new TreeSet<>(SERVICES);
                      others.remove(service);
                      noClasses()
                          .that()
                          .resideInAPackage(service)
                          .should()
                          .dependOnClassesThat(liveIn(others))
                          .check(HouseClasses.ALL);
                    }));
  }

  @Test
  void nobodyButStandaloneSeesAService() {
    noClasses()
        .that(
            liveIn(SERVICES)
                .or(liveIn(Set.of("scanmill.standalone")))
                .negate()
                .as("are neither a service nor standalone"))
        .should()
        .dependOnClassesThat(liveIn(SERVICES))
        .check(HouseClasses.ALL);
  }

  @Test
  void onlyListenersPublishersAndTheKitMeetMessages() {
    noClasses()
        .that()
        .resideOutsideOfPackage("scanmill.kit")
        .and(
            describe(
                "are no listener or publisher",
                type -> !outermost(type).getSimpleName().matches(".*(Listener|Publisher)")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.eclipse.microprofile.reactive.messaging..", "io.smallrye.reactive..")
        .check(HouseClasses.ALL);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(DirectionsTest::outermost).orElse(type);
  }

  private static DescribedPredicate<JavaClass> liveIn(Set<String> packages) {
    return describe(
        "live in " + String.join(", ", new TreeSet<>(packages)),
        type -> packages.contains(type.getPackageName()));
  }
}
