package scanmill.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out from an ONNX file's first convolution how many channels its input has. */
final class OnnxFirstLayer {
  private static final int GRAPH = 7;
  private static final int NODE = 1;
  private static final int INITIALIZER = 5;

  private OnnxFirstLayer() {}

  /** A layer that reads the input: the name of its kernel and how many groups it has. */
  private record Kernel(String name, long groups) {}

  /**
   * @param input the name of the model's input
   * @return empty if no convolution reads the input directly
   */
  static Optional<Integer> channels(byte[] model, String input) {
    ProtobufReader reader = new ProtobufReader(ByteBuffer.wrap(model));
    while (reader.next()) {
      if (reader.field() == GRAPH && reader.hasBytes()) {
        return inGraph(reader.message(), input);
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> inGraph(ProtobufReader graph, String input) {
    List<Kernel> kernels = new ArrayList<>();
    Map<String, Long> channelsByKernel = new HashMap<>();
    while (graph.next()) {
      if (graph.field() == NODE) {
        kernel(graph.message(), input).ifPresent(kernels::add);
      } else if (graph.field() == INITIALIZER) {
        initializer(graph.message(), channelsByKernel);
      }
    }
    return kernels.stream()
        .map(kernel -> channelsByKernel.getOrDefault(kernel.name(), 0L) * kernel.groups())
        .filter(channels -> channels > 0 && channels <= Integer.MAX_VALUE)
        .findFirst()
        .map(Long::intValue);
  }

  private static Optional<Kernel> kernel(ProtobufReader node, String input) {
    List<String> inputs = new ArrayList<>();
    String operator = "";
    long groups = 1;
    while (node.next()) {
      switch (node.field()) {
        case 1 -> inputs.add(node.text());
        case 4 -> operator = node.text();
        case 5 -> groups = Math.max(groups, groups(node.message()));
        default -> {}
      }
    }
    boolean reads = operator.equals("Conv") && inputs.size() > 1 && inputs.get(0).equals(input);
    return reads ? Optional.of(new Kernel(inputs.get(1), groups)) : Optional.empty();
  }

  private static long groups(ProtobufReader attribute) {
    String name = "";
    long value = 1;
    while (attribute.next()) {
      if (attribute.field() == 1) {
        name = attribute.text();
      } else if (attribute.field() == 3) {
        value = attribute.number();
      }
    }
    return name.equals("group") ? value : 1;
  }

  private static void initializer(ProtobufReader tensor, Map<String, Long> channelsByKernel) {
    List<Long> extents = new ArrayList<>();
    String name = "";
    while (tensor.next()) {
      if (tensor.field() == 1) {
        for (long extent : tensor.numbers()) {
          extents.add(extent);
        }
      } else if (tensor.field() == 8) {
        name = tensor.text();
      }
    }
    if (extents.size() > 2) {
      channelsByKernel.put(name, extents.get(1));
    }
  }
}
