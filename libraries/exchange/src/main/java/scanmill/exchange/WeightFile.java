package scanmill.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Safetensors;
import scanmill.engine.Tensor;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.pickles.StateDict;
import scanmill.problems.BadInputException;

/** Weights as files hold them: safetensors, pickles and checkpoints of PyTorch, TorchScript. */
final class WeightFile {
  /** What PyTorch puts before all names of a network that ran on several devices. */
  private static final String PARALLEL = "module.";

  private static final int NAMED = 6;

  private WeightFile() {}

  /**
   * @throws BadInputException what is wrong with the file
   */
  static Weights read(Path file) throws IOException {
    if (file.toString().endsWith(".safetensors")) {
      return Safetensors.read(file).weights();
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    StateDict.read(file)
        .tensors()
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name.startsWith(PARALLEL) ? name.substring(PARALLEL.length()) : name,
                    Tensor.of(tensor.data(), tensor.shape())));
    return Weights.of(tensors);
  }

  /**
   * The weights as this network has them, matched by name and shape.
   *
   * @param where the file, for messages
   * @throws BadInputException {@code model-weights}, naming what is missing, misshapen or left over
   */
  static Weights fitting(Architecture architecture, Weights given, String where) {
    Map<String, Tensor> tensors = given.asMap();
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    for (ParameterSpec spec : ParameterEmitter.parametersOf(architecture)) {
      Tensor tensor = tensors.get(spec.name());
      if (tensor == null) {
        missing.add(spec.name());
      } else if (!Arrays.equals(tensor.shape(), spec.shape())) {
        misshapen.add(
            spec.name()
                + " "
                + Arrays.toString(tensor.shape())
                + " instead of "
                + Arrays.toString(spec.shape()));
      }
    }
    List<String> left = new ArrayList<>(tensors.keySet());
    ParameterEmitter.namesOf(architecture).forEach(spec -> left.remove(spec.name()));
    left.removeIf(name -> name.endsWith("num_batches_tracked"));
    if (missing.isEmpty() && misshapen.isEmpty() && left.isEmpty()) {
      return given.fitting(architecture);
    }
    StringBuilder found = new StringBuilder();
    append(found, "missing", missing);
    append(found, "of another shape", misshapen);
    append(found, "left over", left);
    throw BadInputException.of(
        "model-weights",
        "Required in " + where + " the weights of the configured network; found" + found + ".",
        "Give the configuration that the model was trained with.");
  }

  private static void append(StringBuilder text, String what, List<String> names) {
    if (!names.isEmpty()) {
      text.append(text.isEmpty() ? " " : "; ").append(what).append(": ");
      text.append(String.join(", ", names.subList(0, Math.min(NAMED, names.size()))));
      if (names.size() > NAMED) {
        text.append(" and ").append(names.size() - NAMED).append(" more");
      }
    }
  }
}
