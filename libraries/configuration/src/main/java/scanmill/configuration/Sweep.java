package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import scanmill.problems.BadInputException;

/**
 * Variants of one configuration, from a tree of the same keys whose leaves are lists of options:
 * {@code {"training_parameters": {"batch_size": [8, 16]}}}.
 */
public final class Sweep {

  /** How options of several keys go together. */
  public enum Mode {
    /** One key at a time leaves the base. */
    ONE_AT_A_TIME,
    /** Every option with every other. */
    ALL_COMBINATIONS,
    /** The first options of all keys, then the second ones, as far as the shortest list goes. */
    SIDE_BY_SIDE
  }

  /**
   * One variant.
   *
   * @param name what differs, fit for a folder: {@code -batch_size-8-loss-name-FocalLoss}
   * @param config a configuration of its own, unchecked
   */
  public record Variant(String name, ObjectNode config) {}

  /** A key with its options. */
  private record Choice(List<String> path, List<JsonNode> options) {
    String key() {
      return path.get(path.size() - 1);
    }
  }

  private record Picked(Choice choice, JsonNode option) {}

  private Sweep() {}

  /**
   * The variants in order; earlier keys change more slowly.
   *
   * @param base is not changed
   * @param where name of the file of options; begins every message
   * @throws BadInputException {@code sweep-not-a-list} naming the key that has no list of options,
   *     or {@code sweep-empty}
   */
  public static List<Variant> of(ObjectNode base, JsonNode options, Mode mode, String where) {
    List<Choice> choices = new ArrayList<>();
    collect(options, List.of(), choices, where);
    if (choices.isEmpty()) {
      throw BadInputException.of(
          "sweep-empty",
          where + ": required at least one key with a list of options; found none.",
          "Write for example {\"training_parameters\": {\"batch_size\": [8, 16]}}.");
    }
    return combinations(choices, mode).stream().map(picked -> variant(base, picked)).toList();
  }

  private static void collect(JsonNode node, List<String> path, List<Choice> into, String where) {
    if (node.isArray() && !node.isEmpty()) {
      List<JsonNode> options = new ArrayList<>();
      node.forEach(options::add);
      into.add(new Choice(path, options));
    } else if (node.isObject()) {
      node.properties()
          .forEach(entry -> collect(entry.getValue(), then(path, entry.getKey()), into, where));
    } else {
      throw BadInputException.of(
          "sweep-not-a-list",
          where
              + ": "
              + (path.isEmpty() ? "the file" : String.join(".", path))
              + ": required a list of options; found "
              + node.getNodeType().toString().toLowerCase(Locale.ROOT)
              + (node.isArray() ? " without any" : "")
              + ".",
          "Write the options between [ and ], one or more of them.");
    }
  }

  private static List<String> then(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  private static List<List<Picked>> combinations(List<Choice> choices, Mode mode) {
    List<List<Picked>> combinations = new ArrayList<>();
    switch (mode) {
      case ONE_AT_A_TIME ->
          choices.forEach(
              choice ->
                  choice
                      .options()
                      .forEach(option -> combinations.add(List.of(new Picked(choice, option)))));
      case SIDE_BY_SIDE -> {
        int shortest = choices.stream().mapToInt(c -> c.options().size()).min().orElse(0);
        for (int n = 0; n < shortest; n++) {
          List<Picked> row = new ArrayList<>();
          for (Choice choice : choices) {
            row.add(new Picked(choice, choice.options().get(n)));
          }
          combinations.add(row);
        }
      }
      case ALL_COMBINATIONS -> {
        combinations.add(List.of());
        for (Choice choice : choices) {
          List<List<Picked>> longer = new ArrayList<>();
          for (List<Picked> begun : combinations) {
            for (JsonNode option : choice.options()) {
              List<Picked> row = new ArrayList<>(begun);
              row.add(new Picked(choice, option));
              longer.add(row);
            }
          }
          combinations.clear();
          combinations.addAll(longer);
        }
      }
    }
    return combinations;
  }

  private static Variant variant(ObjectNode base, List<Picked> picked) {
    ObjectNode config = base.deepCopy();
    StringBuilder name = new StringBuilder();
    for (Picked one : picked) {
      List<String> path = one.choice().path();
      ObjectNode parent = config;
      for (String key : path.subList(0, path.size() - 1)) {
        parent = parent.path(key) instanceof ObjectNode below ? below : parent.putObject(key);
      }
      parent.set(one.choice().key(), one.option().deepCopy());
      name.append('-').append(one.choice().key()).append('-').append(words(one.option()));
    }
    return new Variant(name.toString(), config);
  }

  /** A value as part of a name, as ivadomed writes it: {@code name-FocalLoss-gamma-0.2}. */
  private static String words(JsonNode option) {
    return option
        .toString()
        .replaceAll("[\\[\\]{} '\"]", "")
        .replaceAll("[:=,]", "-")
        .replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
