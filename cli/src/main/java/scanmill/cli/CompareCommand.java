package scanmill.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scanmill.problems.BadInputException;
import scanmill.reports.ScoresPicture;

/** Compares runs by their scores on test scans. */
@Command(
    name = "compare",
    description = {
      "Compare runs by the scores of their test scans: mean, spread, and how likely a difference",
      "as large is by chance. Scans that two runs share are compared one by one (paired t-test),",
      "else all with all (Welch's t-test). A picture shows how the scores of each run are spread."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill compare out/run-a out/run-b",
      "  scanmill compare --metric dice_class1 -o comparison.csv sweep/*/"
    })
final class CompareCommand implements Callable<Integer> {
  private static final Path DEFAULT_PLOT = Path.of("comparison.png");

  private final Surroundings around;

  @Parameters(
      paramLabel = "RUN",
      arity = "2..*",
      description = "Output folders of runs, each with results_eval/evaluation_3Dmetrics.csv.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--metric",
      paramLabel = "COLUMN",
      defaultValue = "dice_class0",
      description = "A column of that table (default: dice_class0).")
  private String metric = "dice_class0";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.csv",
      description = "Where the table goes too (ivadomed calls it comparison_models.csv).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Where the picture goes (default: comparison.png, or beside the table of -o).")
  private Optional<Path> plot = Optional.empty();

  CompareCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    List<ScoredRun> runs = folders.stream().map(around::resolve).map(this::run).toList();
    Table table = new Table(heading(runs));
    StringBuilder csv = new StringBuilder("run,scans,mean,std");
    runs.forEach(run -> csv.append(",p_").append(run.name()));
    csv.append('\n');
    for (int n = 0; n < runs.size(); n++) {
      ScoredRun run = runs.get(n);
      Moments moments = run.moments();
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(n + 1));
      row.add(run.name());
      row.add(Integer.toString(moments.count()));
      row.add(Spell.score(moments.mean()));
      row.add(Spell.score(moments.deviation()));
      csv.append(run.name()).append(',').append(moments.count());
      csv.append(',').append(Spell.csv(moments.mean()));
      csv.append(',').append(Spell.csv(moments.deviation()));
      for (ScoredRun other : runs) {
        double chance = run.equals(other) ? Double.NaN : run.chance(other);
        row.add(Double.isNaN(chance) ? "-" : Spell.score(chance));
        csv.append(',').append(Spell.csv(chance));
      }
      csv.append('\n');
      table.row(row.toArray(String[]::new));
    }
    around.out().print(table);
    output.map(around::resolve).ifPresent(file -> write(file, csv.toString()));
    draw(runs);
    return 0;
  }

  private void draw(List<ScoredRun> runs) throws IOException {
    Path beside =
        output
            .map(file -> Path.of(file.toString().replaceFirst("\\.csv$", "") + ".png"))
            .orElse(DEFAULT_PLOT);
    Path png = around.resolve(plot.orElse(beside)).toAbsolutePath();
    Files.createDirectories(png.getParent());
    Map<String, Collection<Double>> scores = new LinkedHashMap<>();
    for (int n = 0; n < runs.size(); n++) {
      scores.put(
          runs.size() > 4 ? Integer.toString(n + 1) : runs.get(n).name(),
          runs.get(n).scores().values());
    }
    if (ScoresPicture.write(png, metric, scores)) {
      around.out().println("picture  " + png);
    }
  }

  private static String[] heading(List<ScoredRun> runs) {
    List<String> heading = new ArrayList<>(List.of("", "run", "scans", "mean", "std"));
    for (int n = 1; n <= runs.size(); n++) {
      heading.add("p to " + n);
    }
    return heading.toArray(String[]::new);
  }

  private ScoredRun run(Path folder) {
    Path file = folder.resolve("results_eval").resolve("evaluation_3Dmetrics.csv");
    if (!Files.isRegularFile(file)) {
      throw BadInputException.of(
          "scores-missing",
          "Required the scores of test scans; found none at " + file + ".",
          "Name the output folder of a run that had test scans.");
    }
    NumberTable table = NumberTable.read(file);
    if (!table.columns().containsKey(metric)) {
      throw BadInputException.of(
          "metric-unknown",
          "Required a column of " + file + "; found \"" + metric + "\" to be none.",
          "Give one of "
              + String.join(", ", table.columns().keySet().stream().skip(1).toList())
              + " with --metric.");
    }
    return ScoredRun.of(String.valueOf(folder.normalize().getFileName()), table, metric);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("The table could not be written to " + file, e);
    }
  }
}
