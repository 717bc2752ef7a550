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
import java.util.TreeMap;
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
