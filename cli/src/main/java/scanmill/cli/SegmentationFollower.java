package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Waits until every one of some requests has ended, and shows how far they are. */
final class SegmentationFollower {
  private static final int STAGES = 4;

  private final Gateway gateway;
  private final Progress progress;

  SegmentationFollower(Gateway gateway, Progress progress) {
    this.gateway = gateway;
    this.progress = progress;
  }

  /**
   * @param requests id to scan
   */
  void follow(Map<String, Path> requests) throws InterruptedException {
    Set<String> open = new HashSet<>(requests.keySet());
    open.removeIf(this::ended);
    if (open.isEmpty()) {
      return;
    }
    int whole = requests.size() * STAGES;
    Set<String> passed = new HashSet<>();
    new EventStream(gateway)
        .follow(
            Optional.empty(),
            event -> {
              String request = requestOf(event);
              if (!requests.containsKey(request)) {
                return false;
              }
              String type = EventLine.type(event);
              String step = ScanFiles.stem(requests.get(request)) + " " + EventLine.plainly(type);
              if (passed.add(request + type) && !type.equals("SegmentationRequested")) {
                progress.step(passed.size(), whole, step);
              }
              if (isEnding(type, event.path("data"))) {
                open.remove(request);
              }
              return open.isEmpty();
            });
    // The fold and the stream are fed one after the other; give the fold its moment.
    for (int i = 0; i < 50 && !requests.keySet().stream().allMatch(this::ended); i++) {
      Thread.sleep(100);
    }
  }

  private boolean ended(String request) {
    return gateway.get("api/requests/" + Gateway.encode(request)).path("ended").asBoolean();
  }

  static String requestOf(JsonNode event) {
    if (EventLine.type(event).equals("SegmentationRequested")) {
      return event.path("id").asText();
    }
    JsonNode data = event.path("data");
    return data.has("request")
        ? data.path("request").asText()
        : data.path("order").path("request").asText();
  }

  /** Nothing more happens to the request after this. */
  static boolean isEnding(String type, JsonNode data) {
    return switch (type) {
      case "SampleRejected",
          "PredictionFailed",
          "PostprocessingFailed",
          "EvaluationCompleted",
          "EvaluationFailed" ->
          true;
      case "SegmentationReady" -> !data.path("order").hasNonNull("reference");
      default -> false;
    };
  }
}
