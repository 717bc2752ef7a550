package scanmill.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.configuration.LoaderParameters;
import scanmill.configuration.MissingChannels;
import scanmill.ids.Contrast;
import scanmill.ids.ScanId;
import scanmill.ids.Subject;
import scanmill.problems.BadInputException;

/** One entry of a file of lists, as a scan. */
final class ListedScan {
  private static final int LONGEST_VALUE = 2000;

  private final ScanLists.Entry entry;
  private final String where;
  private final Path folder;
  private final LoaderParameters loader;

  ListedScan(ScanLists.Entry entry, String where, Path file, LoaderParameters loader) {
    this.entry = entry;
    this.where = where;
    this.folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    this.loader = loader;
  }

  /** Its id, or else the name of its first image without ending. */
  String name() {
    if (entry.id().isPresent()) {
      return entry.id().get();
    }
    Optional<String> image = entry.images().stream().flatMap(Optional::stream).findFirst();
    String file = BidsFile.name(path(image.orElseThrow(() -> noImages())));
    String known = BidsFile.extension(file, loader.wantedExtensions()).orElse("");
    String stem = file.substring(0, file.length() - known.length());
    return known.isEmpty() && stem.contains(".") ? stem.substring(0, stem.indexOf('.')) : stem;
  }

  /** Empty if it has no label though there are classes. */
  Optional<BidsScan> scan() {
    requireChannels();
    List<List<Optional<Path>>> truths = truths();
    boolean unlabelled = !loader.targetSuffix().isEmpty() && truths.isEmpty();
    if (unlabelled) {
      return Optional.empty();
    }
    ScanId id = id();
    List<Optional<Path>> channels =
        entry.images().stream().map(image -> image.map(this::path)).toList();
    Map<String, String> metadata = metadata();
    Path first = channels.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    metadata.putIfAbsent("participant_id", id.subject().toString());
    metadata.putIfAbsent("suffix", id.contrast().suffix());
    metadata.put("filename", BidsFile.name(first));
    return Optional.of(new BidsScan(id, channels, truths, entry.roi().map(this::path), metadata));
  }

  private void requireChannels() {
    int wanted = loader.multichannel() ? loader.contrasts().size() : 1;
    boolean zero = loader.multichannel() && loader.missingChannels() == MissingChannels.ZERO;
    long there = entry.images().stream().flatMap(Optional::stream).count();
    if (entry.images().size() != wanted || there == 0 || (there < wanted && !zero)) {
      throw BadInputException.of(
          "scan-list-images",
          where
              + ".images: required "
              + (wanted == 1
                  ? "one image"
                  : "an image for each of the contrasts " + String.join(", ", loader.contrasts()))
              + "; found "
              + entry.images().size()
              + (there < entry.images().size()
                  ? " of which " + (entry.images().size() - there) + " are null"
                  : "")
              + ".",
          there < wanted && entry.images().size() == wanted && loader.multichannel()
              ? "Name them all, or set loader_parameters.missing_channels to \"zero\"."
              : "Name as many, in the order of loader_parameters.contrast_params; several need"
                  + " multichannel.");
    }
  }

  private BadInputException noImages() {
    return BadInputException.of(
        "scan-list-images", where + ".images: required an image; found none.", "Name it.");
  }

  private List<List<Optional<Path>>> truths() {
    boolean raters = entry.labels().isArray() && entry.labels().path(0).isArray();
    List<List<Optional<Path>>> truths = new ArrayList<>();
    List<JsonNode> lists = new ArrayList<>();
    if (raters) {
      entry.labels().forEach(lists::add);
    } else {
      lists.add(entry.labels());
    }
    for (JsonNode list : lists) {
      List<Optional<Path>> classes = classes(list);
      if (classes.stream().anyMatch(Optional::isPresent)) {
        truths.add(classes);
      }
    }
    return truths;
  }

  private List<Optional<Path>> classes(JsonNode list) {
    List<Optional<Path>> classes = new ArrayList<>();
    List<JsonNode> given = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(given::add);
    } else {
      given.add(list);
    }
    for (JsonNode label : given) {
      if (!label.isTextual() && !label.isNull()) {
        throw labels("found something else");
      }
      classes.add(label.isNull() ? Optional.empty() : Optional.of(path(label.textValue())));
    }
    if (classes.size() != loader.targetSuffix().size()) {
      throw labels("found " + classes.size());
    }
    return classes;
  }

  private BadInputException labels(String found) {
    int classes = loader.targetSuffix().size();
    return BadInputException.of(
        "scan-list-labels",
        where
            + ".labels: required "
            + classes
            + (classes == 1 ? " file or null" : " files or nulls")
            + ", one for each of loader_parameters.target_suffix, or a list of such lists, one per"
            + " rater; "
            + found
            + ".",
        "Name one file per class, null for a class that is nowhere in the image.");
  }

  private Path path(String name) {
    try {
      return folder.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw BadInputException.of(
          "scan-list-file-absent", where + ": required paths; found none.", "Correct the path.");
    }
  }

  /** A BIDS name stays as it is; of another only letters and digits are kept. */
  private ScanId id() {
    String name = name();
    Optional<ScanId> bids = ScanId.parse(name);
    if (bids.isPresent()) {
      return bids.get();
    }
    String label = letters(name.startsWith("sub-") ? name.substring(4) : name);
    if (label.isEmpty() || label.length() > 64) {
      throw BadInputException.of(
          "scan-list-id",
          where + ": required an id with 1 to 64 letters and digits; found " + label.length() + ".",
          "Give it another \"id\".");
    }
    return new ScanId(new Subject(label), Optional.empty(), Map.of(), new Contrast(contrast()));
  }

  private String contrast() {
    String said = letters(entry.metadata().path("contrast").asText(""));
    if (said.isEmpty() && loader.contrasts().size() == 1) {
      said = letters(loader.contrasts().get(0));
    }
    return said.isEmpty() || said.length() > 64 ? "image" : said;
  }

  private static String letters(String text) {
    return text.replaceAll("[^A-Za-z0-9]", "");
  }

  private Map<String, String> metadata() {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : entry.metadata().properties()) {
      JsonNode value = field.getValue();
      String text = value.isValueNode() ? value.asText() : value.toString();
      if (!value.isNull() && !Table.isNothing(text) && text.length() <= LONGEST_VALUE) {
        values.put(field.getKey(), text);
      }
    }
    return values;
  }
}
