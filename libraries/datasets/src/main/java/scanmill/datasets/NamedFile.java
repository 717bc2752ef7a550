package scanmill.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scanmill.problems.BadInputException;

/** A file that a configuration names. */
final class NamedFile {
  private NamedFile() {}

  /**
   * Finds it in one of the folders of the data, or else where the program runs.
   *
   * @param key of the configuration
   * @param code of the problem if there is none
   */
  static Path find(String key, String name, List<Path> roots, String code) {
    List<Path> places = new ArrayList<>();
    roots.forEach(root -> places.add(root.resolve(name)));
    places.add(Path.of(name));
    for (Path place : places) {
      if (Files.isRegularFile(place)) {
        return place;
      }
    }
    List<String> words =
        places.stream()
            .map(place -> place.toAbsolutePath().normalize().toString())
            .distinct()
            .toList();
    throw BadInputException.of(
        code,
        key + ": required a file; found none at " + String.join(" or ", words) + ".",
        "Correct the path.");
  }
}
