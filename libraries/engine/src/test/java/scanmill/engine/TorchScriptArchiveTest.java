package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TorchScriptArchiveTest {
  private static byte[] archive(GraphDefinition definition, Weights weights) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TorchScriptArchive.write(definition, weights, out);
    return out.toByteArray();
  }

  @Test
  void isReadByLibtorchWithAllNamesAndNumbers() throws IOException {
    SmallNetwork definition = new SmallNetwork(3, 0.3);
    Weights weights = Weights.initial(definition, 4);
    byte[] archive = archive(definition, weights);
    Tensor x = Waves.of(0.2, 1, 2, 4, 5, 6);
    Native.load();
    try (NDManager manager = NDManager.newBaseManager(Device.CPU.djl(), "PyTorch")) {
      PtSymbolBlock block =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
      NDList parameters = JniUtils.moduleGetParams(block, (PtNDManager) manager);
      List<String> trainable =
          weights.names().stream().filter(name -> !name.contains("running")).toList();
      assertThat(parameters.stream().map(NDArray::getName)).containsExactlyElementsOf(trainable);
      for (NDArray parameter : parameters) {
        assertThat(parameter.toFloatArray()).isEqualTo(weights.get(parameter.getName()).values());
      }
      NDArray input = manager.create(x.values(), new Shape(1, 2, 4, 5, 6));
      NDArray output =
          block
              .forward(new ParameterStore(manager, false), new NDList(input), false)
              .singletonOrThrow();
      try (Predictor predictor = new TorchPredictor(definition, weights, Device.CPU)) {
        assertThat(output.toFloatArray()).isEqualTo(predictor.predict(x).values());
      }
    }
  }

  @Test
  void isTheSameBytesForTheSameNetwork() throws IOException {
    SmallNetwork definition = new SmallNetwork(2, 0.3);
    byte[] first = archive(definition, Weights.initial(definition, 4));
    assertThat(archive(definition, Weights.initial(definition, 4))).isEqualTo(first);
    assertThat(archive(definition, Weights.initial(definition, 5))).isNotEqualTo(first);
  }
}
