package scanmill.houserules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program that a check needs and a machine may not have: then the check is left out, loudly. */
final class Program {
  private Program() {}

  static void require(String name, String whatIsNotChecked) {
    boolean there = find(name).isPresent();
    if (!there) {
      System.err.println("NOT CHECKED: " + whatIsNotChecked + ": there is no " + name + " here");
    }
    Assumptions.assumeTrue(there, "no " + name + " here");
  }

  private static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What a program prints; the test fails if it does not end well. */
  static String run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("program", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Repository.ROOT.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      boolean ended = process.waitFor(1, TimeUnit.MINUTES);
      String said = Files.readString(out, StandardCharsets.UTF_8);
      assertThat(ended && process.exitValue() == 0).as("%s:%n%s", List.of(command), said).isTrue();
      return said;
    } finally {
      Files.delete(out);
    }
  }
}
