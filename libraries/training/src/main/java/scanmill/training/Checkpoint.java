package scanmill.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.engine.Safetensors;
import scanmill.engine.Weights;
import scanmill.problems.BadInputException;

/**
 * Everything a run needs to go on exactly: weights, optimiser, the best weights so far, and what
 * the loop remembers. One safetensors file; the numbers of the loop are its metadata.
 *
 * <p>The learning rate, the order of samples and every random draw follow from the seed and the
 * epoch, so there is nothing to keep of them.
 *
 * @param plan digest of configuration and data: a checkpoint of another plan is refused
 * @param epoch the last one done, counted from 1
 * @param weights after it
 * @param optimizer Adam's moments after it
 * @param best weights of the epoch with the lowest validation loss
 * @param bestEpoch which one that was
 * @param stopping what early stopping remembers
 * @param curve one row per epoch so far
 */
record Checkpoint(
    String plan,
    int epoch,
    Weights weights,
    Weights optimizer,
    Weights best,
    int bestEpoch,
    EarlyStopping stopping,
    List<CurvePoint> curve) {

  Checkpoint {
    curve = List.copyOf(curve);
  }

  void write(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "scanmill-checkpoint-1");
    metadata.put("plan", plan);
    metadata.put("epoch", Integer.toString(epoch));
    metadata.put("best_epoch", Integer.toString(bestEpoch));
    metadata.put("stopping_best", Double.toString(stopping.best()));
    metadata.put("stopping_previous", Double.toString(stopping.previous()));
    metadata.put("stopping_waited", Integer.toString(stopping.waited()));
    metadata.put("curve", CurvePoint.csv(curve));
    Weights all =
        weights.under("weights/").and(optimizer.under("optimizer/")).and(best.under("best/"));
    Safetensors.write(file, all, metadata);
  }

  /**
   * @param start early stopping as the plan begins with, for its settings
   * @throws BadInputException {@code checkpoint-unreadable} or {@code checkpoint-of-another-plan}
   */
  static Checkpoint read(Path file, String plan, EarlyStopping start) throws IOException {
    Safetensors read = Safetensors.read(file);
    Map<String, String> metadata = read.metadata();
    if (!"scanmill-checkpoint-1".equals(metadata.get("format"))) {
      throw BadInputException.of(
          "checkpoint-unreadable",
          "The checkpoint " + file.getFileName() + " does not say that it is one.",
          "Remove it to start from the first epoch.");
    }
    if (!plan.equals(metadata.get("plan"))) {
      throw BadInputException.of(
          "checkpoint-of-another-plan",
          "The checkpoint "
              + file.getFileName()
              + " was made with another configuration or other data than this run has.",
          "Use another output folder, or go back to the configuration and the files that it was made with.");
    }
    Weights all = read.weights();
    return new Checkpoint(
        plan,
        Integer.parseInt(value(metadata, "epoch")),
        all.below("weights/"),
        all.below("optimizer/"),
        all.below("best/"),
        Integer.parseInt(value(metadata, "best_epoch")),
        new EarlyStopping(
            start.patience(),
            start.epsilon(),
            start.legacy(),
            Double.parseDouble(value(metadata, "stopping_best")),
            Double.parseDouble(value(metadata, "stopping_previous")),
            Integer.parseInt(value(metadata, "stopping_waited"))),
        CurvePoint.parse(value(metadata, "curve")));
  }

  private static String value(Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null) {
      throw BadInputException.of(
          "checkpoint-unreadable",
          "A checkpoint says its " + key + "; this one does not.",
          "Remove it to start from the first epoch.");
    }
    return value;
  }

  /** The curve with one more point. */
  static List<CurvePoint> longer(List<CurvePoint> curve, CurvePoint point) {
    List<CurvePoint> longer = new ArrayList<>(curve);
    longer.add(point);
    return longer;
  }
}
