package scanmill.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import scanmill.configuration.Config;
import scanmill.configuration.TargetSuffix;
import scanmill.datasets.BidsScan;
import scanmill.datasets.Conditioning;
import scanmill.datasets.Split;
import scanmill.ids.ScanId;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Provenance;
import scanmill.models.Provenance.SeenFile;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/**
 * A packaged model tested on the test scans of a configuration, as a training run tests its own at
 * its end; ivadomed's {@code --test}.
 *
 * <p>The configuration says which scans, what is done after the network, what is measured and
 * whether predictions are repeated; how scans are prepared, cut and shown to the network is the
 * model's. For one thread.
 */
public final class TestRun {
  /** What a configuration says of testing. */
  private static final List<String> OF_TESTING =
      List.of(
          "loader_parameters",
          "split_dataset",
          "uncertainty",
          "postprocessing",
          "evaluation_parameters");

  private static final int NAMED = 5;

  private final ModelPackage model;
  private final Config config;
  private final LocalData data;
  private final TestScans scans;
  private final List<String> notes;

  private TestRun(
      ModelPackage model, Config config, LocalData data, TestScans scans, List<String> notes) {
    this.model = model;
    this.config = config;
    this.data = data;
    this.scans = scans;
    this.notes = List.copyOf(notes);
  }

  /**
   * Looks through the data and divides it. Files of test scans are read once for their digests.
   *
   * @param asked the configuration
   * @param folders BIDS datasets
   * @param work a folder for what can be made again
   * @throws BadInputException {@code test-other-model} if the model takes other channels or says
   *     other classes, {@code test-none} if no scan is for testing; or what is wrong with the data
   */
  public static TestRun of(ModelPackage model, Config asked, List<Path> folders, Path work)
      throws IOException {
    Config config = merged(model.config(), asked);
    requireFitting(model, config);
    Split split = Split.of(config, folders);
    if (split.test().isEmpty()) {
      throw BadInputException.of(
          "test-none",
          "Required at least one scan with its labels for testing; the split leaves none of "
              + split.all().size()
              + ".",
          "Raise split_dataset.test_fraction, or name the scans in split_dataset.data_testing or"
              + " fname_split.");
    }
    Optional<Conditioning> conditioning = Conditioning.ofPackage(model.folder());
    LocalData data = new LocalData(work);
    List<String> notes = new ArrayList<>(split.warnings());
    otherClasses(model.config(), config).ifPresent(notes::add);
    conditioning.ifPresent(by -> notes.addAll(by.warnings(split.test())));
    learnt(model, split.test(), data).ifPresent(notes::add);
    return new TestRun(model, config, data, new TestScans(split.test(), conditioning), notes);
  }

  private static Config merged(Config own, Config asked) {
    ObjectNode json = own.toJson();
    ObjectNode other = asked.toJson();
    OF_TESTING.forEach(key -> json.set(key, other.path(key)));
    return Config.parse(json, "the configuration").config();
  }

  private static void requireFitting(ModelPackage model, Config config) {
    String own = input(model.config());
    String asked = input(config);
    if (!own.equals(asked)) {
      throw BadInputException.of(
          "test-other-model",
          "loader_parameters: required those of the model "
              + model.name()
              + ", "
              + own
              + "; found "
              + asked
              + ".",
          "Test with the configuration that the model was trained with, or name its model with"
              + " -m.");
    }
  }

  private static String input(Config config) {
    return String.format(
        "%d channels, %d classes, %s slices",
        config.inChannel(),
        config.outClasses(),
        config.loaderParameters().sliceAxis().name().toLowerCase(Locale.ROOT));
  }

  private static Optional<String> otherClasses(Config own, Config asked) {
    List<TargetSuffix> learnt = own.loaderParameters().targetSuffix();
    List<TargetSuffix> given = asked.loaderParameters().targetSuffix();
    return learnt.equals(given)
        ? Optional.empty()
        : Optional.of(
            "The model has learnt "
                + words(learnt)
                + "; it is compared with "
                + words(given)
                + ".");
  }

  private static String words(List<TargetSuffix> suffixes) {
    return String.join(", ", suffixes.stream().map(TargetSuffix::first).toList());
  }

  /** Scans whose images the model has seen while it was trained. */
  private static Optional<String> learnt(ModelPackage model, List<BidsScan> scans, LocalData data)
      throws IOException {
    Path file = model.folder().resolve("provenance.json");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Provenance provenance =
        StrictJson.read(
            StrictJson.parse(Files.readString(file), "provenance.json"),
            Provenance.class,
            "provenance.json");
    Set<String> seen = new HashSet<>();
    provenance.training().stream().map(SeenFile::sha256).forEach(seen::add);
    provenance.validation().stream().map(SeenFile::sha256).forEach(seen::add);
    List<String> learnt = new ArrayList<>();
    for (BidsScan scan : scans) {
      if (seen.contains(data.files().identity(scan.image()))) {
        learnt.add(scan.id().toString());
      }
    }
    return learnt.isEmpty()
        ? Optional.empty()
        : Optional.of(
            learnt.size()
                + " of "
                + scans.size()
                + " test scans were seen when the model was trained, so their scores say little: "
                + String.join(", ", learnt.subList(0, Math.min(NAMED, learnt.size())))
                + (learnt.size() > NAMED ? ", …" : "")
                + ". split_dataset.fname_split holds to the split of its training.");
  }

  /** How many scans are tested. */
  public int size() {
    return scans.scans().size();
  }

  /** What is to be said before the scores are believed. */
  public List<String> notes() {
    return notes;
  }

  /**
   * Tests.
   *
   * @param outputs where {@code pred_masks/} and {@code results_eval/} are made
   * @param threads of the network
   * @param done is told of each scan
   * @return mean scores over scans and classes, NaN left out, by metric name; and per class where
   *     there are several
   */
  public Map<String, Double> test(Path outputs, int threads, Consumer<ScanId> done)
      throws IOException {
    int conditions = scans.conditioning().map(Conditioning::length).orElse(0);
    return Network.of(config, conditions).outputIsImage()
        ? new TestPass(model, config, data.files(), outputs, threads).run(scans, notes, done)
        : new ClassifierPass(model, data, outputs, threads, threads).run(scans);
  }
}
