package scanmill.ingest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.ids.Contrast;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;

/**
 * Which model a dropped scan is for: rules in order, the first that matches wins.
 *
 * @param rules as written in {@code config/routing.json}
 */
record Routing(List<Rule> rules) {
  /** No rule at all. */
  static final Routing NONE = new Routing(List.of());

  Routing {
    rules = List.copyOf(rules);
  }

  /** The first rule for a drop, if there is one. */
  Optional<Rule> ruleFor(DropName drop) {
    return rules.stream().filter(rule -> rule.matches(drop)).findFirst();
  }

  /**
   * One rule.
   *
   * @param folder glob over the folders below {@code incoming/}: {@code *} and {@code ?} stay
   *     within a folder, {@code **} spans folders; every folder where absent
   * @param entities BIDS entities that the file name must have, {@code sub}, {@code ses}, {@code
   *     acq}, … and {@code suffix}; values may hold {@code *} and {@code ?}
   * @param model {@code name} for the latest version or {@code name@digest} for one
   * @param contrast of scans whose file name is no BIDS name
   */
  record Rule(
      Optional<String> folder,
      Optional<Map<String, String>> entities,
      String model,
      Optional<String> contrast) {
    Rule {
      entities = entities.map(Map::copyOf);
      ModelId.parse(model);
      contrast.ifPresent(Contrast::new);
      folder.ifPresent(Glob::new);
    }

    /** The model asked for. */
    ModelId modelId() {
      return ModelId.parse(model);
    }

    boolean matches(DropName drop) {
      return folder.map(glob -> new Glob(glob).matches(drop.folder())).orElse(true)
          && entitiesMatch(drop.scan());
    }

    private boolean entitiesMatch(Optional<ScanId> scan) {
      Map<String, String> required = entities.orElse(Map.of());
      if (required.isEmpty()) {
        return true;
      }
      return scan.map(
              id ->
                  required.entrySet().stream()
                      .allMatch(
                          entry ->
                              entity(id, entry.getKey())
                                  .map(new Glob(entry.getValue())::matches)
                                  .orElse(false)))
          .orElse(false);
    }

    private static Optional<String> entity(ScanId scan, String key) {
      return switch (key) {
        case "sub" -> Optional.of(scan.subject().label());
        case "ses" -> scan.session().map(session -> session.label());
        case "suffix" -> Optional.of(scan.contrast().suffix());
        default -> Optional.ofNullable(scan.entities().get(key));
      };
    }
  }
}
