package scanmill.houserules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source text of the project: what git would track, or every file where git is not there. */
final class Repository {
  static final Path ROOT = root();

  private static final Set<String> BUILT =
      Set.of("target", ".git", ".idea", ".vscode", ".settings", "node_modules", ".scanmill");

  private Repository() {}

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("house-rules")) || !Files.exists(at.resolve("LICENSE"))) {
      at = at.getParent();
      if (at == null) {
        throw new IllegalStateException("Run the house rules inside the repository");
      }
    }
    return at;
  }

  /** Every text or binary file that is part of the project, sorted. */
  static List<Path> files() {
    List<Path> tracked =
        Files.exists(ROOT.resolve(".git"))
            ? lines("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z").stream()
                .map(ROOT::resolve)
                .filter(Files::isRegularFile)
                .sorted()
                .toList()
            : List.of();
    return tracked.isEmpty() ? walked() : tracked;
  }

  /** As {@link #files}, those whose names end so. */
  static List<Path> files(String... endings) {
    return files().stream()
        .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
        .toList();
  }

  /** Everything below a folder, sorted. */
  static List<Path> below(String folder) {
    return files().stream().filter(file -> file.startsWith(ROOT.resolve(folder))).toList();
  }

  private static List<Path> walked() {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(Files::isRegularFile)
          .filter(
              file ->
                  Stream.iterate(
                          file, at -> !at.equals(ROOT), at -> at.resolveSibling("..").normalize())
                      .noneMatch(at -> BUILT.contains(String.valueOf(at.getFileName()))))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] out = process.getInputStream().readAllBytes();
      boolean ended = process.waitFor(1, TimeUnit.MINUTES);
      return ended && process.exitValue() == 0
          ? List.of(new String(out, StandardCharsets.UTF_8).split("\0", -1))
          : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(String file) {
    return read(ROOT.resolve(file));
  }

  static String name(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** The packages whose source lies below a folder, such as {@code scanmill.volumes}. */
  static Set<String> packagesBelow(String folder) {
    return below(folder).stream()
        .map(Repository::name)
        .filter(name -> name.contains("/src/main/java/scanmill/") && name.endsWith(".java"))
        .map(name -> name.replaceAll("^.*/src/main/java/(scanmill/[a-z]+)/.*$", "$1"))
        .map(name -> name.replace('/', '.'))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The folders of the services: {@code ingest}, {@code preprocess}, … */
  static Set<String> services() {
    return below("services").stream()
        .map(Repository::name)
        .filter(name -> name.matches("services/[a-z]+/pom\\.xml"))
        .map(name -> name.split("/", -1)[1])
        .collect(Collectors.toUnmodifiableSet());
  }
}
