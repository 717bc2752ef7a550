package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.events.ModelRef;
import scanmill.exchange.ModelCard;
import scanmill.kit.ModelAliases;
import scanmill.kit.ModelFolders;
import scanmill.kit.ObjectStore;
import scanmill.kit.PerModel;
import scanmill.kit.PublishedModels;
import scanmill.models.ModelPackage;
import scanmill.models.Provenance;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/** What the packages in the bucket say about themselves. Safe to use from several threads. */
@Singleton
class ModelDetails {
  private final ObjectStore store;
  private final PerModel<ModelCard> cards;

  @Inject
  ModelDetails(ObjectStore store, ModelFolders folders) {
    this.store = store;
    this.cards =
        new PerModel<>(
            folders, (folder, model) -> ModelCard.of(ModelPackage.open(folder, model.name())));
  }

  ModelDetail of(ModelRef model) {
    List<String> aliases =
        new ModelAliases(store)
            .all(model.name()).stream()
                .filter(alias -> alias.model().equals(model))
                .map(ModelAliases.Alias::name)
                .toList();
    Optional<Provenance> provenance = provenance(model);
    return new ModelDetail(
        model,
        aliases,
        provenance.map(Provenance::scores).orElse(Map.of()),
        provenance.map(Provenance::run),
        provenance.map(Provenance::created),
        "/api/models/" + model.name() + "/" + model.digest() + "/card",
        new PublishedModels(store).files(model));
  }

  /** The card, made once from the package's files. */
  ModelCard card(ModelRef model) {
    return cards.of(model);
  }

  private Optional<Provenance> provenance(ModelRef model) {
    String key = model.prefix() + "provenance.json";
    if (store.find(key).isEmpty()) {
      return Optional.empty();
    }
    try {
      String text = new String(store.read(key), StandardCharsets.UTF_8);
      return Optional.of(
          StrictJson.read(
              StrictJson.parse(text, "provenance.json"), Provenance.class, "provenance.json"));
    } catch (BadInputException e) {
      return Optional.empty(); // made by hand; the package works without it
    }
  }
}
