package scanmill.engine;

import java.nio.ByteBuffer;
import java.util.List;
import scanmill.problems.BadInputException;

/**
 * Nodes that are put behind an ONNX network, so that it ends in one probability per class.
 *
 * @param activation what is done to the network's own output, across channels
 * @param background whether channel 0 is taken away
 */
public record OnnxEnding(Activation activation, boolean background) {
  private static final String OWN = "scanmill_";

  /** How scores become probabilities. */
  public enum Activation {
    NONE,
    SIGMOID,
    SOFTMAX
  }

  /**
   * The network with this ending; it has one output, called {@code scanmill_output}.
   *
   * @throws BadInputException {@code onnx-operator-set} if it is older than operator set 10, {@code
   *     onnx-unreadable}
   */
  public byte[] behind(byte[] model) {
    OnnxFacts facts = OnnxFacts.of(model);
    if (facts.outputs().isEmpty()) {
      throw ProtobufReader.unreadable("it has no output");
    }
    if (facts.operatorSet() < 10) {
      throw BadInputException.of(
          "onnx-operator-set",
          "A network that ends in scores needs operator set 10 or later; found "
              + facts.operatorSet()
              + ".",
          "Export it again with a later operator set.");
    }
    Protobuf ended = new Protobuf();
    ProtobufReader reader = new ProtobufReader(ByteBuffer.wrap(model));
    while (reader.next()) {
      if (reader.field() == 7) {
        ended.message(7, graph(reader.message(), facts));
      } else {
        copy(reader, ended);
      }
    }
    return ended.bytes();
  }

  private static void copy(ProtobufReader from, Protobuf to) {
    if (from.hasBytes()) {
      to.bytes(from.field(), from.copy());
    } else {
      to.integer(from.field(), from.number());
    }
  }

  private Protobuf graph(ProtobufReader graph, OnnxFacts facts) {
    Protobuf ended = new Protobuf();
    byte[] output = new byte[0];
    while (graph.next()) {
      if (graph.field() != 12) {
        copy(graph, ended);
      } else if (output.length == 0) {
        output = graph.copy();
      }
    }
    String result = activated(ended, facts);
    if (background) {
      ended.message(5, numbers(OWN + "from", 1));
      ended.message(5, numbers(OWN + "to", Integer.MAX_VALUE));
      ended.message(5, numbers(OWN + "axis", 1));
      List<String> inputs = List.of(result, OWN + "from", OWN + "to", OWN + "axis");
      result = node(ended, "Slice", inputs, OWN + "classes");
    }
    node(ended, "Identity", List.of(result), OWN + OnnxModel.OUTPUT);
    return ended.message(12, value(output));
  }

  /** The declared type of the old output under the new name, its channels left open. */
  private static Protobuf value(byte[] old) {
    int axes = 0;
    ProtobufReader info = new ProtobufReader(ByteBuffer.wrap(old));
    while (info.next()) {
      if (info.field() == 2) {
        axes = axes(info.message());
      }
    }
    Protobuf shape = new Protobuf();
    for (int axis = 0; axis < axes; axis++) {
      shape.message(1, new Protobuf().text(2, OWN + "axis" + axis));
    }
    Protobuf tensor = new Protobuf().integer(1, 1).message(2, shape);
    return new Protobuf()
        .text(1, OWN + OnnxModel.OUTPUT)
        .message(2, new Protobuf().message(1, tensor));
  }

  private static int axes(ProtobufReader type) {
    int axes = 0;
    while (type.next()) {
      if (type.field() == 1) {
        ProtobufReader tensor = type.message();
        while (tensor.next()) {
          if (tensor.field() == 2) {
            ProtobufReader shape = tensor.message();
            while (shape.next()) {
              axes++;
            }
          }
        }
      }
    }
    return axes;
  }

  private String activated(Protobuf graph, OnnxFacts facts) {
    String scores = facts.outputs().get(0);
    return switch (activation) {
      case NONE -> scores;
      case SIGMOID -> node(graph, "Sigmoid", List.of(scores), OWN + "activated");
      case SOFTMAX -> {
        if (facts.operatorSet() >= 13) {
          yield node(graph, "Softmax", List.of(scores), OWN + "activated", axis());
        }
        // Softmax of older operator sets flattens space; so it is spelt out.
        String most = node(graph, "ReduceMax", List.of(scores), OWN + "most", axes());
        String less = node(graph, "Sub", List.of(scores, most), OWN + "less");
        String powers = node(graph, "Exp", List.of(less), OWN + "powers");
        String sum = node(graph, "ReduceSum", List.of(powers), OWN + "sum", axes());
        yield node(graph, "Div", List.of(powers, sum), OWN + "activated");
      }
    };
  }

  private static String node(
      Protobuf graph, String operator, List<String> inputs, String output, Protobuf... attributes) {
    Protobuf node = new Protobuf();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, output + "_node").text(4, operator);
    for (Protobuf attribute : attributes) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    return output;
  }

  private static Protobuf axis() {
    return new Protobuf().text(1, "axis").integer(3, 1).integer(20, 2);
  }

  private static Protobuf axes() {
    return new Protobuf().text(1, "axes").integer(8, 1).integer(20, 7);
  }

  private static Protobuf numbers(String name, long number) {
    return new Protobuf().integer(1, 1).integer(2, 7).integer(7, number).text(8, name);
  }
}
