package scanmill.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A Python on this machine that has what a comparison needs.
 *
 * @param command by which it is called
 * @param versions what it said of itself
 */
record Interpreter(String command, String versions) {

  /**
   * The first of several that has what is needed; {@code $PYTHON} is asked first.
   *
   * @param modules to be imported, such as {@code numpy, scipy}
   */
  static Optional<Interpreter> with(String modules) throws IOException, InterruptedException {
    String program =
        ("import sys, MODULES; print('Python', sys.version.split()[0],"
                + " *(m.__name__ + ' ' + m.__version__ for m in (MODULES,)))")
            .replace("MODULES", modules);
    List<String> candidates = new ArrayList<>();
    Optional.ofNullable(System.getenv("PYTHON")).ifPresent(candidates::add);
    candidates.addAll(
        List.of("python3", "/usr/bin/python3", "/usr/local/bin/python3", "/opt/conda/bin/python"));
    for (String candidate : candidates) {
      Optional<String> said = run(List.of(candidate, "-c", program), false);
      if (said.isPresent()) {
        return Optional.of(new Interpreter(candidate, said.get().strip()));
      }
    }
    return Optional.empty();
  }

  /** What one of the scripts beside this class printed. */
  String run(String script, Path folder, String... arguments)
      throws IOException, InterruptedException {
    return run(call(script, folder, arguments), true)
        .orElseThrow(() -> new IOException("The Python part failed"));
  }

  /**
   * The words that call one of the scripts beside this class.
   *
   * @param folder where it is put
   */
  List<String> call(String script, Path folder, String... arguments) throws IOException {
    Path file = folder.resolve(script);
    try (InputStream in = Interpreter.class.getResourceAsStream(script)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    List<String> words = new ArrayList<>(List.of(command, file.toString()));
    words.addAll(List.of(arguments));
    return words;
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
