package scanmill.networks;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;

/**
 * What prediction and target have, each class by itself, over all samples and voxels of a batch.
 *
 * @param both sum of p t; (C), like the others
 * @param predicted sum of p
 * @param wanted sum of t
 */
record LossSums(NDArray both, NDArray predicted, NDArray wanted) {

  static LossSums ofClasses(NDArray prediction, NDArray target) {
    int axes = prediction.getShape().dimension();
    int[] others = IntStream.range(0, axes).filter(axis -> axis != 1).toArray();
    return new LossSums(
        prediction.mul(target).sum(others), prediction.sum(others), target.sum(others));
  }

  /** (2 sum(p t) + s) / (sum(p) + sum(t) + s); (C). */
  NDArray dice(double smooth) {
    return both.mul(2).add(smooth).div(predicted.add(wanted).add(smooth));
  }

  /** (TP + s) / (TP + a FP + b FN + s); (C). */
  NDArray tversky(double alpha, double beta, double smooth) {
    NDArray falsePositive = predicted.sub(both);
    NDArray falseNegative = wanted.sub(both);
    NDArray all = both.add(falsePositive.mul(alpha)).add(falseNegative.mul(beta)).add(smooth);
    return both.add(smooth).div(all);
  }
}
