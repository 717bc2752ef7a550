package scanmill.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.ids.ModelId;
import scanmill.problems.BadInputException;

/**
 * The models in the bucket: {@code models/<name>/<first 12 digits of the digest>/} holds the files
 * of a package, {@code models/<name>/<first 12 digits>.json} the {@link ModelRef} of each version,
 * {@code models/<name>/latest.json} that of the last one published or promoted, {@code
 * models/<name>/aliases/<alias>.json} those that people gave another name.
 *
 * <p>A version is there when its {@code .json} is: that is written after the files. Safe for use by
 * many threads.
 */
public final class PublishedModels {
  private static final String ROOT = "models/";
  private static final int FOLDER_DIGITS = 12;

  private final ObjectStore store;

  public PublishedModels(ObjectStore store) {
    this.store = store;
  }

  /** A version of a model with its files. */
  public record Published(ModelRef model, List<ArtifactRef> files) {
    public Published {
      files = List.copyOf(files);
    }
  }

  /** The names of all models of which a version is published. */
  public List<String> names() {
    return store.children(ROOT).stream()
        .map(child -> child.replaceAll("/$", ""))
        .filter(ModelId::isName)
        .filter(name -> store.find(latest(name)).isPresent())
        .toList();
  }

  /** The version that is meant: the latest, or the one whose digest begins so. */
  public Optional<ModelRef> find(ModelId model) {
    if (model.digest().isEmpty()) {
      return read(latest(model.name()));
    }
    String digest = model.digest().get();
    if (ModelId.isAlias(digest)) {
      return read(ModelAliases.key(model.name(), digest));
    }
    String known = digest.substring(0, Math.min(FOLDER_DIGITS, digest.length()));
    return store.children(ROOT + model.name() + "/").stream()
        .filter(child -> child.startsWith(known) && child.endsWith(".json"))
        .flatMap(child -> read(ROOT + model.name() + "/" + child).stream())
        .filter(version -> version.digest().startsWith(digest))
        .findFirst();
  }

  /** All versions of a model, by digest. */
  public List<ModelRef> versions(String name) {
    return store.children(ROOT + name + "/").stream()
        .filter(child -> child.matches("[0-9a-f]{" + FOLDER_DIGITS + "}\\.json"))
        .flatMap(child -> read(ROOT + name + "/" + child).stream())
        .sorted(Comparator.comparing(ModelRef::digest))
        .toList();
  }

  /**
   * Removes a version that no alias means: first what says that it is there, then its files.
   *
   * @throws BadInputException {@code model-in-use} if one does
   */
  public void remove(ModelRef model) {
    ModelAliases aliases = new ModelAliases(store);
    aliases.requireUnused(model);
    String json = ROOT + model.name() + "/" + model.digest().substring(0, FOLDER_DIGITS) + ".json";
    store.remove(json);
    try {
      aliases.requireUnused(model); // promoted in this very moment
    } catch (BadInputException e) {
      store.put(json, EventJson.write(model));
      throw e;
    }
    List<String> keys;
    try (var all = store.list(model.prefix())) {
      keys = all.map(StoredObject::key).toList();
    }
    keys.forEach(store::remove);
  }

  private Optional<ModelRef> read(String key) {
    return store.find(key).map(found -> EventJson.read(store.read(key), ModelRef.class));
  }

  /**
   * Publishes a version and makes it the latest. Publishing the same again changes nothing.
   *
   * @param digest of the package, 64 hex digits
   * @param files by their path inside the package
   */
  public Published publish(String name, String digest, Map<String, Path> files) {
    String folder = digest.substring(0, FOLDER_DIGITS);
    ModelRef model =
        new ModelRef(
            ModelId.latest(name).name(), digest, store.bucket(), ROOT + name + "/" + folder + "/");
    List<ArtifactRef> put = new ArrayList<>();
    new TreeMap<>(files).forEach((path, file) -> put.add(store.put(model.prefix() + path, file)));
    byte[] json = EventJson.write(model);
    store.put(ROOT + name + "/" + folder + ".json", json);
    store.put(latest(name), json);
    return new Published(model, put);
  }

  /** The files of a version, in the order of their keys. */
  public List<ArtifactRef> files(ModelRef model) {
    try (var all = store.list(model.prefix())) {
      return all.flatMap(object -> store.find(object.key()).stream())
          .flatMap(object -> object.artifact().stream())
          .sorted(Comparator.comparing(ArtifactRef::key))
          .toList();
    }
  }

  private static String latest(String name) {
    return ModelAliases.key(name, ModelAliases.LATEST);
  }
}
