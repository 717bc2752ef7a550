package scanmill.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.SplittableRandom;
import scanmill.configuration.Config;
import scanmill.engine.Inputs;
import scanmill.engine.OnnxFacts;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.engine.VectorInput;
import scanmill.models.Network;
import scanmill.problems.BadInputException;

/** Whether an ONNX network is the one that a configuration speaks of; it is run to find out. */
final class NetworkCheck {
  /** Rounding of other kernels stays well below; other weights do not. */
  private static final double MOST_DIFFERENCE = 1e-3;

  private static final int MOST_EXTENT = 64;
  private static final int LEAST_EXTENT = 32;

  private final Config config;

  NetworkCheck(Config config) {
    this.config = config;
  }

  /**
   * Requires a network that ONNX Runtime can run and whose input and output are the configured
   * ones.
   *
   * @return what it makes of a fixed random input
   * @throws BadInputException {@code model-contradiction}, {@code onnx-operators}, {@code
   *     onnx-external-data}, {@code onnx-unreadable}, {@code onnx-not-ours}
   */
  Tensor require(byte[] onnx) {
    OnnxFacts.of(onnx).requireKnownOperators();
    try (Predictor predictor = new OnnxPredictor(onnx, 1)) {
      int dimensions = Network.dimensions(config);
      if (predictor.dimensions() != dimensions) {
        throw contradiction(
            dimensions + " spatial axes", predictor.dimensions() + " spatial axes", "is_2d");
      }
      if (predictor.inputChannels() != config.inChannel()) {
        throw contradiction(
            channels(config.inChannel()),
            channels(predictor.inputChannels()),
            "multichannel and contrast_params");
      }
      Tensor output = run(predictor);
      int[] shape = output.shape();
      boolean image = output.rank() == dimensions + 2;
      int classes = config.outClasses();
      if (shape[0] != 1 || shape[1] != classes || (!image && output.rank() != 2)) {
        throw contradiction(
            classes + (classes == 1 ? " class" : " classes") + " out",
            "an output of " + Arrays.toString(shape),
            "target_suffix");
      }
      return output;
    }
  }

  private static String channels(int count) {
    return count + (count == 1 ? " channel in" : " channels in");
  }

  /** Requires two networks to say the same. */
  static void requireEqual(Tensor ours, Tensor given, String first, String second) {
    double most = 0;
    boolean comparable = Arrays.equals(ours.shape(), given.shape());
    for (int v = 0; comparable && v < ours.size(); v++) {
      double difference = Math.abs((double) ours.values()[v] - given.values()[v]);
      most = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(most, difference);
    }
    if (!comparable || most > MOST_DIFFERENCE) {
      throw BadInputException.of(
          "model-files-disagree",
          "Required one model in "
              + first
              + " and "
              + second
              + "; found outputs that differ"
              + (comparable ? " by up to " + String.format("%.3g", most) : " in shape")
              + ".",
          "Remove the file that is of another training.");
    }
  }

  private Tensor run(Predictor predictor) {
    try {
      return predictor.predict(inputs(predictor, MOST_EXTENT));
    } catch (BadInputException e) {
      if (e.problem().code().equals("onnx-run") && length().isArray()) {
        return predictor.predict(inputs(predictor, Integer.MAX_VALUE)); // made for one extent only
      }
      throw e;
    }
  }

  private JsonNode length() {
    return config.model().args().path("length_" + Network.dimensions(config) + "D");
  }

  private Inputs inputs(Predictor predictor, int most) {
    int dimensions = predictor.dimensions();
    int[] shape = new int[dimensions + 2];
    shape[0] = 1;
    shape[1] = predictor.inputChannels();
    for (int axis = 0; axis < dimensions; axis++) {
      int whole = dimensions == 2 ? MOST_EXTENT : LEAST_EXTENT;
      shape[axis + 2] = Math.min(most, length().path(axis).asInt(whole));
    }
    SplittableRandom random = new SplittableRandom(11);
    float[] values = new float[Math.toIntExact(Tensor.zeros(shape).size())];
    for (int v = 0; v < values.length; v++) {
      values[v] = (float) (random.nextDouble() * 4 - 2);
    }
    Inputs inputs = Inputs.of(Tensor.of(values, shape));
    for (VectorInput vector : predictor.vectors()) {
      float[] ones = new float[vector.width()];
      Arrays.fill(ones, 1);
      inputs = inputs.with(vector.name(), Tensor.of(ones, 1, vector.width()));
    }
    return inputs;
  }

  private static BadInputException contradiction(String required, String found, String keys) {
    return BadInputException.of(
        "model-contradiction",
        "Required a network with " + required + ", as the configuration says; found " + found + ".",
        "Give the configuration that the model was trained with; see its " + keys + ".");
  }
}
