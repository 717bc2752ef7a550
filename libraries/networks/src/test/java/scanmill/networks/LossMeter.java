package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import scanmill.engine.LossFunction;

/** Losses of small batches in double precision: values and slopes. */
final class LossMeter {
  private LossMeter() {}

  /** One sample of 2x2, as many classes as there are fours of values. */
  static Shape small(double[] values) {
    return new Shape(1, values.length / 4, 2, 2);
  }

  static double value(LossFunction loss, double[] prediction, double[] target) {
    return value(loss, small(prediction), prediction, target);
  }

  static double value(LossFunction loss, Shape shape, double[] prediction, double[] target) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray value = loss.of(manager.create(prediction, shape), manager.create(target, shape));
      assertThat(value.getShape().dimension()).isZero();
      return value.toDoubleArray()[0];
    }
  }

  /** In single precision, as in training. */
  static double single(LossFunction loss, Shape shape, double[] prediction, double[] target) {
    try (NDManager manager = NDManager.newBaseManager()) {
      return loss.of(singles(manager, shape, prediction), singles(manager, shape, target))
          .getFloat();
    }
  }

  private static NDArray singles(NDManager manager, Shape shape, double[] values) {
    return manager.create(values, shape).toType(DataType.FLOAT32, false);
  }

  static double[] gradient(LossFunction loss, double[] prediction, double[] target) {
    return gradient(loss, small(prediction), prediction, target);
  }

  static double[] gradient(LossFunction loss, Shape shape, double[] prediction, double[] target) {
    JniUtils.setGradMode(true);
    try (NDManager manager = NDManager.newBaseManager()) {
      PtNDArray p = (PtNDArray) manager.create(prediction, shape);
      p.setRequiresGradient(true);
      NDArray value = loss.of(p, manager.create(target, shape));
      PtNDArray one = (PtNDArray) manager.ones(new Shape(), DataType.FLOAT64);
      JniUtils.backward((PtNDArray) value, one, false, false);
      return JniUtils.getGradient(p).toDoubleArray();
    } finally {
      JniUtils.setGradMode(false);
    }
  }
}
