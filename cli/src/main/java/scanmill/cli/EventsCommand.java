package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the services told each other. */
@Command(
    name = "events",
    description = "Print what the services told each other, one line per event, oldest first.",
    footer = {
      "",
      "Examples:",
      "  scanmill events",
      "  scanmill events --follow --subject sub-01_T2w",
      "  scanmill events --json | jq 'select(.type == \"scanmill.EpochCompleted.v1\") | .data.trainingLoss'"
    })
final class EventsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with each new event until Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "Each event whole, one JSON object per line.")
  private boolean json;

  @Option(names = "--subject", paramLabel = "ID", description = "Only those of one scan or run.")
  private Optional<String> subject = Optional.empty();

  EventsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Connection connection = server.connect(around)) {
      EventStream stream = new EventStream(connection.gateway());
      if (follow) {
        stream.follow(subject, this::print);
      } else {
        stream.replay(subject, this::print);
      }
      return 0;
    }
  }

  private boolean print(JsonNode event) {
    around.out().println(json ? event.toString() : EventLine.of(event));
    around.out().flush();
    return around.out().checkError(); // Whoever read the pipe went away.
  }
}
