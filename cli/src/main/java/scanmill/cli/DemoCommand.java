package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** Shows the whole mill on phantoms. */
@Command(
    name = "demo",
    description = {
      "Show everything on phantoms: make a small BIDS dataset, train on it, drop an unseen scan in",
      "the bucket, and compare its segmentation with the truth. Takes one to two minutes."
    },
    footer = {"", "Examples:", "  scanmill demo", "  scanmill demo --data /tmp/scanmill-demo"})
final class DemoCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Surroundings around;

  @Mixin private ServerOptions server = new ServerOptions();

  DemoCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Instant start = Instant.now();
    Path folder = server.dataDir(around).resolve("demo");
    Progress progress = new Progress(around);
    DemoData data = new DemoData(folder);
    progress.say("1/4  making phantoms in " + data.dataset());
    data.makeDataset();

    try (Connection connection = server.connect(around)) {
      Gateway gateway = connection.gateway();
      progress.say("2/4  training on them");
      Instant asked = Instant.now();
      JsonNode run = train(connection, data);
      double trained = seconds(asked);
      Path results = folder.resolve(run.path("run").asText());
      new RunOutputs(gateway, results).bring(run);

      progress.say("3/4  dropping an unseen scan in the bucket");
      String model = run.path("model").path("name").asText();
      DemoData.Unseen unseen = data.makeUnseen(STAMP.format(start));
      gateway.upload(unseen.labels(), "references", unseen.scan() + "_dseg.nii.gz");
      Instant dropped = Instant.now();
      String key =
          gateway
              .upload(unseen.image(), "incoming/" + model, unseen.scan() + ".nii.gz")
              .path("key")
              .asText();
      JsonNode scan = await(gateway, unseen.scan(), progress);
      JsonNode request = scan.path("requests").path(0);
      new SegmentationResults(gateway, results).bring(request, unseen.scan());

      progress.say("4/4  done in " + Spell.seconds(Duration.between(start, Instant.now())));
      around.out().println();
      around.out().print(stages(trained, dropped, scan));
      around.out().println();
      around.out().print(labels(request, run));
      around.out().println();
      around.out().print(files(data, results, model, unseen, key, request));
      return 0;
    }
  }

  private JsonNode train(Connection connection, DemoData data) throws InterruptedException {
    ObjectNode config = config();
    String where =
        connection.sharesDisk()
            ? data.dataset().toString()
            : new DatasetUpload(around, connection.gateway()).send(data.dataset());
    ConfigFile.setPathData(config, List.of(where));
    TrainingFollower follower = new TrainingFollower(around, connection);
    TrainingFollower.Ending ending = follower.follow(follower.request(config, Optional.empty()));
    if (!ending.published()) {
      throw new BadInputException(
          ending
              .problem()
              .orElse(new Problem("run-cancelled", "The run was stopped.", "Start it again.")));
    }
    return ending.run();
  }

  private static ObjectNode config() {
    try (InputStream in = DemoCommand.class.getResourceAsStream("demo-config.json")) {
      if (in == null) {
        throw new IllegalStateException("demo-config.json belongs beside this class");
      }
      return (ObjectNode) Gateway.JSON.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("demo-config.json is JSON", e);
    }
  }

  /** The scan with the scores of its segmentation. */
  private static JsonNode await(Gateway gateway, String scan, Progress progress)
      throws InterruptedException {
    new EventStream(gateway)
        .follow(
            Optional.of(scan),
            event -> {
              String type = EventLine.type(event);
              progress.say("     " + EventLine.plainly(type));
              return type.equals("ScanRejected")
                  || SegmentationFollower.isEnding(type, event.path("data"));
            },
            PATIENCE);
    JsonNode view = gateway.get("api/scans/" + Gateway.encode(scan));
    JsonNode request = view.path("requests").path(0);
    JsonNode problem = view.hasNonNull("problem") ? view.path("problem") : request.path("problem");
    if (problem.isObject()) {
      throw BadInputException.of(
          problem.path("code").asText(),
          problem.path("what").asText(),
          problem.path("remedy").asText());
    }
    if (request.path("scores").isEmpty()) {
      throw BadInputException.of(
          "demo-without-scores",
          "Required scores of the unseen scan; found a segmentation without.",
          "See what happened with: scanmill events --subject " + scan);
    }
    return view;
  }

  private static Table stages(double trained, Instant dropped, JsonNode scan) {
    Table table = new Table("stage", "seconds");
    table.row("training", Spell.tenth(trained));
    Instant ingested = Instant.parse(scan.path("ingested").asText());
    table.row("ingest", Spell.tenth(Duration.between(dropped, ingested).toMillis() / 1000.0));
    for (JsonNode stage : scan.path("requests").path(0).path("stages")) {
      table.row(stage.path("stage").asText(), Spell.tenth(stage.path("seconds").asDouble()));
    }
    return table;
  }

  private static Table labels(JsonNode request, JsonNode run) {
    Table table = new Table("label", "Dice", "volume mm3");
    request
        .path("volumesMm3")
        .properties()
        .forEach(
            volume ->
                table.row(
                    volume.getKey(),
                    SegmentationResults.dice(request, volume.getKey()),
                    Spell.tenth(volume.getValue().asDouble(Double.NaN))));
    if (run.path("scores").has("dice_score")) {
      table.row("(test split)", Spell.score(run.path("scores").path("dice_score").asDouble()), "-");
    }
    return table;
  }

  private static Table files(
      DemoData data,
      Path results,
      String model,
      DemoData.Unseen unseen,
      String key,
      JsonNode request) {
    Table table = new Table("what", "where");
    table.row("dataset", data.dataset().toString());
    table.row("model", results.resolve(model).toString());
    table.row("training curve, scores", results.toString());
    table.row("unseen scan", unseen.image().toString());
    table.row("  in the bucket", key);
    table.row("labels", results.resolve(unseen.scan() + "_pred.nii.gz").toString());
    table.row("  in the bucket", request.path("segmentation").path("key").asText());
    table.row("run manifest, bucket", request.path("manifest").path("key").asText());
    table.row("scores, bucket", request.path("report").path("key").asText());
    table.row("overlay", results.resolve(unseen.scan() + "_pred.png").toString());
    return table;
  }

  private static double seconds(Instant since) {
    return Duration.between(since, Instant.now()).toMillis() / 1000.0;
  }
}
