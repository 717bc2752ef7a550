package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import scanmill.engine.Device;
import scanmill.engine.Inputs;
import scanmill.engine.OnnxModel;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.engine.TorchPredictor;
import scanmill.engine.Weights;

/** Predictions held to the numbers that ivadomed's own code gave. */
final class Golden {
  /** Six digits were written down, and processors differ in the last of them. */
  static final double SIX_DIGITS = 5e-6;

  private Golden() {}

  static void givesEverywhere(
      Architecture network, Tensor input, double mean, double first, double middle, double last)
      throws IOException {
    givesEverywhere(SIX_DIGITS, network, Inputs.of(input), mean, first, middle, last);
  }

  /** In libtorch and in ONNX Runtime, with the weights of {@link Waves}. */
  static void givesEverywhere(
      double precision,
      Architecture network,
      Inputs inputs,
      double mean,
      double first,
      double middle,
      double last)
      throws IOException {
    Weights weights = Waves.weights(network);
    ByteArrayOutputStream onnx = new ByteArrayOutputStream();
    OnnxModel.write(network, weights, onnx);
    try (Predictor torch = new TorchPredictor(network, weights, Device.CPU);
        Predictor runtime = new OnnxPredictor(onnx.toByteArray(), 1)) {
      for (Predictor predictor : new Predictor[] {torch, runtime}) {
        Tensor output = predictor.predict(inputs);
        float[] values = output.values();
        double[] found = {
          mean(output), values[0], values[values.length / 2], values[values.length - 1]
        };
        double[] expected = {mean, first, middle, last};
        assertThat(found).containsExactly(expected, within(precision));
      }
    }
  }

  private static double mean(Tensor tensor) {
    double sum = 0;
    for (float value : tensor.values()) {
      sum += value;
    }
    return sum / tensor.size();
  }
}
