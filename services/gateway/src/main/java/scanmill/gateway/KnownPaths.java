package scanmill.gateway;

import java.util.List;
import scanmill.problems.Problem;
import scanmill.specs.DidYouMean;

/** What can be asked for under {@code /api}. */
final class KnownPaths {
  static final List<String> TOP =
      List.of(
          "uploads",
          "datasets",
          "objects",
          "segmentations",
          "trainings",
          "scans",
          "requests",
          "runs",
          "models",
          "dead-letters",
          "status",
          "events");

  private KnownPaths() {}

  static Problem unknown(String path) {
    String[] segments = path.replaceFirst("^/", "").split("/", -1);
    String top = segments.length > 1 && segments[0].equals("api") ? segments[1] : segments[0];
    String remedy =
        DidYouMean.nearest(top, TOP)
            .filter(near -> !near.equals(top))
            .map(near -> "Did you mean /api/" + near + "?")
            .orElse("See /q/openapi for what can be asked.");
    return new Problem("path-unknown", "Nothing is to be found under this path.", remedy);
  }
}
