package scanmill.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** An interpreter on this machine that has nibabel and scipy, and what it takes for the work. */
final class PythonLoader {
  private static final String VERSIONS =
      "import sys, numpy, scipy, nibabel; print('Python', sys.version.split()[0], 'numpy',"
          + " numpy.__version__, 'scipy', scipy.__version__, 'nibabel', nibabel.__version__)";

  private final String interpreter;
  private final String versions;

  private PythonLoader(String interpreter, String versions) {
    this.interpreter = interpreter;
    this.versions = versions;
  }

  /** What one piece of work took, and the sum of its numbers. */
  record Measured(double milliseconds, double sum) {}

  /** Not a number where it was not measured. */
  static double milliseconds(Map<String, Measured> measured, String name) {
    Measured found = measured.get(name);
    return found == null ? Double.NaN : found.milliseconds();
  }

  /** The first of several that has what is needed; {@code $PYTHON} is asked first. */
  static Optional<PythonLoader> find() throws IOException, InterruptedException {
    List<String> candidates = new ArrayList<>();
    Optional.ofNullable(System.getenv("PYTHON")).ifPresent(candidates::add);
    candidates.addAll(
        List.of("python3", "/usr/bin/python3", "/usr/local/bin/python3", "/opt/conda/bin/python"));
    for (String candidate : candidates) {
      Optional<String> said = run(List.of(candidate, "-c", VERSIONS), false);
      if (said.isPresent()) {
        return Optional.of(new PythonLoader(candidate, said.get().strip()));
      }
    }
    return Optional.empty();
  }

  String versions() {
    return versions;
  }

  /**
   * @param folder with {@code scan.nii.gz} and {@code truth.nii.gz}
   * @return what was measured, by name
   */
  Map<String, Measured> measure(Path folder, int rounds) throws IOException, InterruptedException {
    Path script = folder.resolve("data_loading.py");
    try (InputStream in = PythonLoader.class.getResourceAsStream("data_loading.py")) {
      Files.copy(Objects.requireNonNull(in), script);
    }
    String said =
        run(
                List.of(
                    interpreter, script.toString(), folder.toString(), Integer.toString(rounds)),
                true)
            .orElseThrow(() -> new IOException("The Python part failed"));
    Map<String, Measured> measured = new HashMap<>();
    for (String line : said.lines().toList()) {
      String[] words = line.split(" ", -1);
      measured.put(
          words[0], new Measured(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
    }
    return measured;
  }

  /** What a program printed; empty if there is none or it failed. */
  private static Optional<String> run(List<String> command, boolean complaints)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectError(
                  complaints ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty(); // no such program
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(out) : Optional.empty();
  }
}
