package scanmill.preprocess;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.configuration.Config;
import scanmill.configuration.HemisUnet;
import scanmill.configuration.LoaderParameters;
import scanmill.configuration.MissingChannels;
import scanmill.events.ObjectLocation;
import scanmill.events.SegmentationRequested;
import scanmill.ids.ScanId;
import scanmill.problems.BadInputException;
import scanmill.specs.DidYouMean;

/**
 * Which images a model takes of each scan.
 *
 * @param contrasts in the order of channels; empty for a model of one image, whatever its contrast
 * @param incomplete whether some of them may be missing
 */
record ModelImages(List<String> contrasts, boolean incomplete) {
  ModelImages {
    contrasts = List.copyOf(contrasts);
  }

  static ModelImages of(Config config) {
    LoaderParameters loader = config.loaderParameters();
    boolean knowsMissing = config.hemisUnet().filter(HemisUnet::applied).isPresent();
    return new ModelImages(
        loader.multichannel() ? loader.contrasts() : List.of(),
        knowsMissing || loader.missingChannels() == MissingChannels.ZERO);
  }

  /**
   * The images of a request by contrast, in the order of channels; of a model of one image that
   * one, under any name.
   *
   * @throws BadInputException {@code request-images} if there is none or they are given in both
   *     ways, {@code model-channels} if they are not what the model takes
   */
  Map<String, ObjectLocation> of(SegmentationRequested asked) {
    if (asked.image().isPresent() == asked.images().isPresent()) {
      throw BadInputException.of(
          "request-images",
          "A request names one image, or images by contrast; this one names "
              + (asked.image().isPresent() ? "both." : "neither."),
          "Send \"image\": {\"key\": …}, or \"images\": {\"T1w\": {\"key\": …}, …}.");
    }
    Map<String, ObjectLocation> given =
        asked.images().orElseGet(() -> Map.of(contrast(asked), asked.image().orElseThrow()));
    if (contrasts.isEmpty()) {
      return requireOne(given);
    }
    for (String contrast : new TreeMap<>(given).keySet()) {
      if (!contrasts.contains(contrast)) {
        throw other(contrast);
      }
    }
    Map<String, ObjectLocation> sorted = new LinkedHashMap<>();
    for (String contrast : contrasts) {
      Optional.ofNullable(given.get(contrast)).ifPresent(place -> sorted.put(contrast, place));
    }
    if (sorted.isEmpty() || (!incomplete && sorted.size() < contrasts.size())) {
      throw missing(sorted);
    }
    return sorted;
  }

  /** Of a single image: what its name says, among what the model knows. */
  private String contrast(SegmentationRequested asked) {
    Optional<ScanId> scan = asked.scan().or(() -> asked.image().flatMap(Orders::named));
    return contrasts.stream()
        .filter(contrast -> scan.filter(id -> id.toString().endsWith("_" + contrast)).isPresent())
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .or(() -> scan.map(id -> id.contrast().suffix()))
        .orElse("");
  }

  private static Map<String, ObjectLocation> requireOne(Map<String, ObjectLocation> given) {
    if (given.size() != 1) {
      throw BadInputException.of(
          "model-channels",
          "The model takes one image of each scan; the request names " + given.size() + ".",
          "Send one image, or ask for a model of several contrasts.");
    }
    return given;
  }

  private BadInputException other(String contrast) {
    return BadInputException.of(
        "model-channels",
        "The model takes "
            + several()
            + " of each scan, aligned with each other; the request names an image of another"
            + " contrast, or of none.",
        DidYouMean.nearest(contrast, contrasts)
            .map(near -> "Did you mean \"" + near + "\"?")
            .orElse("Send \"images\" with these contrasts as keys."));
  }

  private BadInputException missing(Map<String, ObjectLocation> found) {
    return BadInputException.of(
        "model-channels",
        "The model needs "
            + several()
            + " of each scan, aligned with each other; missing "
            + String.join(
                ", ", contrasts.stream().filter(each -> !found.containsKey(each)).toList())
            + ".",
        "Send all of them, or ask for a model that does without (HeMISUnet).");
  }

  private String several() {
    return contrasts.size() == 1
        ? "1 image, " + contrasts.get(0) + ","
        : contrasts.size() + " images, " + String.join(", ", contrasts) + ",";
  }
}
