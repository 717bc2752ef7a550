package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scanmill.events.ModelPromoted;
import scanmill.events.ModelRef;
import scanmill.ids.ModelId;
import scanmill.kit.Cause;
import scanmill.kit.ModelAliases;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.PublishedModels;
import scanmill.problems.BadInputException;

/** Moves aliases of models and removes versions. Safe to use from several threads. */
@Singleton
class ModelPromotions {
  private static final String ROUTING = "config/routing.json";
  private static final int LONGEST_REASON = 500;

  private final ObjectStore store;
  private final Outbox outbox;

  @Inject
  ModelPromotions(ObjectStore store, Outbox outbox) {
    this.store = store;
    this.outbox = outbox;
  }

  /** The alias of that name, if there is one. */
  Optional<ModelAliases.Alias> alias(String model, String name) {
    return ModelId.isAlias(name) ? new ModelAliases(store).find(model, name) : Optional.empty();
  }

  /**
   * Lets an alias mean a version, and tells it. Asking twice changes nothing and tells the same.
   *
   * @param etag as {@code If-Match} has it, quotes and all
   * @throws BadInputException {@code model-alias-invalid}, {@code model-alias-moved}
   */
  ModelAliases.Alias promote(
      ModelRef model, String alias, Optional<String> reason, Optional<String> etag) {
    if (!ModelId.isAlias(alias)) {
      throw BadInputException.of(
          "model-alias-invalid",
          "Required an alias of lower-case letters, digits and hyphens that is no digest; found"
              + " another text.",
          "Choose for example \"production\".");
    }
    if (reason.isPresent() && reason.get().length() > LONGEST_REASON) {
      throw BadInputException.of(
          "request-invalid",
          "Required a reason of at most " + LONGEST_REASON + " characters; found more.",
          "Say it in a sentence.");
    }
    ModelAliases aliases = new ModelAliases(store);
    Optional<ModelRef> before =
        aliases
            .find(model.name(), alias)
            .map(ModelAliases.Alias::model)
            .filter(known -> !known.equals(model));
    ModelAliases.Alias now = aliases.point(alias, model, etag.map(ModelPromotions::bare));
    String moment = now.object().lastModified().toString();
    outbox.tell(
        new ModelPromoted(model, alias, before, reason),
        Cause.of("promotion\n" + model.version() + "\n" + alias + "\n" + moment).by("gateway"));
    return now;
  }

  private static String bare(String etag) {
    String tag = etag.strip();
    return tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"")
        ? tag.substring(1, tag.length() - 1)
        : tag;
  }

  /**
   * Removes a version that nothing refers to.
   *
   * @throws BadInputException {@code model-in-use}
   */
  void remove(ModelRef model) {
    requireNotRouted(model);
    new PublishedModels(store).remove(model);
  }

  private void requireNotRouted(ModelRef model) {
    if (store.find(ROUTING).isEmpty()) {
      return;
    }
    String rules = new String(store.read(ROUTING), StandardCharsets.UTF_8);
    Matcher named =
        Pattern.compile(Pattern.quote(model.name()) + "@([0-9a-f]{8,64})").matcher(rules);
    while (named.find()) {
      if (model.digest().startsWith(named.group(1))) {
        throw BadInputException.of(
            "model-in-use",
            "Required a version that nothing refers to; found it in " + ROUTING + ".",
            "Change the rule first.");
      }
    }
  }
}
