package scanmill.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import scanmill.ids.ScanId;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/**
 * The JSON files beside and above images, and what each image inherits from them: a file applies if
 * it has the image's suffix and none but its entities, and the closer one wins (BIDS, inheritance
 * principle).
 */
final class Sidecars {
  private static final long MOST_BYTES = 4L << 20;
  private static final int LONGEST_VALUE = 2000;
  private static final int MOST_KEPT = 2000;

  private final Map<Path, List<Sidecar>> byFolder = new HashMap<>();
  private final Map<Path, Map<String, String>> read = new LinkedHashMap<>(256, 0.75f, true);
  private final Missing missing;

  private record Sidecar(Path path, String suffix, Map<String, String> entities) {

    boolean appliesTo(BidsFile file) {
      return suffix.equals(file.id().contrast().suffix())
          && file.entities().entrySet().containsAll(entities.entrySet());
    }
  }

  Sidecars(Missing missing) {
    this.missing = missing;
  }

  /**
   * All keys that an image inherits by itself: from JSON files in its folder and in those above, up
   * to the dataset's; of an image that is not named as BIDS does, from the file of its name.
   */
  static Map<String, String> of(Path image) throws IOException {
    Path file = image.toAbsolutePath().normalize();
    String name = BidsFile.name(file);
    String stem = name.substring(0, name.lastIndexOf('.'));
    Sidecars sidecars = new Sidecars(new Missing());
    Optional<ScanId> id = ScanId.parse(stem);
    if (id.isEmpty()) {
      Path own = file.resolveSibling(stem + ".json");
      return Files.isRegularFile(own) ? sidecars.read(own) : Map.of();
    }
    List<Path> folders = upToDataset(file.resolveSibling("."));
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(path -> BidsFile.name(path).endsWith(".json")).forEach(sidecars::add);
      }
    }
    return sidecars.of(
        new BidsFile(
            folders.get(folders.size() - 1), file, stem, name.substring(stem.length()), id.get()));
  }

  /** A folder alone if no dataset holds it. */
  private static List<Path> upToDataset(Path folder) {
    List<Path> folders = new ArrayList<>();
    for (Path next = folder.normalize(); next != null; next = next.getParent()) {
      folders.add(next);
      if (Files.isRegularFile(next.resolve("dataset_description.json"))) {
        return folders;
      }
    }
    return folders.subList(0, 1);
  }

  /** Notes a JSON file; what is no sidecar by its name is left alone. */
  void add(Path path) {
    String name = BidsFile.name(path);
    String[] parts = name.substring(0, name.length() - ".json".length()).split("_", -1);
    Map<String, String> entities = new TreeMap<>();
    for (int p = 0; p < parts.length - 1; p++) {
      int dash = parts[p].indexOf('-');
      if (dash < 1) {
        return;
      }
      entities.put(parts[p].substring(0, dash), parts[p].substring(dash + 1));
    }
    Path folder = path.getParent();
    if (folder != null) {
      byFolder
          .computeIfAbsent(folder, any -> new ArrayList<>())
          .add(new Sidecar(path, parts[parts.length - 1], entities));
    }
  }

  /** All keys that an image inherits, as Python prints their values. */
  Map<String, String> of(BidsFile file) {
    List<Path> folders = new ArrayList<>();
    for (Path folder = file.path().getParent();
        folder != null && folder.startsWith(file.root());
        folder = folder.getParent()) {
      folders.add(0, folder);
    }
    Map<String, String> inherited = new TreeMap<>();
    for (Path folder : folders) {
      byFolder.getOrDefault(folder, List.of()).stream()
          .filter(sidecar -> sidecar.appliesTo(file))
          .sorted(
              Comparator.comparing((Sidecar sidecar) -> sidecar.entities().size())
                  .thenComparing(Sidecar::path))
          .forEach(sidecar -> inherited.putAll(values(sidecar.path())));
    }
    return inherited;
  }

  /** Those above many images are kept; those of a single image soon give way. */
  private Map<String, String> values(Path path) {
    Map<String, String> values = read.computeIfAbsent(path, this::read);
    if (read.size() > MOST_KEPT) {
      Iterator<Path> oldest = read.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return values;
  }

  private Map<String, String> read(Path path) {
    Map<String, String> values = new TreeMap<>();
    try {
      if (Files.size(path) > MOST_BYTES) {
        missing.add("Larger than a sidecar can be, ignored", path.toString());
        return values;
      }
      JsonNode tree = StrictJson.parse(Files.readAllBytes(path), path.toString());
      if (!tree.isObject()) {
        missing.add("A sidecar that is no JSON object, ignored", path.toString());
      }
      for (Map.Entry<String, JsonNode> field : tree.properties()) {
        JsonNode value = field.getValue();
        String text = PythonText.of(value);
        if (!value.isNull() && !Table.isNothing(text) && text.length() <= LONGEST_VALUE) {
          values.put(field.getKey(), text);
        }
      }
    } catch (IOException | BadInputException e) {
      missing.add("A sidecar that cannot be read, ignored", path + " (" + e.getMessage() + ")");
    }
    return values;
  }
}
