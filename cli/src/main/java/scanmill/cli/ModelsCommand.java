package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Published models: which there are, and which version is meant. */
@Command(
    name = "models",
    description = "List published models with their versions, aliases and scores.",
    footer = {
      "",
      "Examples:",
      "  scanmill models",
      "  scanmill models promote cord@0f3a9c1d",
      "  scanmill models promote cord@0f3a9c1d --as production --reason \"validated at two sites\"",
      "  scanmill models remove cord@77aa01b2"
    })
final class ModelsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private ServerOptions server = new ServerOptions();

  ModelsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    try (Connection connection = server.connect(around)) {
      Gateway gateway = connection.gateway();
      Table table = new Table("model", "version", "aliases", "Dice", "made", "run");
      for (JsonNode model : gateway.get("api/models")) {
        for (JsonNode version : model.path("versions")) {
          row(table, gateway, model.path("name").asText(), version.path("digest").asText());
        }
      }
      if (table.isEmpty()) {
        around.out().println("No model yet. Train one, or publish one: scanmill import --server.");
      } else {
        around.out().print(table);
      }
      return 0;
    }
  }

  private static void row(Table table, Gateway gateway, String name, String digest) {
    JsonNode detail = gateway.get(new PublishedModel(name, digest).path());
    List<String> aliases = new ArrayList<>();
    detail.path("aliases").forEach(alias -> aliases.add(alias.asText()));
    String dice =
        detail.path("scores").properties().stream()
            .filter(score -> score.getKey().startsWith("dice"))
            .min(Map.Entry.comparingByKey())
            .map(score -> Spell.score(score.getValue().asDouble(Double.NaN)))
            .orElse("-");
    table.row(
        name,
        digest.substring(0, Math.min(12, digest.length())),
        String.join(", ", aliases),
        dice,
        detail.path("created").asText("-"),
        detail.path("run").asText("-"));
  }

  /** Moves an alias. */
  @Command(
      name = "promote",
      description = "Let an alias, latest unless --as says another, mean a version.")
  static final class Promote implements Callable<Integer> {
    private final Surroundings around;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME@VERSION", description = "The version, by digest or alias.")
    private String model = "";

    @Option(
        names = "--as",
        paramLabel = "ALIAS",
        defaultValue = "latest",
        description = "latest (default), or another such as production.")
    private String alias = "latest";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is told with it.")
    private Optional<String> reason = Optional.empty();

    @Option(
        names = "--if",
        paramLabel = "ETAG",
        description = "Only if the alias has not moved since somebody saw this ETag.")
    private Optional<String> etag = Optional.empty();

    Promote(Surroundings around) {
      this.around = around;
    }

    @Override
    public Integer call() {
      PublishedModel asked = PublishedModel.parse(model);
      ObjectNode body = Gateway.object().put("version", asked.version()).put("alias", alias);
      reason.ifPresent(text -> body.put("reason", text));
      try (Connection connection = server.connect(around)) {
        JsonNode now =
            connection
                .gateway()
                .post(
                    "api/models/" + Gateway.encode(asked.name()) + "/promotions",
                    body,
                    etag.map(tag -> Map.of("If-Match", tag)).orElse(Map.of()));
        around
            .out()
            .println(
                asked.name() + "@" + alias + " is " + now.path("model").path("digest").asText());
        return 0;
      }
    }
  }

  /** Removes a version. */
  @Command(
      name = "remove",
      description = "Remove a version that no alias and no routing rule means.")
  static final class Remove implements Callable<Integer> {
    private final Surroundings around;

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME@VERSION", description = "The version, by digest.")
    private String model = "";

    Remove(Surroundings around) {
      this.around = around;
    }

    @Override
    public Integer call() {
      try (Connection connection = server.connect(around)) {
        connection.gateway().delete(PublishedModel.parse(model).path());
        around.out().println("removed " + model);
        return 0;
      }
    }
  }
}
