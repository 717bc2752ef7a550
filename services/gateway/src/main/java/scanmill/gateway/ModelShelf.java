package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import scanmill.events.ModelRef;
import scanmill.ids.ModelId;
import scanmill.kit.EventJson;
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
   */
  record ModelView(String name, List<ModelRef> versions) {
    ModelView {
      versions = List.copyOf(versions);
    }
  }

  @Inject
  ModelShelf(ObjectStore store) {
    this.store = store;
    this.published = new PublishedModels(store);
  }

  /** By name. */
  List<ModelView> all() {
    return published.names().stream().map(name -> new ModelView(name, versions(name))).toList();
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
          "Required a published version of " + model.name() + "; found none of that digest.",
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
    String folder = "models/" + name + "/";
    store.children(folder).stream()
        .filter(child -> child.matches("[0-9a-f]{12}\\.json"))
        .map(child -> EventJson.read(store.read(folder + child), ModelRef.class))
        .filter(version -> !latest.equals(Optional.of(version)))
        .sorted(Comparator.comparing(ModelRef::digest))
        .forEach(versions::add);
    return versions;
  }
}
