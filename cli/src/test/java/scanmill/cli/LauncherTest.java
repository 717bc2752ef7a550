package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script beside the modules, run with Java and Maven that are not. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("../scanmill").toAbsolutePath().normalize();

  @TempDir Path folder;
  private Path home = Path.of("/");
  private Path bin = Path.of("/");

  private record Outcome(int code, String said) {}

  @BeforeEach
  void layOut() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    bin = Files.createDirectories(folder.resolve("bin"));
    Files.copy(SCRIPT, home.resolve("scanmill"));
    allowToRun(home.resolve("scanmill"));
  }

  private static void allowToRun(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void program(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    allowToRun(file);
  }

  private void java(String version) throws IOException {
    program(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\"' >&2; else echo \"in $(pwd)\"; for word; do echo \"word $word\"; done; fi");
    program("javac", "exit 0");
  }

  private void builtApp() throws IOException {
    Path app = home.resolve("standalone/target/quarkus-app/quarkus-run.jar");
    Files.createDirectories(app.getParent());
    Files.writeString(app, "");
    Files.writeString(home.resolve("standalone/target/scanmill-built"), "");
  }

  private Outcome run(Path script, String... words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(script.toString());
    builder.command().addAll(List.of(words));
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("SCANMILL") || name.equals("JAVA_HOME"));
    environment.put("SCANMILL_ONLY_NAMED_JAVA", "1");
    environment.put("PATH", bin + ":" + tools());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), said);
  }

  /** A folder with the few tools the script needs, and neither Java nor Maven. */
  private Path tools() throws IOException {
    Path tools = folder.resolve("tools");
    if (Files.exists(tools)) {
      return tools;
    }
    Files.createDirectories(tools);
    for (String name :
        List.of(
            "dirname",
            "readlink",
            "sed",
            "head",
            "find",
            "date",
            "mkdir",
            "touch",
            "grep",
            "flock")) {
      for (String place : List.of("/usr/bin/", "/bin/")) {
        if (Files.exists(Path.of(place + name))) {
          Files.writeString(tools.resolve(name), "#!/bin/sh\nexec " + place + name + " \"$@\"\n");
          allowToRun(tools.resolve(name));
        }
      }
    }
    return tools;
  }

  @Test
  void isAScriptThatAnyShellReads() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-n", SCRIPT.toString()).start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void saysWhichJavaItFoundWhenThatIsTooOld() throws IOException, InterruptedException {
    java("1.8.0_392");
    Outcome outcome = run(home.resolve("scanmill"), "status");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.said()).contains("needs Java 17", "Java 8 at " + bin, "[java-too-old]");
  }

  @Test
  void saysThatThereIsNoJava() throws IOException, InterruptedException {
    Outcome outcome = run(home.resolve("scanmill"), "status");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.said()).contains("found none", "JAVA_HOME");
  }

  @Test
  void saysThatMavenIsMissingWhenNothingIsBuilt() throws IOException, InterruptedException {
    java("17.0.1");
    Outcome outcome = run(home.resolve("scanmill"), "status");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.said()).contains("[maven-missing]");
  }

  @Test
  void runsWhatIsBuiltFromWhereThePersonIs() throws IOException, InterruptedException {
    java("25");
    builtApp();
    Outcome outcome = run(home.resolve("scanmill"), "segment", "-i", "a scan.nii");
    assertThat(outcome.code()).as(outcome.said()).isZero();
    assertThat(outcome.said())
        .contains(
            "in " + folder.toRealPath(),
            "word --enable-native-access=ALL-UNNAMED",
            "word -Dai.djl.offline=true",
            "word segment",
            "word a scan.nii");
  }

  @Test
  void findsItsHomeThroughALink() throws IOException, InterruptedException {
    java("17.0.9");
    builtApp();
    Path link = Files.createSymbolicLink(folder.resolve("mill"), Path.of("home/scanmill"));
    Outcome outcome = run(link, "status");
    assertThat(outcome.code()).as(outcome.said()).isZero();
    assertThat(outcome.said())
        .contains(
            "word " + home.toRealPath().resolve("standalone/target/quarkus-app/quarkus-run.jar"))
        .doesNotContain("--enable-native-access");
  }

  @Test
  void buildsOnceAndAgainWhenASourceIsNewer() throws IOException, InterruptedException {
    java("21.0.1");
    program(
        "mvn",
        "mkdir -p standalone/target/quarkus-app; : > standalone/target/quarkus-app/quarkus-run.jar;"
            + " echo built >> builds");
    Path source = home.resolve("cli/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "class A {}");
    assertThat(run(home.resolve("scanmill"), "status").said()).contains("Building", "Built in");
    assertThat(run(home.resolve("scanmill"), "status").said()).doesNotContain("Building");
    Thread.sleep(1100);
    Files.writeString(source, "class A { }");
    assertThat(run(home.resolve("scanmill"), "status").said()).contains("Building");
    assertThat(Files.readAllLines(home.resolve("builds"))).hasSize(2);
  }

  @Test
  void showsTheErrorsOfABuildThatFails() throws IOException, InterruptedException {
    java("21.0.1");
    program("mvn", "echo '[ERROR] no such symbol'; exit 1");
    Outcome outcome = run(home.resolve("scanmill"), "status");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.said()).contains("no such symbol", "build.log", "[build-failed]");
  }
}
