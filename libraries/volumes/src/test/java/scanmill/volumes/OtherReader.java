package scanmill.volumes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Somebody else's NIfTI programs, run as they are; tests are skipped loudly where they are not. */
final class OtherReader {
  private static final String FIND_NIBABEL =
      "import importlib.util as u, sys; sys.exit(u.find_spec('nibabel') is None)";

  private OtherReader() {}

  /** Runs a Python script with nibabel and returns what it printed. */
  static List<String> nibabel(Path folder, String script, String... arguments) {
    String python =
        python(folder)
            .orElseThrow(() -> RealScans.skipped("no Python with nibabel (python3-nibabel)"));
    List<String> command = new ArrayList<>(List.of(python, "-c", script));
    command.addAll(List.of(arguments));
    return printed(folder, command);
  }

  private static Optional<String> python(Path folder) {
    return Stream.of("python3", "/usr/bin/python3")
        .filter(python -> run(folder, List.of(python, "-c", FIND_NIBABEL)).status() == 0)
        .findFirst();
  }

  static List<String> niftiTool(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("nifti_tool"));
    command.addAll(List.of(arguments));
    if (run(folder, List.of("nifti_tool", "-ver")).status() != 0) {
      throw RealScans.skipped("no nifti_tool (nifti-bin)");
    }
    return printed(folder, command);
  }

  private static List<String> printed(Path folder, List<String> command) {
    Ran ran = run(folder, command);
    if (ran.status() != 0) {
      throw new AssertionError(command + " ends with " + ran.status() + ":\n" + ran.output());
    }
    return ran.output().lines().toList();
  }

  private record Ran(int status, String output) {}

  private static Ran run(Path folder, List<String> command) {
    try {
      Path output = Files.createTempFile(folder, "output", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int status = process.waitFor();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Ran(status, text);
    } catch (IOException e) {
      return new Ran(127, "cannot start: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }
}
