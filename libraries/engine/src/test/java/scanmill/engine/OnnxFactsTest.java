package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

class OnnxFactsTest {
  private static Protobuf value(String name, int channels) {
    Protobuf shape = new Protobuf();
    for (int extent : new int[] {1, channels, 1, 2}) {
      shape.message(1, new Protobuf().integer(1, extent));
    }
    Protobuf tensor = new Protobuf().integer(1, 1).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }

  /** One operator from {@code x} to {@code y}, both of 3 channels on a grid of 1 x 2. */
  private static byte[] model(String domain, String operator, int operatorSet) {
    Protobuf node =
        new Protobuf().text(1, "x").text(2, "y").text(3, "n").text(4, operator).text(7, domain);
    Protobuf graph = new Protobuf().message(1, node).text(2, "g");
    graph.message(11, value("x", 3)).message(12, value("y", 3));
    Protobuf model = new Protobuf().integer(1, 6).message(7, graph);
    return model.message(8, new Protobuf().text(1, "").integer(2, operatorSet)).bytes();
  }

  @Test
  void readsWhatAFileSaysAboutItself() {
    OnnxFacts facts = OnnxFacts.of(model("", "Relu", 11));

    assertThat(facts.operatorSet()).isEqualTo(11);
    assertThat(facts.inputs()).containsExactly("x");
    assertThat(facts.outputs()).containsExactly("y");
    assertThat(facts.operators()).containsExactly("Relu");
    facts.requireKnownOperators();
  }

  @Test
  void namesOperatorsThatNobodyHas() {
    assertThatThrownBy(() -> OnnxFacts.of(model("", "Frobnicate", 11)).requireKnownOperators())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found Frobnicate.");
    assertThatThrownBy(() -> OnnxFacts.of(model("my.own", "Relu", 11)).requireKnownOperators())
        .hasMessageContaining("my.own.Relu");
    OnnxFacts.of(model("com.microsoft", "FusedConv", 11)).requireKnownOperators();
  }

  @Test
  void endsANetworkInProbabilitiesOfTheClassesBesideBackground() {
    float[] scores = {0, 1, 2, 1, -1, 3}; // of channels 0, 1, 2 at two places
    double first = Math.exp(0) + Math.exp(2) + Math.exp(-1);
    double second = Math.exp(1) + Math.exp(1) + Math.exp(3);
    double[] expected = {
      Math.exp(2) / first, Math.exp(1) / second, Math.exp(-1) / first, Math.exp(3) / second
    };

    for (int operatorSet : List.of(11, 13)) {
      byte[] ended =
          new OnnxEnding(OnnxEnding.Activation.SOFTMAX, true)
              .behind(model("", "Identity", operatorSet));
      try (OnnxPredictor predictor = new OnnxPredictor(ended, 1)) {
        Tensor found = predictor.predict(Tensor.of(scores, 1, 3, 1, 2));
        assertThat(found.shape()).containsExactly(1, 2, 1, 2);
        for (int v = 0; v < 4; v++) {
          assertThat((double) found.values()[v])
              .as("operator set %d", operatorSet)
              .isCloseTo(expected[v], within(1e-6));
        }
      }
    }
  }

  @Test
  void refusesToEndWhatIsTooOldOrNoNetwork() {
    OnnxEnding ending = new OnnxEnding(OnnxEnding.Activation.SIGMOID, false);
    assertThatThrownBy(() -> ending.behind(model("", "Relu", 9)))
        .hasMessageContaining("operator set 10");
    assertThatThrownBy(() -> ending.behind(new byte[0])).hasMessageContaining("no network");
  }
}
