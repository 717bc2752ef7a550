package scanmill.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import scanmill.specs.StrictJson;

/**
 * One configuration taught several times: each time another part of the data is for validation, or
 * from another seed. Together the models are an ensemble: {@code <name>/fold0/<name>/}, {@code
 * <name>/fold1/<name>/}, …, listed in {@code <name>/ensemble.json}.
 */
final class Members {
  private final ConfigFile base;
  private final List<SeveralRuns.Wanted> members;

  /** One training. */
  private Members(ConfigFile base, List<SeveralRuns.Wanted> members) {
    this.base = base;
    this.members = members;
  }

  /** Every part of what is not for testing is for validation once. */
  static Members ofFolds(ConfigFile base, int folds) {
    List<SeveralRuns.Wanted> members = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      ObjectNode config = base.written();
      config.withObjectProperty("split_dataset").put("folds", folds).put("fold", fold);
      members.add(new SeveralRuns.Wanted("fold" + fold, base.with(config, "fold " + fold)));
    }
    return new Members(base, members);
  }

  /** The same data, other weights to begin with, another order and other draws. */
  static Members ofSeeds(ConfigFile base, int seeds) {
    List<SeveralRuns.Wanted> members = new ArrayList<>();
    for (int n = 0; n < seeds; n++) {
      ObjectNode config = base.written();
      config.put("random_seed", base.config().randomSeed() + n);
      members.add(new SeveralRuns.Wanted("seed" + n, base.with(config, "seed " + n)));
    }
    return new Members(base, members);
  }

  /**
   * Asks for all, follows them one after the other, and brings what they come to.
   *
   * @return the exit code
   */
  int train(Surroundings around, Connection connection, List<Path> data, Path output)
      throws InterruptedException {
    SeveralRuns runs = new SeveralRuns(members);
    List<String> made = runs.train(around, connection, data, output);
    if (!made.isEmpty()) {
      around.out().println("ensemble " + pack(output, made));
    }
    return runs.end(around, output, made);
  }

  /** The packages beside each other, and the list of them. */
  private Path pack(Path output, List<String> made) {
    String model = base.config().modelName();
    Path ensemble = output.resolve(model);
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("name", model);
    ArrayNode names = list.putArray("members");
    try {
      for (String member : made) {
        Path from = output.resolve(member).resolve(model);
        Path to = Files.createDirectories(ensemble.resolve(member).resolve(model));
        try (Stream<Path> files = Files.list(from)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            Files.copy(
                file,
                to.resolve(String.valueOf(file.getFileName())),
                StandardCopyOption.REPLACE_EXISTING);
          }
        }
        names.add(member + "/" + model);
      }
      Files.writeString(ensemble.resolve("ensemble.json"), StrictJson.pretty(list));
    } catch (IOException e) {
      throw new UncheckedIOException("The ensemble could not be written to " + ensemble, e);
    }
    return ensemble;
  }
}
