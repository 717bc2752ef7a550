package scanmill.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import scanmill.configuration.Config;
import scanmill.configuration.TransferLearning;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Safetensors;
import scanmill.engine.Tensor;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.pickles.StateDict;
import scanmill.problems.BadInputException;

/**
 * Weights of another model that a run begins with in the place of chance, and which of them stay as
 * they are.
 *
 * <p>Tensors are matched by name and shape; what the other model does not have begins by chance and
 * learns.
 *
 * @param weights of the whole network
 * @param frozen names of the tensors that stay
 * @param taken how many tensors came from the other model
 */
record Transfer(Weights weights, Set<String> frozen, int taken) {
  private static final String PATH = "training_parameters.transfer_learning.";

  /** What PyTorch puts before all names of a network that ran on several devices. */
  private static final String PARALLEL = "module.";

  /**
   * What a configuration asks for; empty if it begins by chance.
   *
   * @throws BadInputException {@code transfer-model-missing}, {@code transfer-nothing-fits}, {@code
   *     transfer-nothing-learns}, or what is wrong with the file
   * @throws IOException if a file could not be read to its end
   */
  static Optional<Transfer> of(Config config, Architecture architecture) throws IOException {
    TransferLearning wish = config.trainingParameters().transferLearning();
    if (wish.retrainModel().isEmpty()) {
      return Optional.empty();
    }
    Path model = Path.of(wish.retrainModel().get());
    Map<String, Tensor> given = read(model);
    List<ParameterSpec> specs = ParameterEmitter.parametersOf(architecture);
    Set<String> fitting = fitting(specs, given);
    if (fitting.isEmpty()) {
      throw nothingFits(model, specs, given);
    }
    Set<String> frozen = frozen(wish, specs);
    boolean reset = wish.reset().orElse(config.likeIvadomed());
    Weights chance = Weights.initial(architecture, config.randomSeed());
    Map<String, Tensor> weights = new LinkedHashMap<>();
    int taken = 0;
    for (ParameterSpec spec : specs) {
      String name = spec.name();
      boolean known = fitting.contains(name) && (!reset || frozen.contains(name));
      weights.put(name, known ? given.getOrDefault(name, chance.get(name)) : chance.get(name));
      taken += known ? 1 : 0;
    }
    frozen.retainAll(fitting);
    if (specs.stream().allMatch(spec -> !spec.trainable() || frozen.contains(spec.name()))) {
      throw BadInputException.of(
          "transfer-nothing-learns",
          PATH + "retrain_fraction: required at least one layer that learns; found none.",
          "Raise it, or name layers in " + PATH + "layers.");
    }
    return Optional.of(new Transfer(Weights.of(weights), Set.copyOf(frozen), taken));
  }

  private static Map<String, Tensor> read(Path model) throws IOException {
    if (Files.isDirectory(model)) {
      String name = String.valueOf(model.toAbsolutePath().normalize().getFileName());
      Path ours = model.resolve(name + ".safetensors");
      return read(Files.exists(ours) ? ours : model.resolve(name + ".pt"));
    }
    if (!Files.isRegularFile(model)) {
      throw BadInputException.of(
          "transfer-model-missing",
          PATH + "retrain_model: required a model; found none at " + model + ".",
          "Name the folder of a packaged model, a .safetensors file, or a .pt file of weights.");
    }
    if (model.toString().endsWith(".safetensors")) {
      return Safetensors.read(model).weights().asMap();
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    StateDict.read(model)
        .tensors()
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name.startsWith(PARALLEL) ? name.substring(PARALLEL.length()) : name,
                    Tensor.of(tensor.data(), tensor.shape())));
    return tensors;
  }

  private static Set<String> fitting(List<ParameterSpec> specs, Map<String, Tensor> given) {
    Set<String> fitting = new LinkedHashSet<>();
    for (ParameterSpec spec : specs) {
      Tensor tensor = given.get(spec.name());
      if (tensor != null && Arrays.equals(tensor.shape(), spec.shape())) {
        fitting.add(spec.name());
      }
    }
    return fitting;
  }

  /** Trainable tensors of the first layers, or of all but the named ones. */
  private static Set<String> frozen(TransferLearning wish, List<ParameterSpec> specs) {
    Set<String> layers = new LinkedHashSet<>();
    specs.stream().filter(ParameterSpec::trainable).forEach(spec -> layers.add(layer(spec)));
    Set<String> frozen = new LinkedHashSet<>();
    if (!wish.layers().isEmpty()) {
      List<Pattern> learning = wish.layers().stream().map(Transfer::pattern).toList();
      for (ParameterSpec spec : specs) {
        if (spec.trainable()
            && learning.stream().noneMatch(name -> name.matcher(spec.name()).find())) {
          frozen.add(spec.name());
        }
      }
      return frozen;
    }
    long first = (long) Math.rint(layers.size() * (1 - wish.retrainFraction()));
    Set<String> still = new LinkedHashSet<>(layers.stream().limit(first).toList());
    for (ParameterSpec spec : specs) {
      if (spec.trainable() && still.contains(layer(spec))) {
        frozen.add(spec.name());
      }
    }
    return frozen;
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw BadInputException.of(
          "config-value",
          PATH + "layers: required regular expressions; found \"" + text + "\".",
          "Write for example \"decoder\" or \"^encoder.down_path.2\".");
    }
  }

  private static String layer(ParameterSpec spec) {
    return spec.name().substring(0, Math.max(0, spec.name().lastIndexOf('.')));
  }

  private static BadInputException nothingFits(
      Path model, List<ParameterSpec> specs, Map<String, Tensor> given) {
    return BadInputException.of(
        "transfer-nothing-fits",
        PATH
            + "retrain_model: required tensors such as "
            + specs.get(0).name()
            + " "
            + Arrays.toString(specs.get(0).shape())
            + "; found none of the same name and shape among the "
            + given.size()
            + " of "
            + model.getFileName()
            + given.entrySet().stream()
                .findFirst()
                .map(
                    e ->
                        ", the first of which is "
                            + e.getKey()
                            + " "
                            + Arrays.toString(e.getValue().shape()))
                .orElse("")
            + ".",
        "Configure the architecture that the model was trained with.");
  }
}
