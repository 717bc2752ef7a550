package scanmill.networks;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * The mean over voxels of -sum(t ln p) over classes that exclude each other, background among them:
 * it has what the classes leave of 1, in the prediction as in the target. Made for a final softmax.
 *
 * <p>Probabilities are cut off at 1e-7. Where classes claim more than 1 together, as several
 * sigmoids can, the excess is added, so that there is a way back.
 *
 * @param classWeights what a voxel of each class counts, background first; the mean is weighted.
 *     None given means that all count alike
 */
public record CrossEntropyLoss(@Default("null") Optional<List<Double>> classWeights)
    implements LossFunction {
  private static final double LEAST = 1e-7;

  public CrossEntropyLoss {
    classWeights = classWeights.map(List::copyOf);
    classWeights.ifPresent(weights -> LossArguments.weights("class_weights", weights));
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    int classes = Math.toIntExact(prediction.getShape().get(1));
    double[] weights = weights(classes);
    int[] channel = {1};
    NDArray left = prediction.sum(channel, true).neg().add(1); // (N, 1, ...)
    NDArray background = target.sum(channel, true).neg().add(1).clip(0, 1);
    NDArray excess = left.neg().clip(0, LossArguments.UNBOUNDED).mean();
    NDArray cost = logarithm(left).mul(background).mul(weights[0]);
    NDArray weight = background.mul(weights[0]);
    for (int c = 0; c < classes; c++) {
      NDArray t = LossSlices.ofClass(target, c).mul(weights[c + 1]);
      cost = cost.add(logarithm(LossSlices.ofClass(prediction, c)).mul(t));
      weight = weight.add(t);
    }
    return cost.sum()
        .neg()
        .div(weight.sum().clip((float) LEAST, LossArguments.UNBOUNDED))
        .add(excess);
  }

  private double[] weights(int classes) {
    double[] weights = new double[classes + 1];
    for (int c = 0; c <= classes; c++) {
      weights[c] = 1;
    }
    if (classWeights.isPresent()) {
      List<Double> given = classWeights.get();
      LossClasses.require(
          "class_weights (background first)", given.size() == classes + 1, given, classes);
      weights = given.stream().mapToDouble(d -> d).toArray();
    }
    return weights;
  }

  private static NDArray logarithm(NDArray p) {
    return p.clip(LEAST, 1).log();
  }
}
