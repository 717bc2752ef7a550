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
 * An optimiser with its state in our hands: Adam's moments, or momentum alone, of each trainable
 * tensor. Belongs to one thread at a time.
 */
final class FusedOptimizer implements AutoCloseable {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final String STEP = "step";

  private final Optimizer optimizer;
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
  FusedOptimizer(
      PtNDManager manager, Optimizer optimizer, List<ParameterSpec> specs, PtNDArray[] parameters) {
    this.optimizer = optimizer;
    this.specs = specs;
    this.parameters = parameters;
    first = zerosLike(manager, parameters);
    boolean moments = !(optimizer instanceof Optimizer.Sgd);
    second = moments ? zerosLike(manager, parameters) : new PtNDArray[0];
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

  /** A copy of what was added up since the last update, by tensor. */
  Weights gradients() {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    for (int n = 0; n < gradients.length; n++) {
      ParameterSpec spec = specs.get(n);
      copies.put(spec.name(), Tensor.of(gradients[n].toFloatArray(), spec.shape()));
    }
    return Weights.of(copies);
  }

  /** Puts other gradients in the place of those that were added up. */
  void replaceGradients(Weights others) {
    for (int n = 0; n < gradients.length; n++) {
      Operators.assign(gradients[n], others.get(specs.get(n).name()));
    }
  }

  /** Updates from the gradients and zeroes them; returns their norm before clipping. */
  double update(PtNDManager owner, StepSettings settings) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (IValue gradientList = IValue.listFrom(gradients);
        IValue stepValue = IValue.from(step);
        IValue rate = IValue.from(settings.learningRate());
        IValue decay = IValue.from(optimizer.weightDecay());
        IValue clipping = IValue.from(settings.gradientClipping().orElse(0));
        PtNDArray norm =
            optimizer instanceof Optimizer.Sgd sgd
                ? sgd(owner, sgd, gradientList, stepValue, rate, decay, clipping)
                : adam(owner, gradientList, stepValue, rate, decay, clipping)) {
      return norm.getFloat();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  private PtNDArray adam(
      PtNDManager owner,
      IValue gradients,
      IValue step,
      IValue rate,
      IValue decay,
      IValue clipping) {
    try (IValue beta1 = IValue.from(BETA_1);
        IValue beta2 = IValue.from(BETA_2);
        IValue epsilon = IValue.from(EPSILON)) {
      return Operators.update(
          optimizer instanceof Optimizer.AdamW ? "fused_adamw" : "fused_adam",
          owner,
          parameterList,
          gradients,
          firstList,
          secondList,
          step,
          rate,
          beta1,
          beta2,
          epsilon,
          decay,
          clipping);
    }
  }

  private PtNDArray sgd(
      PtNDManager owner,
      Optimizer.Sgd sgd,
      IValue gradients,
      IValue step,
      IValue rate,
      IValue decay,
      IValue clipping) {
    try (IValue momentum = IValue.from(sgd.momentum());
        IValue nesterov = IValue.from(sgd.nesterov())) {
      return Operators.update(
          "fused_sgd",
          owner,
          parameterList,
          gradients,
          firstList,
          step,
          rate,
          momentum,
          nesterov,
          decay,
          clipping);
    }
  }

  /** Also what a backward pass that broke off has left in some of the tensors. */
  void zeroGradients() {
    for (PtNDArray parameter : parameters) {
      PtNDArray gradient = JniUtils.getGradient(parameter);
      if (gradient != null) {
        JniUtils.zeroGrad(parameter); // zeroes the gradient of what it is given
        if (gradients.length == 0) {
          gradient.close();
        }
      }
    }
  }

  /** {@code step}, then {@code first.<name>} and {@code second.<name>} per tensor that has them. */
  Weights state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(STEP, Tensor.of(new float[] {step.getFloat()}));
    for (int n = 0; n < parameters.length; n++) {
      ParameterSpec spec = specs.get(n);
      state.put("first." + spec.name(), Tensor.of(first[n].toFloatArray(), spec.shape()));
      if (second.length > 0) {
        state.put("second." + spec.name(), Tensor.of(second[n].toFloatArray(), spec.shape()));
      }
    }
    return Weights.of(state);
  }

  void restore(Weights state) {
    if (state.names().size() != first.length + second.length + 1) {
      throw mismatch(
          "a " + optimizer.getClass().getSimpleName() + " of " + parameters.length + " tensors");
    }
    Operators.assign(step, require(state, STEP, new int[0]));
    for (int n = 0; n < parameters.length; n++) {
      ParameterSpec spec = specs.get(n);
      Operators.assign(first[n], require(state, "first." + spec.name(), spec.shape()));
      if (second.length > 0) {
        Operators.assign(second[n], require(state, "second." + spec.name(), spec.shape()));
      }
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
