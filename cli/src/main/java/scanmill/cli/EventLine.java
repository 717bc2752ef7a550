package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One event on one line: when, what, about which scan or run, and the one thing to know. */
final class EventLine {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private EventLine() {}

  static String of(JsonNode event) {
    String type = type(event);
    return String.format(
            Locale.ROOT,
            "%s  %-29s  %s  %s",
            CLOCK.format(Instant.parse(event.path("time").asText())),
            type,
            event.path("subject").asText(),
            gist(type, event.path("data")))
        .stripTrailing();
  }

  /** {@code ScanIngested} of {@code scanmill.ScanIngested.v1}. */
  static String type(JsonNode event) {
    String[] parts = event.path("type").asText().split("\\.", -1);
    return parts.length > 1 ? parts[1] : parts[0];
  }

  /** What an event says of a scan, in a word or two. */
  static String plainly(String type) {
    return switch (type) {
      case "ScanIngested" -> "taken up";
      case "SegmentationRequested" -> "asked for";
      case "SampleReady" -> "prepared";
      case "PredictionProduced" -> "predicted";
      case "SegmentationReady" -> "segmented";
      case "EvaluationCompleted" -> "evaluated";
      default -> type.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    };
  }

  private static String gist(String type, JsonNode data) {
    if (data.has("problem")) {
      return data.path("problem").path("what").asText();
    }
    return switch (type) {
      case "ScanIngested" ->
          data.path("facts").path("shape") + " " + data.path("facts").path("orientation").asText();
      case "SegmentationRequested" -> "model " + brief(data.path("model").asText());
      case "PredictionProduced" ->
          Spell.seconds(data.path("seconds").asDouble()) + " on " + data.path("device").asText();
      case "SegmentationReady" -> data.path("segmentation").path("key").asText();
      case "EvaluationCompleted" -> scores(data.path("scores"));
      case "DatasetFrozen" ->
          String.format(
              Locale.ROOT,
              "%d training, %d validation, %d test",
              data.path("training").asInt(),
              data.path("validation").asInt(),
              data.path("test").asInt());
      case "TrainingStarted" ->
          data.path("epochs").asInt() + " epochs on " + data.path("device").asText();
      case "EpochCompleted" ->
          String.format(
              Locale.ROOT,
              "%d/%d  loss %s  validation %s",
              data.path("epoch").asInt(),
              data.path("epochs").asInt(),
              Spell.score(data.path("trainingLoss").asDouble(Double.NaN)),
              Spell.score(data.path("validationLoss").asDouble(Double.NaN)));
      case "ModelPublished" ->
          data.path("model").path("name").asText()
              + "@"
              + digits(data.path("model").path("digest").asText());
      case "ModelPromoted" ->
          data.path("model").path("name").asText()
              + "@"
              + data.path("alias").asText()
              + " is "
              + digits(data.path("model").path("digest").asText());
      default -> "";
    };
  }

  /** {@code name@digest} with as much of the digest as tells versions apart. */
  static String brief(String model) {
    int at = model.indexOf('@');
    return at < 0 ? model : model.substring(0, at + 1) + digits(model.substring(at + 1));
  }

  private static String digits(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  private static String scores(JsonNode scores) {
    StringBuilder text = new StringBuilder();
    for (JsonNode score : scores) {
      if (score.path("metric").asText().startsWith("dice")) {
        text.append(text.isEmpty() ? "Dice" : ",")
            .append(' ')
            .append(score.path("label").asText())
            .append(' ')
            .append(Spell.score(score.path("value").asDouble(Double.NaN)));
      }
    }
    return text.toString();
  }
}
