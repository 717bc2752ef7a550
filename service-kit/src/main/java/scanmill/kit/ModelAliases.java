package scanmill.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.events.ModelRef;
import scanmill.ids.ModelId;
import scanmill.problems.BadInputException;

/**
 * Names for versions that move: {@code latest}, which publishing moves, and others such as {@code
 * production}, which only people do. Safe for use by many threads and processes.
 */
public final class ModelAliases {
  /** The alias that is meant where none is named. */
  public static final String LATEST = "latest";

  private static final String ROOT = "models/";
  private static final String ENDING = ".json";

  private final ObjectStore store;

  public ModelAliases(ObjectStore store) {
    this.store = store;
  }

  /**
   * What an alias means.
   *
   * @param object as it lies in the bucket
   */
  public record Alias(String name, ModelRef model, StoredObject object) {
    /** Changes when the alias moves; without quotes. */
    public String etag() {
      return object.etag().replace("\"", "");
    }
  }

  static String key(String model, String alias) {
    return ROOT + model + (alias.equals(LATEST) ? "/" : "/aliases/") + alias + ENDING;
  }

  /** Those of a model, {@code latest} first, the others by name. */
  public List<Alias> all(String model) {
    List<Alias> all = new ArrayList<>();
    find(model, LATEST).ifPresent(all::add);
    store.children(ROOT + model + "/aliases/").stream()
        .filter(child -> child.endsWith(ENDING))
        .map(child -> child.substring(0, child.length() - ENDING.length()))
        .filter(ModelId::isAlias)
        .sorted()
        .forEach(alias -> find(model, alias).ifPresent(all::add));
    return all;
  }

  /** One of them. */
  public Optional<Alias> find(String model, String alias) {
    String key = key(model, alias);
    return store
        .find(key)
        .map(found -> new Alias(alias, EventJson.read(store.read(key), ModelRef.class), found));
  }

  /**
   * Lets an alias mean a version. Nothing changes if it does.
   *
   * @param etag of what the alias is believed to be, without quotes; where absent, whatever it is
   *     is replaced
   * @throws BadInputException {@code model-alias-moved} if somebody else was faster
   */
  public Alias point(String alias, ModelRef model, Optional<String> etag) {
    Optional<Alias> before = find(model.name(), alias);
    if (etag.isPresent() && !etag.equals(before.map(Alias::etag))) {
      throw moved(alias);
    }
    if (before.isPresent() && before.get().model().equals(model)) {
      return before.get();
    }
    String key = key(model.name(), alias);
    byte[] json = EventJson.write(model);
    boolean done =
        before.isPresent()
            ? store.replaceIfMatch(key, json, before.get().object().etag())
            : store.putIfAbsent(key, json);
    if (!done) {
      throw moved(alias);
    }
    return find(model.name(), alias).orElseThrow(() -> moved(alias));
  }

  /**
   * Requires that no alias means a version.
   *
   * @throws BadInputException {@code model-in-use}, naming those that do
   */
  public void requireUnused(ModelRef model) {
    List<String> using =
        all(model.name()).stream()
            .filter(alias -> alias.model().digest().equals(model.digest()))
            .map(Alias::name)
            .toList();
    if (!using.isEmpty()) {
      throw BadInputException.of(
          "model-in-use",
          "Required a version that no alias means; found " + String.join(", ", using) + ".",
          "Promote another version to it first.");
    }
  }

  private static BadInputException moved(String alias) {
    return BadInputException.of(
        "model-alias-moved",
        "Required " + alias + " to mean what it meant when it was looked at; found that it moved.",
        "Look at it again and decide anew.");
  }
}
