package scanmill.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import scanmill.problems.BadInputException;

/** What is wished of a segmentation beyond what the model does by itself. */
final class WishOptions {
  @Option(
      names = "--uncertainty",
      paramLabel = "N",
      description = "Tell how sure the result is, by N predictions more (20 is usual).")
  private Optional<Integer> uncertainty = Optional.empty();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "epistemic",
      description =
          "Of uncertainty: epistemic (dropout), aleatoric (augmentation) or both"
              + " (default: ${DEFAULT-VALUE}).")
  private String kind = "epistemic";

  @Option(
      names = "--thr",
      paramLabel = "P",
      description = "From which probability on a voxel belongs to a class; -1 keeps probabilities.")
  private Optional<Double> thr = Optional.empty();

  @Option(names = "--largest", description = "Keep the largest object of each class.")
  private boolean largest;

  @Option(names = "--fill-holes", description = "Fill holes.")
  private boolean fillHoles;

  @Option(
      names = "--remove-small",
      paramLabel = "SIZE",
      arity = "1..*",
      description = "Remove objects smaller than 10vox or 2mm3; one size, or one per class.")
  private List<String> removeSmall = new ArrayList<>();

  @Option(
      names = "--overlap",
      paramLabel = "VOXELS",
      split = ",",
      description = "How far patches overlap along each axis, such as 32,32.")
  private List<Integer> overlap = new ArrayList<>();

  @Option(names = "--no-patch", description = "Show the network whole slices or volumes.")
  private boolean whole;

  @Option(
      names = "--metadata",
      paramLabel = "COLUMN=VALUE",
      description = "What is known of the scans, for models that are modulated by it.")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--with",
      paramLabel = "MODEL",
      arity = "1..*",
      description = "Published models asked, too: the result is the mean of what all say.")
  private List<String> ensemble = new ArrayList<>();

  @Option(
      names = "--flips",
      paramLabel = "AXES",
      split = ",",
      description =
          "Axes of slices or volumes, from 0, that are mirrored, too, such as 0,1: the result is the"
              + " mean.")
  private List<Integer> flips = new ArrayList<>();

  @Option(
      names = "--boxes",
      paramLabel = "WHICH",
      description =
          "Of a model that looks at what another one finds: all, each object in its own box, or"
              + " largest.")
  private Optional<String> boxes = Optional.empty();

  /** As {@code POST /api/segmentations} takes them; empty for none. */
  ObjectNode json() {
    ObjectNode wishes = Gateway.object();
    uncertainty.ifPresent(times -> put(wishes.putObject("uncertainty"), times));
    thr.ifPresent(value -> wishes.put("thr", value));
    if (largest) {
      wishes.put("largest", true);
    }
    if (fillHoles) {
      wishes.put("fillHoles", true);
    }
    if (!removeSmall.isEmpty()) {
      ArrayNode sizes = wishes.putArray("removeSmall");
      removeSmall.forEach(sizes::add);
    }
    if (!overlap.isEmpty()) {
      ArrayNode voxels = wishes.putArray("overlap");
      overlap.forEach(voxels::add);
    }
    if (whole) {
      wishes.put("whole", true);
    }
    if (!metadata.isEmpty()) {
      ObjectNode known = wishes.putObject("metadata");
      metadata.forEach(known::put);
    }
    if (!ensemble.isEmpty()) {
      ArrayNode models = wishes.putArray("ensemble");
      ensemble.forEach(models::add);
    }
    if (!flips.isEmpty()) {
      ArrayNode axes = wishes.putArray("flips");
      flips.forEach(axes::add);
    }
    boxes.ifPresent(which -> wishes.put("boxes", which));
    return wishes;
  }

  private void put(ObjectNode wish, int times) {
    if (times < 2 || !List.of("epistemic", "aleatoric", "both").contains(kind)) {
      throw BadInputException.of(
          "uncertainty-wish",
          "Required --uncertainty of at least 2, and --kind epistemic, aleatoric or both; found "
              + times
              + " and "
              + kind
              + ".",
          "Write --uncertainty 20.");
    }
    wish.put("epistemic", !kind.equals("aleatoric"));
    wish.put("aleatoric", !kind.equals("epistemic"));
    wish.put("iterations", times);
  }
}
