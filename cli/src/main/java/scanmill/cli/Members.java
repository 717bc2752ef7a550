package scanmill.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import scanmill.specs.StrictJson;

/**
 * One configuration taught several times: each time another part of the data is for validation, or
 * from another seed. Each is published as {@code <name>_fold0}, {@code <name>_fold1}, …, and all
 * together as the package {@code <name>}, an ensemble: the first member, and the others within it.
 */
final class Members {
  private static final String PROVENANCE = "provenance.json";

  private final ConfigFile base;
  private final List<SeveralRuns.Wanted> members;

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
      members.add(member(base, config, "fold" + fold));
    }
    return new Members(base, members);
  }

  /** The same data, other weights to begin with, another order and other draws. */
  static Members ofSeeds(ConfigFile base, int seeds) {
    List<SeveralRuns.Wanted> members = new ArrayList<>();
    for (int n = 0; n < seeds; n++) {
      ObjectNode config = base.written();
      config.put("random_seed", base.config().randomSeed() + n);
      members.add(member(base, config, "seed" + n));
    }
    return new Members(base, members);
  }

  private static SeveralRuns.Wanted member(ConfigFile base, ObjectNode config, String name) {
    config.put("model_name", within(base, name));
    return new SeveralRuns.Wanted(name, base.with(config, name));
  }

  private static String within(ConfigFile base, String member) {
    return base.config().modelName() + "_" + member;
  }

  /**
   * Asks for all, follows them one after the other, brings what they come to, and publishes the
   * ensemble.
   *
   * @return the exit code
   */
  int train(Surroundings around, Connection connection, List<Path> data, Path output)
      throws InterruptedException {
    SeveralRuns runs = new SeveralRuns(members);
    List<SeveralRuns.Made> made = runs.train(around, connection, data, output);
    if (!made.isEmpty()) {
      Path ensemble = pack(output, made);
      String version = ModelFolder.register(connection.gateway(), ensemble);
      around.out().println("ensemble " + ensemble + ", published as " + version);
      around
          .out()
          .println("segment  scanmill segment -m " + base.config().modelName() + " -i SCAN.nii.gz");
    }
    return runs.end(around, output, made);
  }

  /** The first with the others within it. */
  private Path pack(Path output, List<SeveralRuns.Made> made) {
    String model = base.config().modelName();
    Path ensemble = output.resolve(model);
    List<String> others = new ArrayList<>();
    try {
      copy(made.get(0).model(), ensemble);
      for (SeveralRuns.Made other : made.subList(1, made.size())) {
        String name = within(base, other.name());
        copy(other.model(), ensemble.resolve(name));
        others.add(name);
      }
      change(
          ensemble.resolve(model + ".json"),
          config -> {
            config.put("model_name", model);
            ArrayNode asked =
                config.withObjectProperty("inference_parameters").putArray("ensemble");
            others.forEach(asked::add);
          });
      // the scores are those of the first alone
      change(ensemble.resolve(PROVENANCE), provenance -> provenance.putObject("scores"));
    } catch (IOException e) {
      throw new UncheckedIOException("The ensemble could not be written to " + ensemble, e);
    }
    return ensemble;
  }

  /** A package under another name, and those within it. */
  private static void copy(Path from, Path to) throws IOException {
    String old = String.valueOf(from.getFileName());
    String name = String.valueOf(to.getFileName());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String inside = from.relativize(file).toString();
        boolean named = inside.startsWith(old + ".");
        Path target = to.resolve(named ? name + inside.substring(old.length()) : inside);
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void change(Path json, Consumer<ObjectNode> change) throws IOException {
    ObjectNode tree =
        (ObjectNode) StrictJson.parse(Files.readString(json), String.valueOf(json.getFileName()));
    change.accept(tree);
    Files.writeString(json, StrictJson.pretty(tree));
  }
}
