package scanmill.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import scanmill.problems.BadInputException;

/**
 * What an ONNX file says about itself; read without loading it, so a file that cannot be loaded can
 * be spoken of.
 *
 * @param operatorSet version of the standard operators
 * @param inputs names, without those of weights
 * @param outputs names
 * @param operators {@code Conv}, or {@code domain.Name} outside the standard
 */
public record OnnxFacts(
    long operatorSet, List<String> inputs, List<String> outputs, Set<String> operators) {
  private static final int DEEPEST = 64;
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  public OnnxFacts {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    operators = Set.copyOf(operators);
  }

  /** As {@link #of}, from a file of less than 2 GB. */
  public static OnnxFacts read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw ProtobufReader.unreadable("it has 2 GB or more");
    }
    return of(Files.readAllBytes(file));
  }

  /**
   * @throws BadInputException {@code onnx-unreadable} or {@code onnx-external-data}
   */
  public static OnnxFacts of(byte[] model) {
    OnnxSafety.requireSelfContained(model);
    Reading reading = new Reading();
    ProtobufReader reader = new ProtobufReader(ByteBuffer.wrap(model));
    while (reader.next()) {
      switch (reader.field()) {
        case 7 -> reading.graph(reader.message(), 0);
        case 8 -> reading.operatorSet(reader.message());
        case 25 -> reading.function(reader.message());
        default -> {}
      }
    }
    if (!reading.met) {
      throw ProtobufReader.unreadable("it holds no network");
    }
    reading.inputs.removeAll(reading.weights);
    reading.operators.removeAll(reading.functions);
    return new OnnxFacts(
        reading.operatorSet, reading.inputs, reading.outputs, new TreeSet<>(reading.operators));
  }

  /**
   * Requires operators that ONNX Runtime has.
   *
   * @throws BadInputException {@code onnx-operators}, naming all others
   */
  public void requireKnownOperators() {
    Set<String> unknown = new TreeSet<>(operators);
    unknown.removeIf(OnnxOperators::known);
    if (!unknown.isEmpty()) {
      throw BadInputException.of(
          "onnx-operators",
          "An ONNX model is made of the standard's operators; found "
              + String.join(", ", unknown)
              + ".",
          "Export it again without operators of its own.");
    }
  }

  /** What is gathered on the way through the messages. */
  private static final class Reading {
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Set<String> weights = new HashSet<>();
    private final Set<String> operators = new HashSet<>();
    private final Set<String> functions = new HashSet<>();
    private long operatorSet;
    private boolean met;

    private void graph(ProtobufReader graph, int depth) {
      met = true;
      if (depth > DEEPEST) {
        throw ProtobufReader.unreadable("its graphs are nested too deeply");
      }
      while (graph.next()) {
        switch (graph.field()) {
          case 1 -> node(graph.message(), depth);
          case 5 -> weights.add(text(graph.message(), 8));
          case 11 -> {
            if (depth == 0) {
              inputs.add(text(graph.message(), 1));
            }
          }
          case 12 -> {
            if (depth == 0) {
              outputs.add(text(graph.message(), 1));
            }
          }
          default -> {}
        }
      }
    }

    private void node(ProtobufReader node, int depth) {
      String name = "";
      String domain = "";
      while (node.next()) {
        switch (node.field()) {
          case 4 -> name = node.text();
          case 5 -> attribute(node.message(), depth);
          case 7 -> domain = node.text();
          default -> {}
        }
      }
      operators.add(full(domain, name));
    }

    private void attribute(ProtobufReader attribute, int depth) {
      while (attribute.next()) {
        if (attribute.field() == 6 || attribute.field() == 11) {
          graph(attribute.message(), depth + 1);
        }
      }
    }

    private void operatorSet(ProtobufReader set) {
      String domain = "";
      long version = 0;
      while (set.next()) {
        if (set.field() == 1) {
          domain = set.text();
        } else if (set.field() == 2) {
          version = set.number();
        }
      }
      if (domain.isEmpty() || domain.equals("ai.onnx")) {
        operatorSet = version;
      }
    }

    private void function(ProtobufReader function) {
      String name = "";
      String domain = "";
      while (function.next()) {
        switch (function.field()) {
          case 1 -> name = function.text();
          case 7 -> node(function.message(), 0);
          case 10 -> domain = function.text();
          default -> {}
        }
      }
      functions.add(full(domain, name));
    }

    private static String full(String domain, String name) {
      return domain.isEmpty() || domain.equals("ai.onnx") ? name : domain + "." + name;
    }

    private static String text(ProtobufReader message, int field) {
      String text = "";
      while (message.next()) {
        if (message.field() == field) {
          text = message.text();
        }
      }
      return text;
    }
  }
}
