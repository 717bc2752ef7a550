package scanmill.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.problems.BadInputException;

/**
 * Adam with its moments in our hands: beta 0.9 and 0.999, epsilon 1e-8, no weight decay. Kingma and
 * Ba, ICLR 2015. Belongs to one thread at a time.
 */
final class Adam implements AutoCloseable {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final String STEP = "step";

  private final List<ParameterSpec> specs;
  private final PtNDArray[] parameters;
  private final PtNDArray[] first;
  private final PtNDArray[] second;
  private final PtNDArray step;
  private final IValue parameterList;
  private final IValue firstList;
  private final IValue secondList;
  private PtNDArray[] gradients = {};

  /**
   * @param parameters the trainable tensors, in the order of their specifications
   */
  Adam(PtNDManager manager, List<ParameterSpec> specs, PtNDArray[] parameters) {
    this.specs = specs;
    this.parameters = parameters;
    first = zerosLike(manager, parameters);
    second = zerosLike(manager, parameters);
    step = (PtNDArray) manager.zeros(new Shape());
    parameterList = IValue.listFrom(parameters);
    firstList = IValue.listFrom(first);
    secondList = IValue.listFrom(second);
  }

  private static PtNDArray[] zerosLike(PtNDManager manager, PtNDArray[] arrays) {
    PtNDArray[] zeros = new PtNDArray[arrays.length];
    for (int n = 0; n < zeros.length; n++) {
      zeros[n] = (PtNDArray) manager.zeros(arrays[n].getShape());
    }
    return zeros;
  }

  /** Fetches the gradients' handles; once, since every further backward pass adds into them. */
  void fetchGradients() {
    if (gradients.length > 0) {
      return;
    }
    PtNDArray[] found = new PtNDArray[parameters.length];
    for (int n = 0; n < found.length; n++) {
      PtNDArray gradient = JniUtils.getGradient(parameters[n]);
      if (gradient == null) {
        throw new IllegalStateException(
            "The loss does not depend on the tensor " + specs.get(n).name());
      }
      found[n] = gradient;
    }
    gradients = found;
  }

  /** Updates from the gradients and zeroes them; returns their norm before clipping. */
  double update(PtNDManager owner, StepSettings settings) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (IValue gradientList = IValue.listFrom(gradients);
        IValue stepValue = IValue.from(step);
        IValue rate = IValue.from(settings.learningRate());
        IValue beta1 = IValue.from(BETA_1);
        IValue beta2 = IValue.from(BETA_2);
        IValue epsilon = IValue.from(EPSILON);
        IValue clipping = IValue.from(settings.gradientClipping().orElse(0));
        PtNDArray norm =
            Operators.fusedAdam(
                owner,
                parameterList,
                gradientList,
                firstList,
                secondList,
                stepValue,
                rate,
                beta1,
                beta2,
                epsilon,
                clipping)) {
      return norm.getFloat();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  void zeroGradients() {
    for (PtNDArray gradient : gradients) {
      JniUtils.zeroGrad(gradient);
    }
  }

  /** {@code step}, then {@code first.<name>} and {@code second.<name>} per trainable tensor. */
  Weights state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(STEP, Tensor.of(new float[] {step.getFloat()}));
    for (int n = 0; n < parameters.length; n++) {
      ParameterSpec spec = specs.get(n);
      state.put("first." + spec.name(), Tensor.of(first[n].toFloatArray(), spec.shape()));
      state.put("second." + spec.name(), Tensor.of(second[n].toFloatArray(), spec.shape()));
    }
    return Weights.of(state);
  }

  void restore(Weights state) {
    if (state.names().size() != 2 * parameters.length + 1) {
      throw mismatch("an optimiser of " + parameters.length + " tensors");
    }
    Operators.assign(step, require(state, STEP, new int[0]));
    for (int n = 0; n < parameters.length; n++) {
      ParameterSpec spec = specs.get(n);
      Operators.assign(first[n], require(state, "first." + spec.name(), spec.shape()));
      Operators.assign(second[n], require(state, "second." + spec.name(), spec.shape()));
    }
  }

  private static Tensor require(Weights state, String name, int[] shape) {
    Tensor tensor = state.asMap().get(name);
    if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
      throw mismatch("the tensor " + name + " of shape " + Dimensions.of(shape));
    }
    return tensor;
  }

  private static BadInputException mismatch(String required) {
    return BadInputException.of(
        "optimizer-state-mismatch",
        "The optimiser's state must hold " + required + ", but it does not.",
        "Resume from a checkpoint of this architecture.");
  }

  @Override
  public void close() {
    parameterList.close();
    firstList.close();
    secondList.close();
  }
}
