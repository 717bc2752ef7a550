package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.problems.BadInputException;

final class OnnxPredictorTest {
  private static final SmallNetwork NETWORK = new SmallNetwork(2, 0.3);

  private static byte[] model(GraphDefinition definition) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      OnnxModel.write(definition, Weights.initial(definition, 4), out);
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  @Test
  void tellsWhatItTakesAndGives(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    Files.write(file, model(new SmallNetwork(3, 0)));
    try (Predictor predictor = new OnnxPredictor(file, 1)) {
      assertThat(predictor.inputChannels()).isEqualTo(2);
      assertThat(predictor.outputChannels()).isEqualTo(OptionalInt.of(1));
      assertThat(predictor.dimensions()).isEqualTo(3);
    }
  }

  @Test
  void takesEveryExtentAndBatch() {
    try (Predictor predictor = new OnnxPredictor(model(NETWORK), 1)) {
      for (int[] shape : new int[][] {{1, 2, 4, 4}, {3, 2, 7, 2}, {2, 2, 5, 31}}) {
        Tensor output = predictor.predict(Waves.of(0.1, shape));
        assertThat(output.shape()).containsExactly(shape[0], 1, shape[2], shape[3]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void predictsTheSameOnManyThreads(boolean onnx) throws Exception {
    try (Predictor predictor =
        onnx
            ? new OnnxPredictor(model(NETWORK), 1)
            : new TorchPredictor(NETWORK, Weights.initial(NETWORK, 4), Device.CPU)) {
      List<Tensor> alone = new ArrayList<>();
      List<Callable<Tensor>> calls = new ArrayList<>();
      for (int n = 0; n < 40; n++) {
        Tensor x = Waves.of(0.01 * n, 1, 2, 4 + n % 9, 8);
        alone.add(predictor.predict(x));
        calls.add(() -> predictor.predict(x));
      }
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<Tensor>> together = threads.invokeAll(calls);
        for (int n = 0; n < 40; n++) {
          assertThat(together.get(n).get()).isEqualTo(alone.get(n));
        }
      } finally {
        threads.shutdown();
      }
    }
  }

  @Test
  void rejectsInputsOfAnotherKind() {
    try (Predictor predictor = new OnnxPredictor(model(NETWORK), 1)) {
      assertThatThrownBy(() -> predictor.predict(Tensor.zeros(1, 2, 4, 4, 4)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("2 spatial axes");
      assertThatThrownBy(() -> predictor.predict(Tensor.zeros(1, 1, 4, 4)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("takes 2 channels, but the input has 1");
      assertThatThrownBy(() -> predictor.predict(Tensor.zeros(0, 2, 4, 4)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("input-empty");
    }
  }

  @Test
  void rejectsANetworkOfVectors() {
    Protobuf shape = new Protobuf().message(1, new Protobuf().integer(1, 3));
    Protobuf type = new Protobuf().message(1, new Protobuf().integer(1, 1).message(2, shape));
    Protobuf graph =
        new Protobuf()
            .message(1, new Protobuf().text(1, "x").text(2, "y").text(4, "Relu"))
            .text(2, "g")
            .message(11, new Protobuf().text(1, "x").message(2, type))
            .message(12, new Protobuf().text(1, "y").message(2, type));
    assertThatThrownBy(() -> new OnnxPredictor(wrapped(graph), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("onnx-not-ours")
        .hasMessageContaining("x has 1 axes");
  }

  private static byte[] wrapped(Protobuf graph) {
    return new Protobuf()
        .integer(1, 7)
        .message(7, graph)
        .message(8, new Protobuf().text(1, "").integer(2, 13))
        .bytes();
  }

  private static Protobuf open(String name) {
    Protobuf shape = new Protobuf();
    for (String axis : new String[] {"batch", "num_channels", "height", "width"}) {
      shape.message(1, new Protobuf().text(2, axis));
    }
    Protobuf tensor = new Protobuf().integer(1, 1).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }

  @Test
  void learnsTheChannelsFromTheFirstConvolutionWhereTheInputLeavesThemOpen() {
    Protobuf graph = OnnxEmitter.emit(NETWORK, Weights.initial(NETWORK, 4));
    graph.message(11, open("input")).message(12, open("output"));
    try (Predictor predictor = new OnnxPredictor(wrapped(graph), 1)) {
      assertThat(predictor.inputChannels()).isEqualTo(2);
      assertThat(predictor.outputChannels()).hasValue(1);
      assertThat(predictor.dimensions()).isEqualTo(2);
      assertThat(predictor.predict(Tensor.zeros(1, 2, 6, 6)).extent(1)).isEqualTo(1);
      assertThatThrownBy(() -> predictor.predict(Tensor.zeros(1, 1, 6, 6)))
          .hasMessageContaining("takes 2 channels, but the input has 1");
    }
    Protobuf nothing =
        new Protobuf()
            .message(1, new Protobuf().text(1, "input").text(2, "output").text(4, "Relu"))
            .text(2, "g")
            .message(11, open("input"))
            .message(12, open("output"));
    assertThatThrownBy(() -> new OnnxPredictor(wrapped(nothing), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nothing says how many channels");
  }

  @Test
  void refusesNumbersInOtherFiles() {
    Protobuf place = new Protobuf().text(1, "location").text(2, "../../etc/passwd");
    Protobuf tensor = new Protobuf().integer(1, 1).integer(2, 1).text(8, "w").message(13, place);
    Protobuf flagged = new Protobuf().integer(1, 1).integer(2, 1).text(8, "w").integer(14, 1);
    Protobuf constant =
        new Protobuf()
            .text(2, "w")
            .text(4, "Constant")
            .message(5, new Protobuf().text(1, "value").message(5, tensor));
    Protobuf branch = new Protobuf().message(1, constant);
    Protobuf condition =
        new Protobuf().text(4, "If").message(5, new Protobuf().text(1, "then").message(6, branch));
    List<byte[]> models =
        List.of(
            wrapped(new Protobuf().message(5, tensor)),
            wrapped(new Protobuf().message(5, flagged)),
            wrapped(new Protobuf().message(15, new Protobuf().message(1, tensor))),
            wrapped(new Protobuf().message(1, condition)),
            new Protobuf().message(25, new Protobuf().message(7, constant)).bytes());
    for (byte[] model : models) {
      assertThatThrownBy(() -> new OnnxPredictor(model, 1))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("onnx-external-data");
    }
  }

  @Test
  void refusesWhatIsNoModel() {
    byte[] text = "This is a letter, not a network.".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new OnnxPredictor(text, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("onnx-unreadable");
    assertThatThrownBy(() -> new OnnxPredictor(new byte[0], 1))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void searchesDamagedFilesWithoutFailing() {
    byte[] intact = model(NETWORK);
    SplittableRandom random = new SplittableRandom(3);
    for (int n = 0; n < 2000; n++) {
      byte[] damaged = intact.clone();
      for (int hit = 0; hit < 4; hit++) {
        damaged[random.nextInt(n % 2 == 0 ? 400 : damaged.length)] = (byte) random.nextInt(256);
      }
      assertThatCode(
              () -> {
                try {
                  OnnxSafety.requireSelfContained(damaged);
                  OnnxFirstLayer.channels(damaged, "input");
                } catch (BadInputException expected) {
                  assertThat(expected.problem().code()).startsWith("onnx-");
                }
              })
          .doesNotThrowAnyException();
    }
  }
}
