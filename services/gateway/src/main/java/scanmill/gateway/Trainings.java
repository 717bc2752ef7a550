package scanmill.gateway;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import scanmill.configuration.Config;
import scanmill.configuration.ParsedConfig;
import scanmill.events.TrainingCancellationRequested;
import scanmill.events.TrainingRequested;
import scanmill.ids.RunId;
import scanmill.kit.Cause;
import scanmill.kit.Digests;
import scanmill.kit.EventJson;
import scanmill.kit.Outbox;
import scanmill.problems.BadInputException;

/** Takes requests for training runs and for their end. Safe to use from several threads. */
@Singleton
class Trainings {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Outbox outbox;
  private final Memory memory;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * A request that was taken.
   *
   * @param warnings about keys that mean nothing any more
   */
  record Taken(RunId run, List<String> warnings) {
    Taken {
      warnings = List.copyOf(warnings);
    }
  }

  @Inject
  Trainings(Outbox outbox, Memory memory) {
    this(outbox, memory, Clock.systemUTC(), new java.security.SecureRandom());
  }

  Trainings(Outbox outbox, Memory memory, Clock clock, RandomGenerator random) {
    this.outbox = outbox;
    this.memory = memory;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Asks for a run. The same configuration under the same name twice is one request, unless the run
   * has ended.
   *
   * @param config as ivadomed writes them
   * @param name of the run; made from the model's name and the time where absent
   * @throws BadInputException if it is no configuration, naming the key that is wrong
   */
  Taken ask(ObjectNode config, Optional<String> name) {
    ParsedConfig parsed = Config.parse(config.toString(), "config");
    RunId run = name.map(Trainings::runId).orElseGet(() -> madeUp(config));
    Map<String, Object> plain = EventJson.mapper().convertValue(config, new TypeReference<>() {});
    String attempt =
        memory
            .model()
            .run(run)
            .filter(RunView::ended)
            .map(view -> view.updated().toString())
            .orElse("first");
    String digest = Digests.hex(config.toString().getBytes(StandardCharsets.UTF_8));
    outbox.tell(
        new TrainingRequested(Optional.of(run), plain),
        Cause.of("training\n" + run + "\n" + digest + "\n" + attempt).by("gateway"));
    return new Taken(run, parsed.warnings());
  }

  /**
   * Asks a run to stop after the batch it is at.
   *
   * @throws BadInputException ({@code run-unknown}, {@code run-ended})
   */
  RunId cancel(String name) {
    RunId run = runId(name);
    RunView view = memory.model().run(run).orElseThrow(() -> unknown());
    if (view.ended()) {
      throw BadInputException.of(
          "run-ended", "The run has ended: " + view.state() + ".", "There is nothing to stop.");
    }
    outbox.tell(
        new TrainingCancellationRequested(run),
        Cause.of(
                "cancellation\n"
                    + run
                    + "\n"
                    + view.started().map(Object::toString).orElse("first"))
            .by("gateway"));
    return run;
  }

  static BadInputException unknown() {
    return BadInputException.of(
        "run-unknown",
        "No run of this name is known.",
        "See GET /api/runs for those that are; the oldest are forgotten.");
  }

  static RunId runId(String text) {
    try {
      return new RunId(text);
    } catch (IllegalArgumentException e) {
      throw BadInputException.of(
          "run-id-invalid",
          "Required a run id of 1 to 63 lower-case letters, digits and hyphens; found another.",
          "Choose another name, or leave it out.");
    }
  }

  /** {@code cord-20260102-120000-3f9a}. */
  private RunId madeUp(ObjectNode config) {
    String model =
        config
            .path("model_name")
            .asText("run")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    String stem = model.isEmpty() ? "run" : model.substring(0, Math.min(36, model.length()));
    return new RunId(
        stem.replaceAll("-+$", "")
            + "-"
            + STAMP.format(clock.instant())
            + "-"
            + String.format(Locale.ROOT, "%04x", random.nextInt(1 << 16)));
  }
}
