package scanmill.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import scanmill.configuration.Config;
import scanmill.datasets.BidsScan;
import scanmill.datasets.Conditioning;
import scanmill.datasets.SourceFiles;
import scanmill.datasets.Split;
import scanmill.engine.Native;
import scanmill.models.Finder;
import scanmill.models.ModelPackage;
import scanmill.models.Provenance;
import scanmill.models.Provenance.SeenFile;
import scanmill.models.Sha256;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/**
 * What a run learns from, settled: the files with their digests, and which are for what. Its
 * digest, with that of the configuration, tells whether a checkpoint still belongs to it: a changed
 * file is noticed.
 */
final class FrozenDataset {
  private final Split split;
  private final Optional<ModelPackage> finder;
  private final Optional<Conditioning> conditioning;
  private final Map<Path, String> digests;
  private final String digest;
  private final Path manifest;

  private FrozenDataset(
      Split split,
      Optional<ModelPackage> finder,
      Optional<Conditioning> conditioning,
      Map<Path, String> digests,
      String digest,
      Path manifest) {
    this.split = split;
    this.finder = finder;
    this.conditioning = conditioning;
    this.digests = digests;
    this.digest = digest;
    this.manifest = manifest;
  }

  private record Manifest(
      String digest,
      List<SeenFile> files,
      List<String> training,
      List<String> validation,
      List<String> test,
      List<String> warnings) {}

  /**
   * Indexes or reads the lists of what the plan learns from, divides it and reads every file once
   * for its digest.
   *
   * @throws BadInputException if there is nothing to learn from
   */
  static FrozenDataset of(TrainingPlan plan, RunFolder folder, SourceFiles files)
      throws IOException {
    Config config = plan.config();
    List<String> tables = new ArrayList<>();
    Split split = Split.of(config, plan.data(), table -> tables.add(table.csv()));
    if (split.training().isEmpty()) {
      throw BadInputException.of(
          "dataset-empty",
          "Training needs at least one scan with its labels; the split leaves none of "
              + split.all().size()
              + ".",
          "Raise split_dataset.train_fraction or add scans.");
    }
    Optional<Conditioning> conditioning = Conditioning.of(config, split.training());
    List<String> warnings = new ArrayList<>(split.warnings());
    conditioning.ifPresent(by -> warnings.addAll(by.warnings(split.all())));
    Optional<ModelPackage> finder = Finder.named(config);
    Map<Path, String> digests = digests(split, files, plan.workers());
    List<SeenFile> seen = new ArrayList<>();
    digests.forEach((file, sha) -> seen.add(new SeenFile(file.getFileName().toString(), sha)));
    String digest =
        Sha256.of(
            (essence(config)
                    + seen
                    + split.training().stream().map(BidsScan::id).toList()
                    + conditioning.map(by -> conditions(by, split)).orElse("")
                    + (finder.isPresent() ? finder.get().digest() : ""))
                .getBytes(StandardCharsets.UTF_8));
    RunFolder.write(
        folder.outputs().resolve("split_datasets.json"), split.toJson().toPrettyString() + "\n");
    for (String table : tables) {
      RunFolder.write(folder.outputs().resolve("bids_dataframe.csv"), table);
    }
    Path manifest = folder.outputs().resolve("dataset.json");
    RunFolder.write(
        manifest,
        StrictJson.write(
                    new Manifest(
                        digest,
                        seen,
                        names(split.training()),
                        names(split.validation()),
                        names(split.test()),
                        warnings))
                .toPrettyString()
            + "\n");
    return new FrozenDataset(split, finder, conditioning, digests, digest, manifest);
  }

  /** What the network is told of every scan, so that a changed table is noticed. */
  private static String conditions(Conditioning by, Split split) {
    return by.toJson().toString() + split.all().stream().map(by::conditions).toList();
  }

  /** What each file is, in the order of scans. */
  private static Map<Path, String> digests(Split split, SourceFiles files, int workers)
      throws IOException {
    Set<Path> all = new LinkedHashSet<>();
    for (List<BidsScan> part : List.of(split.training(), split.validation(), split.test())) {
      part.forEach(scan -> all.addAll(scan.files()));
    }
    List<Path> names = List.copyOf(all);
    ExecutorService threads = Threads.named("file-digests", workers);
    try {
      List<String> found = Threads.all(threads, names, files::identity, done -> {});
      Map<Path, String> digests = new LinkedHashMap<>();
      for (int n = 0; n < names.size(); n++) {
        digests.put(names.get(n), found.get(n));
      }
      return digests;
    } finally {
      Threads.end(threads);
    }
  }

  /** The configuration without what changes no number of the result. */
  private static String essence(Config config) {
    ObjectNode json = config.toJson();
    for (String key :
        List.of(
            "path_output",
            "device",
            "gpu_ids",
            "loader_workers",
            "augmentation",
            "gif",
            "threshold_search",
            "log_file",
            "debugging",
            "wandb")) {
      json.remove(key);
    }
    ((ObjectNode) json.path("loader_parameters")).remove(List.of("path_data", "file_lists"));
    ((ObjectNode) json.path("split_dataset")).remove("fname_split"); // what it divides counts
    return json.toString();
  }

  private static List<String> names(List<BidsScan> scans) {
    return scans.stream().map(s -> s.id().toString()).toList();
  }

  List<BidsScan> training() {
    return split.training();
  }

  List<BidsScan> validation() {
    return split.validation();
  }

  List<BidsScan> test() {
    return split.test();
  }

  /** What finds the part of each scan that is looked at; empty for whole scans. */
  Optional<ModelPackage> finder() {
    return finder;
  }

  /** The same with other scans to learn from, such as parts of them. */
  FrozenDataset with(List<BidsScan> training, List<BidsScan> validation) {
    Split other = new Split(training, validation, split.test(), split.warnings());
    return new FrozenDataset(other, finder, conditioning, digests, digest, manifest);
  }

  /** What the network is told of a scan beside its image; empty for most networks. */
  Optional<Conditioning> conditioning() {
    return conditioning;
  }

  String digest() {
    return digest;
  }

  /** JSON: files, digests, split. */
  Path manifest() {
    return manifest;
  }

  Provenance provenance(TrainingPlan plan, Checkpoint last, Map<String, Double> scores) {
    return new Provenance(
        plan.run(),
        Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        Map.of(
            "scanmill", version(),
            "java", System.getProperty("java.version", "unknown"),
            "libtorch", Native.version()),
        plan.device(),
        plan.config().randomSeed(),
        last.epoch(),
        last.bestEpoch(),
        seen(training()),
        seen(validation()),
        seen(test()),
        scores);
  }

  private static String version() {
    return Optional.ofNullable(FrozenDataset.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  private List<SeenFile> seen(List<BidsScan> scans) {
    List<SeenFile> seen = new ArrayList<>();
    for (BidsScan scan : scans) {
      for (Path file : scan.files()) {
        seen.add(new SeenFile(file.getFileName().toString(), digests.getOrDefault(file, "")));
      }
    }
    return seen;
  }
}
