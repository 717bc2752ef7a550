package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scanmill.problems.BadInputException;

/** Inputs that services gave up: which there are, and putting them back. */
@Command(
    name = "dead-letters",
    description = "List inputs that services gave up and that nobody has put back yet.",
    footer = {
      "",
      "Examples:",
      "  scanmill dead-letters",
      "  scanmill dead-letters list --all",
      "  scanmill dead-letters redrive inference-sample-ready.0.12",
      "  scanmill dead-letters redrive --all"
    })
final class DeadLettersCommand implements Callable<Integer> {
  private static final String PATH = "api/dead-letters";

  private final Surroundings around;

  @Mixin private ServerOptions server = new ServerOptions();

  private DeadLettersCommand(Surroundings around) {
    this.around = around;
  }

  static CommandLine line(Surroundings around) {
    return new CommandLine(new DeadLettersCommand(around))
        .addSubcommand(new All(around))
        .addSubcommand(new Redrive(around));
  }

  @Override
  public Integer call() {
    return list(around, server, true);
  }

  private static int list(Surroundings around, ServerOptions server, boolean waiting) {
    try (Connection connection = server.connect(around)) {
      Table table = new Table("dead letter", "about", "parked", "put back", "problem");
      for (JsonNode letter : connection.gateway().get(PATH + "?waiting=" + waiting)) {
        table.row(
            letter.path("id").asText(),
            letter.path("subject").asText("-"),
            letter.path("parked").asText(),
            times(letter),
            letter.path("problem").path("what").asText());
      }
      if (table.isEmpty()) {
        around.out().println(waiting ? "No dead letter waits." : "No dead letter.");
      } else {
        around.out().print(table);
      }
      return 0;
    }
  }

  /** How often the input was put back so far, from here or before it came here. */
  private static String times(JsonNode letter) {
    int times = letter.path("redrives").asInt() + (letter.hasNonNull("redriven") ? 1 : 0);
    return times == 0 ? "-" : times == 1 ? "once" : times + " times";
  }

  /** Lists them. */
  @Command(name = "list", description = "List dead letters that wait, or all.")
  private static final class All implements Callable<Integer> {
    private final Surroundings around;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--all", description = "Those that were put back too.")
    private boolean all;

    private All(Surroundings around) {
      this.around = around;
    }

    @Override
    public Integer call() {
      return list(around, server, !all);
    }
  }

  /** Puts them back. */
  @Command(
      name = "redrive",
      description = {
        "Put dead letters back on the topics they came from. Ids stay the same, so nothing is done",
        "twice; one that was put back already is left alone."
      })
  private static final class Redrive implements Callable<Integer> {
    private final Surroundings around;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "As the list says.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All that wait.")
    private boolean all;

    private Redrive(Surroundings around) {
      this.around = around;
    }

    @Override
    public Integer call() {
      if (all == !ids.isEmpty()) {
        throw BadInputException.of(
            "dead-letters-which",
            "Required ids of dead letters, or --all; found " + (all ? "both" : "neither") + ".",
            "See scanmill dead-letters for those there are.");
      }
      try (Connection connection = server.connect(around)) {
        Gateway gateway = connection.gateway();
        List<String> chosen = new ArrayList<>(ids);
        if (all) {
          gateway.get(PATH + "?waiting=true").forEach(one -> chosen.add(one.path("id").asText()));
        }
        for (String id : chosen) {
          JsonNode letter =
              gateway.post(PATH + "/" + Gateway.encode(id) + "/redrive", Gateway.object());
          around.out().println(id + " is back on " + letter.path("topic").asText());
        }
        if (chosen.isEmpty()) {
          around.out().println("No dead letter waits.");
        }
        return 0;
      }
    }
  }
}
