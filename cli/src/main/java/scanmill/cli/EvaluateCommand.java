package scanmill.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scanmill.metrics.Bootstrap;
import scanmill.metrics.Cohort;
import scanmill.metrics.Evaluation;
import scanmill.metrics.EvaluationPlan;
import scanmill.metrics.Summary;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.reports.EvaluationReport;
import scanmill.reports.Participants;
import scanmill.reports.Reliability;
import scanmill.reports.Subgroups;
import scanmill.training.MeasuringPlan;

/** Compares predictions with references; or tests a model, which makes the predictions. */
@Command(
    name = "evaluate",
    description = {
      "Compare predictions with references; or, with -c alone, segment the test scans of a",
      "configuration with its trained model and compare these, as ivadomed --test does. Writes",
      "results_eval/evaluation_3Dmetrics.csv, evaluation.json and evaluation.html, and pictures of",
      "what was found and missed in pred_masks."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill evaluate -p sub-01_T2w_pred.nii.gz -r sub-01_T2w_seg-manual.nii.gz",
      "  scanmill evaluate --predictions out/pred_masks --references data/derivatives/labels \\",
      "    --suffix _seg-manual --images data --participants data/participants.tsv --by sex -o out",
      "  scanmill evaluate -c config.json --path-data data --path-output out",
      "  scanmill evaluate -c config.json -m cord@production",
      "",
      "Exit codes: 0 done, 1 some scans could not be compared, 2 wrong use."
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final int NAMED = 10;

  private final Surroundings around;

  @Mixin private PairOptions options = new PairOptions();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "CONFIG.json",
      description =
          "Whose evaluation_parameters and target_suffix hold; alone, whose test scans are tested.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--participants",
      paramLabel = "FILE.tsv",
      description = "What is known of the participants.")
  private Optional<Path> participants = Optional.empty();

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of that table by which scans are told apart.")
  private List<String> by = new ArrayList<>();

  @Option(
      names = "--resample",
      description = "Bring references on other grids onto the prediction's, by nearest voxels.")
  private boolean resample;

  @Option(names = "--binary", description = "Everything that is not 0 is the one class.")
  private boolean binary;

  @Option(names = "--no-paintings", description = "Leave out the *_TP-FP-FN files of pred_masks.")
  private boolean noPaintings;

  @Option(
      names = {"-o", "--output", "-po", "--path-output"},
      paramLabel = "DIR",
      description = "Where the results go (default: here; of a test, path_output).")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--all-scores", description = "Print every score there is.")
  private boolean allScores;

  @Mixin private TestOptions test = new TestOptions();

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  EvaluateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    Optional<ConfigFile> file =
        config.map(path -> ConfigFile.read(around.resolve(path), around.folder()));
    if (options.none() && file.isPresent()) {
      requireNoneOfComparing();
      Path outputs = output.map(around::resolve).orElseGet(file.get()::pathOutput);
      test.run(around, file.get(), outputs, allScores);
      return 0;
    }
    if (test.any()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Required -c alone for -m and --path-data, to test a model.");
    }
    return compare(file);
  }

  private void requireNoneOfComparing() {
    if (participants.isPresent() || !by.isEmpty() || resample || binary || noPaintings) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--participants, --by, --resample, --binary and --no-paintings are for predictions that"
              + " are there: test first, then give --predictions OUT/pred_masks and --references.");
    }
  }

  private int compare(Optional<ConfigFile> file) throws IOException {
    Path place = around.resolve(output.orElse(Path.of("")));
    Optional<Participants> known =
        participants.map(around::resolve).map(EvaluateCommand::participants);
    Pairing pairing = options.pairing(around, file);
    PairOptions.print(around, pairing);
    known.ifPresent(table -> by.forEach(column -> table.by(column, Map.of())));
    MaskFiles files = options.files();
    Map<String, Problem> refused = new HashMap<>();
    ScanComparison comparison =
        new ScanComparison(
            files,
            layout(pairing, files, refused),
            file.map(read -> MeasuringPlan.of(read.config())).orElse(EvaluationPlan.DEFAULT),
            resample,
            noPaintings ? Optional.empty() : Optional.of(place.resolve("pred_masks")));
    Reliability reliability = new Reliability();
    List<Evaluation> evaluations = new ArrayList<>();
    Map<String, ScanPair> pairs = new HashMap<>();
    Progress progress = new Progress(around);
    for (ScanPair pair : pairing.pairs()) {
      if (!refused.containsKey(pair.scan())) {
        try {
          evaluations.add(comparison.compare(pair, reliability));
          pairs.put(pair.imageId(), pair);
        } catch (BadInputException e) {
          refused.put(pair.scan(), e.problem());
        }
        progress.say(pair.scan() + (refused.containsKey(pair.scan()) ? " is refused" : ""));
      }
    }
    if (evaluations.isEmpty()) {
      throw new BadInputException(refused.values().iterator().next());
    }
    EvaluationReport report =
        new EvaluationReport(
            "Evaluation of " + evaluations.size() + (evaluations.size() == 1 ? " scan" : " scans"),
            names(file, comparison.layout()),
            evaluations,
            subgroups(known, evaluations),
            Optional.of(reliability).filter(Reliability::isKnown),
            notes(pairing, refused));
    Path results = place.resolve("results_eval");
    report.write(
        results,
        id -> {
          ScanPair pair = pairs.get(id);
          return pair == null ? Optional.empty() : comparison.picture(pair);
        });
    print(report);
    refused.forEach((scan, problem) -> complain(scan, problem));
    around.out().println("report   " + results.resolve(EvaluationReport.HTML));
    return refused.isEmpty() ? 0 : Complaint.FAILED;
  }

  private ClassLayout layout(Pairing pairing, MaskFiles files, Map<String, Problem> refused)
      throws IOException {
    ClassLayout.Survey survey = new ClassLayout.Survey();
    for (ScanPair pair : pairing.pairs()) {
      try {
        survey.prediction(files.read(pair.predictions().stream().map(Optional::of).toList()));
        survey.reference(files.read(pair.references()));
      } catch (BadInputException e) {
        refused.put(pair.scan(), e.problem());
      }
    }
    if (refused.size() == pairing.pairs().size()) {
      throw new BadInputException(refused.values().iterator().next());
    }
    return survey.layout(binary);
  }

  private List<String> names(Optional<ConfigFile> file, ClassLayout layout) {
    List<String> suffixes =
        options.suffixes(file).stream().map(suffix -> suffix.replaceFirst("^_", "")).toList();
    return suffixes.size() == layout.count() ? suffixes : layout.names();
  }

  private static Participants participants(Path file) {
    try (Reader text = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      return Participants.read(text, file.toString());
    } catch (IOException e) {
      throw new BadInputException(
          new Problem(
              "participants-unreadable",
              "Required a table of participants; found none at " + file + ".",
              "Check --participants."),
          e);
    }
  }

  private List<Subgroups> subgroups(Optional<Participants> known, List<Evaluation> evaluations) {
    Map<String, String> subjects = new HashMap<>();
    evaluations.forEach(e -> subjects.put(e.imageId(), new FileStem(e.imageId()).subject()));
    return known.stream()
        .flatMap(table -> by.stream().map(column -> table.by(column, subjects)))
        .toList();
  }

  private static List<String> notes(Pairing pairing, Map<String, Problem> refused) {
    List<String> notes = new ArrayList<>();
    refused.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> notes.add(e.getKey() + " is not in here: " + e.getValue().what()));
    if (!pairing.withoutReference().isEmpty()) {
      notes.add(
          pairing.withoutReference().size()
              + " predictions without a reference: "
              + some(pairing.withoutReference()));
    }
    if (!pairing.withoutPrediction().isEmpty()) {
      notes.add(
          pairing.withoutPrediction().size()
              + " scans with references but no prediction: "
              + some(pairing.withoutPrediction()));
    }
    List<String> lacking =
        pairing.pairs().stream()
            .filter(pair -> pair.references().stream().anyMatch(Optional::isEmpty))
            .map(ScanPair::scan)
            .toList();
    if (!lacking.isEmpty()) {
      notes.add("References that lack the file of a class count as without it: " + some(lacking));
    }
    return notes;
  }

  private static String some(List<String> scans) {
    String first = String.join(", ", scans.subList(0, Math.min(NAMED, scans.size())));
    return scans.size() > NAMED ? first + " and " + (scans.size() - NAMED) + " more" : first;
  }

  private void print(EvaluationReport report) {
    Table table = new Table("class", "scans", "Dice", "low", "high", "global Dice");
    Cohort cohort = new Cohort(report.evaluations());
    Map<String, Summary> summaries = new HashMap<>();
    cohort.summaries(Bootstrap.DEFAULT).forEach(s -> summaries.put(s.column(), s));
    for (int c = 0; c < cohort.pooled().size(); c++) {
      Summary dice = summaries.get("dice_class" + c);
      if (dice != null) {
        table.row(
            c < report.classes().size() ? report.classes().get(c) : "class " + c,
            Integer.toString(dice.count()),
            Spell.score(dice.mean()),
            Spell.score(dice.interval().low()),
            Spell.score(dice.interval().high()),
            Spell.score(cohort.pooled().get(c).dice()));
      }
    }
    around.out().println(table);
    if (allScores) {
      Map<String, Double> means = new HashMap<>();
      summaries.forEach((column, summary) -> means.put(column, summary.mean()));
      new ScoreTable(means).print(around, true);
    }
  }

  private void complain(String scan, Problem problem) {
    around.err().println(scan + " was not compared.");
    new Complaint(around).print(problem);
  }
}
