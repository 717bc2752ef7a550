package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.specs.JsonSchema;

/**
 * docs/reference/configuration.md: what each key means is written there and nowhere else; what its
 * table says of types and defaults comes from the records.
 */
final class ReferencePage {
  static final Path FILE = Path.of("../../docs/reference/configuration.md");
  private static final String TOP = "Top level";
  private static final String HEAD = "| key | type | default | is |";

  private final List<String> lines;

  private ReferencePage(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  static ReferencePage read() {
    try {
      return new ReferencePage(Files.readAllLines(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** The schema of a configuration with the page's words. */
  static ObjectNode schema() {
    ObjectNode schema = JsonSchema.of(Config.class, read().descriptions());
    ObjectNode named = schema.objectNode();
    named.set("$schema", schema.get("$schema"));
    named.put("$id", "urn:scanmill:configuration").put("title", "Scanmill configuration");
    named.setAll(schema);
    return named;
  }

  /** What each key is, by the keys that lead to it. */
  Map<String, String> descriptions() {
    Map<String, String> words = new LinkedHashMap<>();
    List<String> paths = List.of();
    boolean table = false;
    for (String line : lines) {
      if (line.startsWith("## ")) {
        paths = paths(line.substring(3));
        table = false;
      } else if (line.startsWith("|")) {
        table = true;
        String[] cells = cells(line);
        for (String path : paths) {
          if (cells[0].startsWith("`") && !cells[cells.length - 1].equals("see below")) {
            String key = cells[0].replace("`", "");
            words.put(join(path, key), plain(cells[cells.length - 1]));
          }
        }
      } else if (!table && !line.isBlank()) {
        paths.forEach(path -> words.putIfAbsent(path, plain(line)));
      }
    }
    return words;
  }

  /** This page with the first columns of its tables as the records have them. */
  ReferencePage corrected(ObjectNode schema) {
    List<String> made = new ArrayList<>();
    Map<String, String> old = new LinkedHashMap<>();
    ObjectNode section = schema.objectNode();
    boolean table = false;
    for (String line : lines) {
      if (table && !line.startsWith("|")) {
        made.addAll(rows(section, old));
        table = false;
      }
      if (line.startsWith("## ")) {
        section = section(schema, paths(line.substring(3)));
        old.clear();
      }
      if (line.startsWith("|") && !section.isEmpty()) {
        table = true;
        String[] cells = cells(line);
        old.put(cells[0].replace("`", ""), cells[cells.length - 1]);
      } else {
        made.add(line);
      }
    }
    if (table) {
      made.addAll(rows(section, old));
    }
    return new ReferencePage(made);
  }

  private static List<String> rows(ObjectNode section, Map<String, String> old) {
    List<String> rows = new ArrayList<>(List.of(HEAD, "|---|---|---|---|"));
    for (Map.Entry<String, JsonNode> key : section.path("properties").properties()) {
      JsonNode schema = key.getValue();
      JsonNode fallback = schema.path("default");
      boolean own =
          schema.path("type").asText().equals("object")
              && !schema.path("additionalProperties").has("type");
      String shown =
          own || fallback.isMissingNode() || fallback.isNull() || fallback.toString().equals("\"\"")
              ? ""
              : "`" + (fallback.isTextual() ? fallback.asText() : fallback.toString()) + "`";
      rows.add(
          "| `%s` | %s | %s | %s |"
              .formatted(
                  key.getKey(),
                  SchemaWords.of(schema),
                  shown.replace(",", ", "),
                  old.getOrDefault(key.getKey(), "")));
    }
    return rows;
  }

  private static ObjectNode section(ObjectNode schema, List<String> paths) {
    JsonNode node = schema;
    if (paths.isEmpty()) {
      return schema.objectNode();
    }
    for (String key : paths.get(0).isEmpty() ? new String[0] : paths.get(0).split("\\.", -1)) {
      node = node.path("properties").path(key);
    }
    return node instanceof ObjectNode found && found.has("properties")
        ? found
        : schema.objectNode();
  }

  /** One section may be about several objects. */
  private static List<String> paths(String heading) {
    if (heading.equals(TOP)) {
      return List.of("");
    }
    return heading.matches("[A-Za-z0-9_., ]+") && !heading.contains(" with ")
        ? List.of(heading.split(", ", -1))
        : List.of();
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String[] cells(String row) {
    String[] cells = row.substring(1, row.lastIndexOf('|')).split("\\|", -1);
    for (int c = 0; c < cells.length; c++) {
      cells[c] = cells[c].strip();
    }
    return cells;
  }

  /** Markdown as plain text. */
  private static String plain(String markdown) {
    return markdown
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .replace("*ours,*", "")
        .replaceAll("\\*[Oo]urs[:.]?\\*,? ?", "")
        .replace("`", "")
        .strip();
  }
}
