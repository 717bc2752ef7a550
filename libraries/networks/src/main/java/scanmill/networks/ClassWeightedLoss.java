package scanmill.networks;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import scanmill.engine.LossFunction;
import scanmill.specs.StrictJson;

/**
 * Another loss, computed for each class by itself and averaged by weight.
 *
 * @param classWeights one per class, at least 0, not all 0
 * @param loss {@code name} and arguments of the other, as under {@code training_parameters.loss}
 */
public record ClassWeightedLoss(List<Double> classWeights, ObjectNode loss)
    implements LossFunction {
  public ClassWeightedLoss {
    classWeights = List.copyOf(classWeights);
    LossArguments.weights("class_weights", classWeights);
    LossFunction built = Losses.named(loss, "ClassWeightedLoss.loss");
    if (built instanceof CrossEntropyLoss || built instanceof DiceCrossEntropyLoss) {
      throw new IllegalArgumentException(
          "A cross-entropy of classes that exclude each other cannot be taken class by class;"
              + " CrossEntropyLoss has class_weights of its own");
    }
  }

  /** A loss and its weights. */
  public static ClassWeightedLoss of(List<Double> classWeights, LossFunction loss) {
    ObjectNode json = StrictJson.write((Record) loss);
    json.put("name", Losses.CATALOG.nameOf(loss));
    return new ClassWeightedLoss(classWeights, json);
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    return mean(
        target,
        (each, c) -> each.of(LossSlices.ofClass(prediction, c), LossSlices.ofClass(target, c)));
  }

  @Override
  public NDArray of(List<NDArray> levels, NDArray target) {
    return mean(
        target,
        (each, c) ->
            each.of(
                levels.stream().map(level -> LossSlices.ofClass(level, c)).toList(),
                LossSlices.ofClass(target, c)));
  }

  private interface OfClass {
    NDArray value(LossFunction loss, int index);
  }

  private NDArray mean(NDArray target, OfClass ofClass) {
    int classes = Math.toIntExact(target.getShape().get(1));
    LossClasses.require("class_weights", classWeights.size() == classes, classWeights, classes);
    LossFunction each = Losses.named(loss, "ClassWeightedLoss.loss");
    double all = classWeights.stream().mapToDouble(d -> d).sum();
    NDArray sum = target.getManager().create(0f);
    for (int c = 0; c < classes; c++) {
      float part = (float) (classWeights.get(c) / all);
      if (part > 0) {
        sum = ofClass.value(each, c).mul(part).add(sum);
      }
    }
    return sum;
  }
}
