package scanmill.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;

/**
 * Steps after the network that somebody wishes who segments, as {@code sct_deepseg} takes them:
 * they replace the model's own where it has them, in their place, and come after them where not.
 *
 * @param thr as {@code binarize_prediction}
 * @param largest as {@code keep_largest}; false takes the step away
 * @param fillHoles as {@code fill_holes}; false takes the step away
 * @param removeSmall as {@code remove_small}: {@code 10}, {@code 10vox} or {@code 2mm3}, one for
 *     all classes or one per class; empty for no wish
 */
public record StepWishes(
    Optional<Double> thr,
    Optional<Boolean> largest,
    Optional<Boolean> fillHoles,
    List<String> removeSmall) {
  private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(vox|mm3)?");

  /** The model's own steps. */
  public static final StepWishes NONE =
      new StepWishes(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  public StepWishes {
    removeSmall = List.copyOf(removeSmall);
  }

  /**
   * The configuration with these steps.
   *
   * @throws BadInputException {@code remove-small-size} if a size is none; {@code wish-threshold}
   *     if the threshold is none
   */
  public Config in(Config config) {
    if (equals(NONE)) {
      return config;
    }
    ObjectNode tree = config.toJson();
    ObjectNode steps = tree.withObjectProperty("postprocessing");
    thr.ifPresent(
        value -> {
          requireThreshold(value);
          step(steps, "binarize_prediction").put("thr", value);
        });
    largest.ifPresent(wished -> toggle(steps, "keep_largest", wished));
    fillHoles.ifPresent(wished -> toggle(steps, "fill_holes", wished));
    if (!removeSmall.isEmpty()) {
      small(step(steps, "remove_small"));
    }
    return Config.parse(tree, "wishes").config();
  }

  /** Empty, in the place where it was, or at the end. */
  private static ObjectNode step(ObjectNode steps, String name) {
    ObjectNode args = steps.objectNode();
    steps.set(name, args);
    return args;
  }

  private static void toggle(ObjectNode steps, String name, boolean wished) {
    if (!wished) {
      steps.remove(name);
    } else if (!steps.has(name)) {
      steps.putObject(name);
    }
  }

  private static void requireThreshold(double thr) {
    if (!(thr >= 0 && thr <= 1) && thr != -1) {
      throw BadInputException.of(
          "wish-threshold",
          "A threshold is a probability from 0 to 1, or -1 to keep probabilities; found "
              + thr
              + ".",
          "0.5 is usual.");
    }
  }

  private void small(ObjectNode args) {
    String unit = "vox";
    ArrayNode sizes = args.putArray("thr");
    for (String text : removeSmall) {
      Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT).strip());
      if (!size.matches()) {
        throw BadInputException.of(
            "remove-small-size",
            "A smallest object is a number with vox or mm3, such as 10vox or 2mm3; found another"
                + " text.",
            "Give one for all classes, or one per class in one unit.");
      }
      sizes.add(Double.parseDouble(size.group(1)));
      unit = size.group(2) == null ? unit : size.group(2);
    }
    args.put("unit", unit);
  }
}
