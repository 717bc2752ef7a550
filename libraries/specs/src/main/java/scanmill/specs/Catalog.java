package scanmill.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.problems.BadInputException;

/**
 * The implementations of one interface, each a record, by the names that configurations use.
 *
 * <p>Immutable; safe for use by many threads.
 *
 * @param <T> what all of them are
 */
public final class Catalog<T> {
  private final String kind;
  private final Map<String, Class<? extends T>> types;
  private final List<String> notBuilt;

  private Catalog(String kind, Map<String, Class<? extends T>> types, List<String> notBuilt) {
    this.kind = kind;
    this.types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    this.notBuilt = List.copyOf(notBuilt);
    types.forEach(
        (name, type) -> {
          if (!type.isRecord()) {
            throw new IllegalArgumentException(kind + " " + name + " is no record");
          }
        });
  }

  /**
   * @param kind what its entries are, for messages: {@code loss}
   * @param ordered name to record, in the order of the documentation. The first name of a record
   *     that has several is the one it is written with.
   */
  public static <T> Catalog<T> of(String kind, Map<String, Class<? extends T>> ordered) {
    return new Catalog<>(kind, ordered, List.of());
  }

  /**
   * This catalogue, which knows of names that ivadomed has and this version has not built, so that
   * the message for them is not a guess at another name.
   */
  public Catalog<T> notBuilt(Collection<String> names) {
    return new Catalog<>(kind, types, new ArrayList<>(names));
  }

  /**
   * Makes an entry from its name and arguments.
   *
   * @param args an object; see {@link StrictJson#read}
   * @param where the path of the arguments, {@code transformation.Resample} or {@code
   *     training_parameters.loss}
   * @throws BadInputException {@code config-unknown-name}, {@code config-not-built}, or what is
   *     wrong with the arguments
   */
  public T read(String name, JsonNode args, String where) {
    Class<? extends T> type = types.get(name);
    if (type == null) {
      throw unknown(name, where);
    }
    @SuppressWarnings("unchecked")
    T entry = (T) Binder.record(args, type, new Place(where));
    return entry;
  }

  /**
   * The name that an entry is written with.
   *
   * @throws IllegalArgumentException if its type is not in this catalogue
   */
  public String nameOf(T entry) {
    return types.entrySet().stream()
        .filter(each -> each.getValue() == entry.getClass())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("Not in the catalogue: " + entry.getClass()));
  }

  /** The arguments of an entry, without its name: what {@link #read} makes the same entry from. */
  public ObjectNode write(T entry) {
    nameOf(entry);
    return StrictJson.write((Record) entry);
  }

  /**
   * The keys that the arguments of an entry may have.
   *
   * @throws BadInputException {@code config-unknown-name} or {@code config-not-built}
   */
  public List<String> keys(String name, String where) {
    Class<? extends T> type = types.get(name);
    if (type == null) {
      throw unknown(name, where);
    }
    return Keys.components(type).stream().map(Keys::of).toList();
  }

  /** All names, in the order of the documentation. */
  public List<String> names() {
    return List.copyOf(types.keySet());
  }

  /** The record behind a name. */
  public Map<String, Class<? extends T>> types() {
    return types;
  }

  private BadInputException unknown(String name, String where) {
    if (notBuilt.contains(name)) {
      return BadInputException.of(
          "config-not-built",
          new Place(where)
              + ": required "
              + article()
              + kind
              + " that this version can run; found \""
              + name
              + "\", which ivadomed has and Scanmill has not built yet.",
          "Choose one of: " + String.join(", ", types.keySet()) + ".");
    }
    return BadInputException.of(
        "config-unknown-name",
        new Place(where)
            + ": required the name of "
            + article()
            + kind
            + "; found \""
            + Found.shortened(name)
            + "\".",
        Found.nearest(name, types.keySet()));
  }

  private String article() {
    return "aeiou".indexOf(kind.charAt(0)) < 0 ? "a " : "an ";
  }
}
