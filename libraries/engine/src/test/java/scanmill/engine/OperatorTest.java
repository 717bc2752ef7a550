package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator in 2D and 3D: one graph, four readings. */
final class OperatorTest {
  private static final long SEED = 11;

  @Test
  void areAllOfThem() {
    Set<String> used = new TreeSet<>(List.of("place", "supervise")); // which compute nothing
    @SuppressWarnings("unchecked")
    Graph<String> listening =
        (Graph<String>)
            Proxy.newProxyInstance(
                Graph.class.getClassLoader(),
                new Class<?>[] {Graph.class},
                (proxy, method, arguments) -> {
                  used.add(method.getName());
                  return "tensor";
                });
    OneOperator.all().forEach(operator -> operator.build(listening, "tensor"));
    assertThat(Arrays.stream(Graph.class.getDeclaredMethods()).map(Method::getName))
        .allSatisfy(name -> assertThat(used).contains(name));
  }

  @ParameterizedTest
  @MethodSource("scanmill.engine.OneOperator#all")
  void predictsTheSameEagerlyInTorchScriptAndInOnnx(OneOperator operator) throws IOException {
    Weights weights = Weights.initial(operator, SEED);
    ByteArrayOutputStream onnx = new ByteArrayOutputStream();
    OnnxModel.write(operator, weights, onnx);
    try (Predictor torch = new TorchPredictor(operator, weights, Device.CPU);
        Predictor runtime = new OnnxPredictor(onnx.toByteArray(), 1)) {
      float[] eager = eager(operator, weights).values();
      assertThat(torch.predict(operator.inputs()).values()).containsExactly(eager, within(1e-6f));
      assertThat(runtime.predict(operator.inputs()).values()).containsExactly(eager, within(1e-6f));
    }
  }

  private static Tensor eager(OneOperator operator, Weights weights) {
    JniUtils.setGradMode(false);
    try (NDManager manager = NDManager.newBaseManager(Device.CPU.djl(), "PyTorch")) {
      GraphBlock block = new GraphBlock(operator);
      block.set(manager, weights);
      NDArray x = manager.create(operator.input().values(), shape(operator.input()));
      NDList all = new NDList(x);
      for (Tensor vector : operator.inputs().vectors().values()) {
        all.add(manager.create(vector.values(), shape(vector)));
      }
      ParameterStore store = new ParameterStore(manager, false);
      NDArray y = block.forward(store, all, false).singletonOrThrow();
      assertThat(y.getShape()).isEqualTo(block.getOutputShapes(new Shape[] {x.getShape()})[0]);
      return Tensor.of(y.toFloatArray(), operator.direction().shape());
    }
  }

  @ParameterizedTest
  @MethodSource("scanmill.engine.OneOperator#all")
  void hasTheGradientOfFiniteDifferences(OneOperator operator) {
    try (NDManager manager = NDManager.newBaseManager(Device.CPU.djl(), "PyTorch")) {
      Map<String, NDArray> arrays = doubles(manager, operator, Weights.initial(operator, SEED));
      backward(operator, arrays);
      arrays.forEach(
          (name, array) -> {
            if (!name.contains("running")) {
              double[] gradient = JniUtils.getGradient((PtNDArray) array).toDoubleArray();
              requireFiniteDifferences(operator, arrays, name, gradient);
            }
          });
    }
  }

  private static void backward(OneOperator operator, Map<String, NDArray> arrays) {
    JniUtils.setGradMode(true);
    try {
      arrays.forEach((name, array) -> array.setRequiresGradient(!name.contains("running")));
      NDArray cost = cost(operator, arrays);
      NDArray one = cost.getManager().ones(new Shape(), DataType.FLOAT64);
      JniUtils.backward((PtNDArray) cost, (PtNDArray) one, false, false);
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  private static void requireFiniteDifferences(
      OneOperator operator, Map<String, NDArray> arrays, String name, double[] gradient) {
    double step = 1e-5;
    NDArray array = get(arrays, name);
    double[] values = array.toDoubleArray();
    for (int i = 0; i < values.length; i += 1 + values.length / 12) {
      Map<String, NDArray> moved = new LinkedHashMap<>(arrays);
      double[] costs = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] changed = values.clone();
        changed[i] += side == 0 ? -step : step;
        moved.put(name, array.getManager().create(changed, array.getShape()));
        costs[side] = cost(operator, moved).toDoubleArray()[0];
      }
      assertThat(gradient[i])
          .as("%s[%d]", name, i)
          .isCloseTo((costs[1] - costs[0]) / (2 * step), within(1e-7));
    }
  }

  private static Map<String, NDArray> doubles(
      NDManager manager, OneOperator operator, Weights weights) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    weights.asMap().forEach((name, tensor) -> arrays.put(name, doubles(manager, tensor)));
    arrays.put("x", doubles(manager, operator.input()));
    operator
        .inputs()
        .vectors()
        .forEach((name, vector) -> arrays.put(name, doubles(manager, vector)));
    return arrays;
  }

  private static NDArray doubles(NDManager manager, Tensor tensor) {
    double[] values = new double[tensor.size()];
    Arrays.setAll(values, i -> tensor.values()[i]);
    return manager.create(values, shape(tensor));
  }

  private static NDArray cost(OneOperator operator, Map<String, NDArray> arrays) {
    NDArray x = get(arrays, "x");
    NDManager manager = x.getManager();
    List<Dropout> dropouts = ParameterEmitter.dropoutsOf(operator);
    Tensor masks = Tensor.zeros(2, DropoutMasks.channels(dropouts));
    DropoutMasks.draw(dropouts, 2, SEED, masks.values());
    Optional<NDArray> factors =
        dropouts.isEmpty() ? Optional.empty() : Optional.of(doubles(manager, masks));
    EagerEmitter eager =
        new EagerEmitter(
            operator.dimensions(), name -> get(arrays, name), true, factors, arrays, SEED);
    return operator.build(eager, x).mul(doubles(manager, operator.direction())).sum();
  }

  @ParameterizedTest
  @MethodSource("scanmill.engine.OneOperator#all")
  void learnsInTorchScriptAsItDoesEagerly(OneOperator operator) {
    Weights weights = Weights.initial(operator, SEED);
    LossFunction along = (y, direction) -> y.mul(direction).sum();
    try (TrainableNetwork network = new TrainableNetwork(operator, weights, Device.CPU);
        NDManager manager = NDManager.newBaseManager(Device.CPU.djl(), "PyTorch")) {
      network.step(operator.inputs(), operator.direction(), along, new StepSettings(1e-3, SEED));
      Map<String, NDArray> arrays = doubles(manager, operator, weights);
      backward(operator, arrays);
      for (String name : weights.names()) {
        NDArray array = get(arrays, name);
        if (name.contains("running")) {
          float[] expected = array.toType(DataType.FLOAT32, true).toFloatArray();
          assertThat(network.weights().get(name).values())
              .as(name)
              .containsExactly(expected, within(1e-5f));
        } else {
          double[] gradient = JniUtils.getGradient((PtNDArray) array).toDoubleArray();
          // After one step Adam's first moment is a tenth of the gradient.
          float[] first = network.optimizerState().get("first." + name).values();
          for (int i = 0; i < first.length; i++) {
            assertThat(first[i] * 10.0).as(name).isCloseTo(gradient[i], within(2e-4));
          }
        }
      }
    }
  }

  private static NDArray get(Map<String, NDArray> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }

  private static Shape shape(Tensor tensor) {
    return new Shape(Arrays.stream(tensor.shape()).asLongStream().toArray());
  }
}
