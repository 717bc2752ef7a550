package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import scanmill.ids.RunId;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** Asks for a training run and shows how it goes until it ends. */
final class TrainingFollower {
  private static final int RECENT_EPOCHS = 5;

  private final Surroundings around;
  private final Connection connection;
  private final Gateway gateway;
  private final Progress progress;
  private final Deque<Double> recentSeconds = new ArrayDeque<>();
  private int shown;

  /**
   * How a run ended.
   *
   * @param run as {@code GET /api/runs/{run}} shows it
   * @param problem why it failed
   */
  record Ending(boolean published, JsonNode run, Optional<Problem> problem) {}

  TrainingFollower(Surroundings around, Connection connection) {
    this.around = around;
    this.connection = connection;
    this.gateway = connection.gateway();
    this.progress = new Progress(around);
  }

  /**
   * @return the run's name
   */
  String request(ObjectNode config, Optional<RunId> id) {
    ObjectNode body = Gateway.object();
    id.ifPresent(run -> body.put("run", run.toString()));
    body.set("config", config);
    return gateway.post("api/trainings", body).path("run").asText();
  }

  Ending follow(String run) throws InterruptedException {
    progress.say("run " + run);
    progress.passing(0, 1, "waiting for the training service");
    Runnable restore = Interrupt.onFirst(() -> interrupted(run));
    try {
      new EventStream(gateway).follow(Optional.of(run), this::show);
    } finally {
      restore.run();
      progress.end();
    }
    return ending(run);
  }

  private Ending ending(String run) throws InterruptedException {
    JsonNode view = gateway.get("api/runs/" + Gateway.encode(run));
    // The fold and the stream are fed one after the other; give the fold its moment.
    for (int i = 0; i < 50 && !view.path("ended").asBoolean(); i++) {
      Thread.sleep(100);
      view = gateway.get("api/runs/" + Gateway.encode(run));
    }
    Optional<Problem> problem =
        view.hasNonNull("problem")
            ? Optional.of(
                new Problem(
                    view.path("problem").path("code").asText(),
                    view.path("problem").path("what").asText(),
                    view.path("problem").path("remedy").asText()))
            : Optional.empty();
    return new Ending(view.path("state").asText().equals("published"), view, problem);
  }

  private boolean show(JsonNode event) {
    JsonNode data = event.path("data");
    switch (EventLine.type(event)) {
      case "DatasetFrozen" ->
          progress.say(
              String.format(
                  Locale.ROOT,
                  "data: %d scans to train on, %d to validate, %d to test",
                  data.path("training").asInt(),
                  data.path("validation").asInt(),
                  data.path("test").asInt()));
      case "TrainingStarted" -> {
        int first = data.path("firstEpoch").asInt(1);
        progress.say(
            "training on "
                + data.path("device").asText()
                + (first > 1 ? ", taken up again at epoch " + first : ""));
        progress.passing(first - 1L, data.path("epochs").asInt(), "first epoch");
      }
      case "EpochCompleted" -> showEpoch(data);
      case "ModelPublished", "TrainingFailed", "TrainingCancelled" -> {
        return true;
      }
      default -> {
        return false;
      }
    }
    return false;
  }

  private void showEpoch(JsonNode data) {
    int epoch = data.path("epoch").asInt();
    int epochs = data.path("epochs").asInt();
    if (epoch <= shown) {
      return;
    }
    shown = epoch;
    recentSeconds.addLast(data.path("seconds").asDouble());
    if (recentSeconds.size() > RECENT_EPOCHS) {
      recentSeconds.removeFirst();
    }
    double mean = recentSeconds.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    progress.step(
        epoch,
        epochs,
        String.format(
            Locale.ROOT,
            "epoch %d/%d  loss %s  validation %s%s  %s%s",
            epoch,
            epochs,
            Spell.score(data.path("trainingLoss").asDouble(Double.NaN)),
            Spell.score(data.path("validationLoss").asDouble(Double.NaN)),
            dice(data.path("scores")),
            Spell.seconds(data.path("seconds").asDouble()),
            epoch < epochs ? "  left " + Spell.seconds(mean * (epochs - epoch)) : ""));
  }

  private static String dice(JsonNode scores) {
    return scores.hasNonNull("dice_score")
        ? "  Dice " + Spell.score(scores.path("dice_score").asDouble())
        : "";
  }

  /** Ctrl-C: what belongs to this call ends with it; what runs elsewhere goes on. */
  private void interrupted(String run) {
    if (connection.isEmbedded()) {
      progress.say("Stopping the run after this batch; Ctrl-C again ends at once.");
      try {
        gateway.delete("api/trainings/" + Gateway.encode(run));
      } catch (BadInputException e) {
        new Complaint(around).print(e.problem());
        System.exit(Complaint.FAILED);
      }
      return;
    }
    progress.end();
    around
        .err()
        .println(
            "The run goes on at "
                + gateway.address()
                + ". Look at it with: scanmill status --server "
                + gateway.address()
                + "\nStop it with: curl -X DELETE "
                + gateway.address()
                + "api/trainings/"
                + run);
    System.exit(Complaint.FAILED);
  }
}
