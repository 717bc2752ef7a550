package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the platform is doing. */
@Command(
    name = "status",
    description = "Show whether the platform is well, and its newest scans, runs and models.",
    footer = {
      "",
      "Examples:",
      "  scanmill status",
      "  scanmill status --server http://scanmill.example:8080",
      "  scanmill status --json | jq .store"
    })
final class StatusCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  private final Surroundings around;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "The platform's own answer, for programs.")
  private boolean json;

  StatusCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    try (Connection connection = server.connect(around)) {
      Gateway gateway = connection.gateway();
      JsonNode status = gateway.get("api/status");
      boolean well = status.path("well").asBoolean();
      if (json) {
        around.out().println(status);
        return well ? 0 : Complaint.FAILED;
      }
      around.out().println(gateway.address() + (well ? " is well" : " is not well"));
      around.out().println("  store  " + said(status.path("store")));
      around.out().println("  log    " + said(status.path("log")));
      int given = status.path("deadLetters").asInt();
      if (given > 0) {
        around.out().println("  given up by services: " + given + ", see scanmill dead-letters");
      }
      print("Services", services(status));
      print("Runs", runs(gateway.get("api/runs?limit=" + SHOWN)));
      print("Scans", scans(gateway.get("api/scans?limit=" + SHOWN)));
      print("Models", models(gateway.get("api/models")));
      return well ? 0 : Complaint.FAILED;
    }
  }

  private void print(String heading, Table table) {
    around.out().println();
    around.out().println(heading + (table.isEmpty() ? ": none yet" : ""));
    if (!table.isEmpty()) {
      around.out().print(table);
    }
  }

  private static String said(JsonNode part) {
    return (part.path("reachable").asBoolean() ? "reachable" : "not reachable")
        + (part.path("says").asText().isEmpty() ? "" : ": " + part.path("says").asText());
  }

  private static Table services(JsonNode status) {
    Table table = new Table("service", "state", "waiting");
    for (JsonNode service : status.path("services")) {
      table.row(
          service.path("name").asText(),
          service.path("state").asText(),
          service.path("lag").asText());
    }
    return table;
  }

  private static Table runs(JsonNode runs) {
    Table table = new Table("run", "state", "epoch", "device", "dice");
    for (JsonNode run : runs) {
      table.row(
          run.path("run").asText(),
          run.path("state").asText(),
          run.path("history").size() + "/" + run.path("epochs").asInt(),
          run.path("device").asText(""),
          run.path("scores").has("dice_score")
              ? Spell.score(run.path("scores").path("dice_score").asDouble())
              : "-");
    }
    return table;
  }

  private static Table scans(JsonNode scans) {
    Table table = new Table("scan", "state", "model", "problem");
    for (JsonNode scan : scans) {
      JsonNode request = scan.path("requests").path(0);
      JsonNode problem =
          scan.hasNonNull("problem") ? scan.path("problem") : request.path("problem");
      table.row(
          scan.path("id").asText(),
          scan.path("state").asText(),
          EventLine.brief(request.path("model").asText("")),
          problem.path("what").asText(""));
    }
    return table;
  }

  private static Table models(JsonNode models) {
    Table table = new Table("model", "versions", "newest");
    for (JsonNode model : models) {
      table.row(
          model.path("name").asText(),
          model.path("versions").size() + "",
          model.path("versions").path(0).path("digest").asText(""));
    }
    return table;
  }
}
