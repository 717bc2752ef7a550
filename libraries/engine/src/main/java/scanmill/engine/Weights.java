package scanmill.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scanmill.problems.BadInputException;

/** Tensors by name, in order: what a network has learnt, or what its optimiser remembers. */
public final class Weights {
  private final Map<String, Tensor> tensors;

  private Weights(Map<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /** Keeps the map's order. */
  public static Weights of(Map<String, Tensor> tensors) {
    return new Weights(new LinkedHashMap<>(tensors));
  }

  /**
   * What an untrained network starts with: PyTorch's default distributions, drawn per tensor from
   * the seed and the tensor's name, the same on every machine.
   */
  public static Weights initial(GraphDefinition definition, long seed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (ParameterSpec parameter : ParameterEmitter.parametersOf(definition)) {
      float[] values = new float[Math.toIntExact(parameter.size())];
      if (parameter.start() instanceof ParameterSpec.Uniform uniform) {
        SplitMix random = new SplitMix(Seed.of(seed, Seed.of(parameter.name())));
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) ((2 * random.nextDouble() - 1) * uniform.bound());
        }
      } else if (parameter.start() instanceof ParameterSpec.Normal normal) {
        SplitMix random = new SplitMix(Seed.of(seed, Seed.of(parameter.name())));
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (normal.mean() + normal.deviation() * random.nextNormal());
        }
      } else if (parameter.start() instanceof ParameterSpec.Constant constant) {
        Arrays.fill(values, constant.value());
      }
      tensors.put(parameter.name(), Tensor.of(values, parameter.shape()));
    }
    return new Weights(tensors);
  }

  /**
   * @throws IllegalArgumentException if there is none of this name
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("There is no tensor named " + name);
    }
    return tensor;
  }

  public Set<String> names() {
    return tensors.keySet();
  }

  public Map<String, Tensor> asMap() {
    return tensors;
  }

  /** The tensors whose names begin so, with that beginning cut off; possibly none. */
  public Weights below(String prefix) {
    Map<String, Tensor> below = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            below.put(name.substring(prefix.length()), tensor);
          }
        });
    return new Weights(below);
  }

  /** The same tensors under longer names. */
  public Weights under(String prefix) {
    Map<String, Tensor> under = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> under.put(prefix + name, tensor));
    return new Weights(under);
  }

  /**
   * These and those, for one file.
   *
   * @throws IllegalArgumentException if both have a tensor of one name
   */
  public Weights and(Weights others) {
    Map<String, Tensor> all = new LinkedHashMap<>(tensors);
    others.tensors.forEach(
        (name, tensor) -> {
          if (all.put(name, tensor) != null) {
            throw new IllegalArgumentException("Two tensors are named " + name);
          }
        });
    return new Weights(all);
  }

  /**
   * Exactly the tensors of this network, in its order. {@code num_batches_tracked}, which PyTorch
   * adds, and second names of shared tensors are passed over.
   *
   * @throws BadInputException {@code weights-mismatch} if one is missing, left over or misshapen
   */
  public Weights fitting(GraphDefinition definition) {
    Map<String, Tensor> fitting = new LinkedHashMap<>();
    for (ParameterSpec parameter : ParameterEmitter.parametersOf(definition)) {
      Tensor tensor = tensors.get(parameter.name());
      if (tensor == null) {
        throw mismatch("The network needs the tensor " + parameter.name() + ", which is missing.");
      }
      Dimensions found = Dimensions.of(tensor.shape());
      if (!found.equals(parameter.dimensions())) {
        throw mismatch(
            "The network needs "
                + parameter.name()
                + " as "
                + parameter.dimensions()
                + ", but it is "
                + found
                + ".");
      }
      fitting.put(parameter.name(), tensor);
    }
    List<String> left = new ArrayList<>(names());
    left.removeIf(name -> fitting.containsKey(name) || name.endsWith(".num_batches_tracked"));
    if (!left.isEmpty()) {
      ParameterEmitter.namesOf(definition).forEach(second -> left.remove(second.name()));
    }
    if (!left.isEmpty()) {
      throw mismatch("The network has no place for the tensor " + left.get(0) + ".");
    }
    return new Weights(fitting);
  }

  private static BadInputException mismatch(String what) {
    return BadInputException.of(
        "weights-mismatch", what, "Use weights that were saved from this architecture.");
  }

  /** The same names in the same order with equal bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that
        && List.copyOf(tensors.keySet()).equals(List.copyOf(that.tensors.keySet()))
        && tensors.equals(that.tensors);
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  @Override
  public String toString() {
    return "Weights of " + tensors.size() + " tensors";
  }
}
