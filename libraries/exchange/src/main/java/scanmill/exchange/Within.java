package scanmill.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.models.Finder;
import scanmill.problems.BadInputException;

/**
 * The packages that a package needs: the one that finds for it, {@code
 * object_detection_params.object_detection_path}, and those that are asked with it, {@code
 * inference_parameters.ensemble}.
 *
 * @param config which calls the one that finds by the name of its folder alone
 * @param folders of these packages, each called as its model is
 * @param notes about what is not there
 */
record Within(Config config, List<Path> folders, List<String> notes) {
  /**
   * @throws BadInputException {@code model-nested} if there is one within that nobody asks for
   */
  static Within of(Path folder, Config config) throws IOException {
    Map<String, Path> there = packages(folder);
    List<Path> folders = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Config named = config;
    Optional<String> finder = finder(config);
    if (finder.isPresent()) {
      Path beside = folder.toAbsolutePath().normalize().resolveSibling(finder.get());
      Optional<Path> found =
          Optional.ofNullable(there.remove(finder.get()))
              .or(() -> Optional.of(beside).filter(Within::isPackage));
      found.ifPresent(folders::add);
      if (found.isEmpty()) {
        notes.add(
            "object_detection_params.object_detection_path: the package "
                + finder.get()
                + " is neither within nor beside this"
                + " one; put it into its folder before it is used.");
      }
      named = Finder.naming(config, finder.get());
    }
    for (String member : config.inference().ensemble()) {
      Optional.ofNullable(there.remove(member)).ifPresent(folders::add);
    }
    if (!there.isEmpty()) {
      throw BadInputException.of(
          "model-nested",
          "Required packages within that the configuration names; found "
              + String.join(", ", there.keySet())
              + " besides.",
          "Name it in object_detection_params.object_detection_path or inference_parameters.ensemble,"
              + " or import it by itself.");
    }
    return new Within(named, folders, notes);
  }

  /** What a configuration calls the package that finds for it, without the way to it. */
  private static Optional<String> finder(Config config) {
    return config
        .objectDetectionParams()
        .objectDetectionPath()
        .map(path -> path.replaceFirst("[/\\\\]+$", "").replaceFirst(".*[/\\\\]", ""))
        .filter(name -> !name.isEmpty());
  }

  private static Map<String, Path> packages(Path folder) throws IOException {
    Map<String, Path> found = new LinkedHashMap<>();
    try (Stream<Path> list = Files.list(folder)) {
      list.filter(Within::isPackage)
          .sorted()
          .forEach(inner -> found.put(String.valueOf(inner.getFileName()), inner));
    }
    return found;
  }

  private static boolean isPackage(Path folder) {
    return Files.isRegularFile(folder.resolve(folder.getFileName() + ".json"));
  }
}
