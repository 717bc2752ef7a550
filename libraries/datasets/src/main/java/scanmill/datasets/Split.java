package scanmill.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import scanmill.configuration.Config;
import scanmill.configuration.LoaderParameters;
import scanmill.configuration.SplitDataset;
import scanmill.problems.BadInputException;

/**
 * Which scans are learnt from, which tell when to stop, and which are kept for the end.
 *
 * <p>The same configuration and dataset are divided as ivadomed divides them, to the file.
 *
 * @param warnings what could not be heeded, a sentence each
 */
public record Split(
    List<BidsScan> training,
    List<BidsScan> validation,
    List<BidsScan> test,
    List<String> warnings) {

  public Split {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    warnings = List.copyOf(warnings);
  }

  /**
   * What a configuration learns from: reads the {@code file_lists} that it names, or else looks
   * through BIDS folders and divides what is found.
   *
   * @param roots folders of the data
   * @throws BadInputException as {@link ScanLists#read}, {@link BidsIndex#of} and {@link #of(List,
   *     SplitDataset, LoaderParameters)}
   */
  public static Split of(Config config, List<Path> roots) {
    return of(config, roots, table -> {});
  }

  /**
   * The same.
   *
   * @param found is told of all files if BIDS folders are looked through
   */
  public static Split of(Config config, List<Path> roots, Consumer<BidsTable> found) {
    LoaderParameters loader = config.loaderParameters();
    if (loader.fileLists().isPresent()) {
      Path lists =
          NamedFile.find(
              "loader_parameters.file_lists", loader.fileLists().get(), roots, "scan-list-missing");
      return ScanLists.read(lists, loader);
    }
    BidsIndex index = BidsIndex.of(roots, loader);
    found.accept(index.table());
    Split split = of(index.scans(), config.splitDataset(), loader, roots);
    List<String> warnings = new ArrayList<>(index.warnings());
    warnings.addAll(split.warnings());
    return new Split(split.training(), split.validation(), split.test(), warnings);
  }

  /**
   * Divides scans, or reads how they are divided if {@code fname_split} names a file.
   *
   * @throws BadInputException whose code begins with {@code split-}
   */
  public static Split of(List<BidsScan> scans, SplitDataset how) {
    return of(scans, how, List.of());
  }

  private static Split of(List<BidsScan> scans, SplitDataset how, List<Path> roots) {
    if (how.fnameSplit().isEmpty()) {
      return new Splitting(how).of(scans);
    }
    String name = how.fnameSplit().get();
    return SplitFile.read(
        NamedFile.find("split_dataset.fname_split", name, roots, "split-file-missing"), scans);
  }

  /**
   * Divides scans and also heeds {@code subject_selection} before, and the contrasts of training
   * and testing and their {@code balance} afterwards.
   *
   * @throws BadInputException whose code begins with {@code split-}
   */
  public static Split of(List<BidsScan> scans, SplitDataset how, LoaderParameters loader) {
    return of(scans, how, loader, List.of());
  }

  private static Split of(
      List<BidsScan> scans, SplitDataset how, LoaderParameters loader, List<Path> roots) {
    List<BidsScan> selected =
        how.fnameSplit().isPresent()
            ? scans
            : Selection.of(scans, loader.subjectSelection(), how.randomSeed());
    Split split = of(selected, how, roots);
    return new Split(
        Contrasts.training(loader).keep(split.training()),
        Contrasts.training(loader).keep(split.validation()),
        Contrasts.testing(loader).keep(split.test()),
        split.warnings());
  }

  /**
   * Reads a split of these scans from what {@link #toJson} wrote. Entries are file names, or
   * participants for all of their files.
   *
   * @throws BadInputException {@code split-file-invalid}, {@code split-file-unknown}
   */
  public static Split fromJson(JsonNode json, List<BidsScan> scans, String where) {
    return SplitFile.of(json, scans, where);
  }

  /** The names of the files: {@code {"train": […], "valid": […], "test": […]}}. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("train", names(training));
    json.set("valid", names(validation));
    json.set("test", names(test));
    return json;
  }

  private static ArrayNode names(List<BidsScan> scans) {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    scans.forEach(scan -> names.add(scan.filename()));
    return names;
  }

  /** All scans, training first. */
  public List<BidsScan> all() {
    List<BidsScan> all = new ArrayList<>(training);
    all.addAll(validation);
    all.addAll(test);
    return all;
  }
}
