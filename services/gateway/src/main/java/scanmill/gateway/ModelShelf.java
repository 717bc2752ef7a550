package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.events.ModelRef;
import scanmill.ids.ModelId;
import scanmill.kit.ModelAliases;
import scanmill.kit.ObjectStore;
import scanmill.kit.PublishedModels;
import scanmill.problems.BadInputException;
import scanmill.specs.DidYouMean;

/** The published models, as somebody asks for them. Safe to use from several threads. */
@Singleton
class ModelShelf {
  private final ObjectStore store;
  private final PublishedModels published;

  /**
   * One model.
   *
   * @param versions the latest first, the others by digest
   * @param aliases the digest that each alias means; {@code latest} among them
   */
  record ModelView(String name, List<ModelRef> versions, Map<String, String> aliases) {
    ModelView {
      versions = List.copyOf(versions);
      aliases = new TreeMap<>(aliases);
    }
  }

  @Inject
  ModelShelf(ObjectStore store) {
    this.store = store;
    this.published = new PublishedModels(store);
  }

  /** By name. */
  List<ModelView> all() {
    return published.names().stream().map(this::view).toList();
  }

  /**
   * One model.
   *
   * @throws BadInputException ({@code model-unknown}) if there is none such
   */
  ModelView one(String name) {
    return view(resolve(ModelRegistration.require(name)).name());
  }

  private ModelView view(String name) {
    Map<String, String> aliases = new TreeMap<>();
    new ModelAliases(store)
        .all(name)
        .forEach(alias -> aliases.put(alias.name(), alias.model().digest()));
    return new ModelView(name, versions(name), aliases);
  }

  /**
   * The one version that is meant.
   *
   * @throws BadInputException ({@code model-unknown}) if there is none such
   */
  ModelRef resolve(ModelId model) {
    return published.find(model).orElseThrow(() -> unknown(model));
  }

  private BadInputException unknown(ModelId model) {
    List<String> names = published.names();
    if (names.contains(model.name())) {
      return BadInputException.of(
          "model-unknown",
          "Required a published version of "
              + model.name()
              + "; found none of that digest or alias.",
          "See GET /api/models for those there are.");
    }
    return BadInputException.of(
        "model-unknown",
        "Required the name of a published model; found \"" + model.name() + "\".",
        DidYouMean.nearest(model.name(), names)
            .map(near -> "Did you mean \"" + near + "\"?")
            .orElse("See GET /api/models for those there are."));
  }

  private List<ModelRef> versions(String name) {
    List<ModelRef> versions = new ArrayList<>();
    Optional<ModelRef> latest = published.find(ModelId.latest(name));
    latest.ifPresent(versions::add);
    published.versions(name).stream()
        .filter(version -> !latest.equals(Optional.of(version)))
        .forEach(versions::add);
    return versions;
  }
}
