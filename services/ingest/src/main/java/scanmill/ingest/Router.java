package scanmill.ingest;

import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import scanmill.ids.ModelId;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.specs.StrictJson;

/**
 * Finds the model for a drop: by the rule file {@code config/routing.json}, else by the first
 * folder below {@code incoming/} if a model of that name is published.
 *
 * <p>The rule file is read again when its ETag changes. Safe for use by many threads.
 */
final class Router {
  static final String RULE_FILE = "config/routing.json";

  private static final Logger LOG = Logger.getLogger(Router.class);
  private static final int NAMED_MODELS = 20;

  /** What came of looking for a model. */
  sealed interface Answer permits Route, NoRoute {}

  /**
   * The model for a drop.
   *
   * @param contrast for scans whose name is no BIDS name
   */
  record Route(ModelId model, Optional<String> contrast) implements Answer {}

  /**
   * No model, and why.
   *
   * @param version of the rule file, so that another one gives the drop another chance
   */
  record NoRoute(Problem problem, String version) implements Answer {}

  private record Rules(String version, Routing routing, Optional<Problem> problem) {}

  private final ObjectStore store;
  private volatile Rules known = new Rules("", Routing.NONE, Optional.empty());

  Router(ObjectStore store) {
    this.store = store;
  }

  /** The ETag of the rule file; empty if there is none. */
  String version() {
    return store.find(RULE_FILE).map(StoredObject::etag).orElse("");
  }

  /** The model for a drop, or what to do to get one. */
  Answer route(DropName drop) {
    Rules rules = rules();
    if (rules.problem().isPresent()) {
      return new NoRoute(rules.problem().get(), rules.version());
    }
    Optional<Route> ruled =
        rules.routing().ruleFor(drop).map(rule -> new Route(rule.modelId(), rule.contrast()));
    return ruled
        .or(() -> byFolder(drop))
        .<Answer>map(route -> route)
        .orElseGet(() -> new NoRoute(noRule(), rules.version()));
  }

  private Optional<Route> byFolder(DropName drop) {
    return drop.firstFolder()
        .filter(ModelId::isName)
        .filter(name -> store.find("models/" + name + "/latest.json").isPresent())
        .map(name -> new Route(ModelId.latest(name), Optional.empty()));
  }

  private Problem noRule() {
    List<String> models = store.children("models/");
    String published =
        models.isEmpty()
            ? "None is published yet."
            : "Published: "
                + String.join(", ", models.subList(0, Math.min(NAMED_MODELS, models.size())))
                + (models.size() > NAMED_MODELS ? ", …" : "")
                + ".";
    return new Problem(
        "no-rule",
        "No rule of "
            + RULE_FILE
            + " is for this drop, and the first folder below incoming/ is not the name of a"
            + " published model. "
            + published,
        "Drop the scan into incoming/<name of a model>/, or write a rule; then drop it again.");
  }

  private Rules rules() {
    String version = version();
    Rules now = known;
    if (!now.version().equals(version)) {
      now = read(version);
      known = now;
    }
    return now;
  }

  private Rules read(String version) {
    if (version.isEmpty()) {
      return new Rules("", Routing.NONE, Optional.empty());
    }
    try {
      Routing routing =
          StrictJson.read(
              StrictJson.parse(store.read(RULE_FILE), RULE_FILE), Routing.class, RULE_FILE);
      LOG.infof("%s: %d rules", RULE_FILE, routing.rules().size());
      return new Rules(version, routing, Optional.empty());
    } catch (BadInputException e) {
      Problem problem =
          new Problem(
              "routing-invalid",
              "The rule file that names models for drops cannot be used: " + e.problem().what(),
              "Correct " + RULE_FILE + ": " + e.problem().remedy());
      LOG.errorf("%s", problem);
      return new Rules(version, Routing.NONE, Optional.of(problem));
    }
  }
}
