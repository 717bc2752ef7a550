package scanmill.networks;

import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.engine.GraphDefinition;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Tensor;
import scanmill.engine.Weights;

/** The weights and inputs of the golden values: sine waves of fixed frequency and phase. */
final class Waves {
  private Waves() {}

  static Tensor input(int... shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = (float) Math.sin(0.11 * i);
    }
    return tensor;
  }

  /** Trainable tensor j, element i: sin(0.37 i + 1.7 j), scaled by rank; statistics untouched. */
  static Weights weights(GraphDefinition definition) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    int j = 0;
    // A second name of a shared tensor counts too: in ivadomed it is one until the first
    // prediction.
    for (ParameterSpec parameter : ParameterEmitter.namesOf(definition)) {
      Tensor tensor = Tensor.zeros(parameter.shape());
      boolean running = parameter.name().endsWith("running_var");
      boolean normalises = tensor.rank() == 1 && parameter.name().matches(".*(bn|norm).*weight");
      double scale =
          tensor.rank() > 1 ? 1 / Math.sqrt((double) tensor.size() / tensor.extent(0)) : 0.01;
      for (int i = 0; i < tensor.size(); i++) {
        tensor.values()[i] =
            parameter.trainable()
                ? (float) (Math.sin(0.37 * i + 1.7 * j) * scale + (normalises ? 1 : 0))
                : running ? 1 : 0;
      }
      j += parameter.trainable() ? 1 : 0;
      if (parameter.own()) {
        weights.put(parameter.name(), tensor);
      }
    }
    return Weights.of(weights);
  }
}
