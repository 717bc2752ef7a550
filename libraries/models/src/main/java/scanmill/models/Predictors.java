package scanmill.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.configuration.InferenceParameters;
import scanmill.engine.Device;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Predictor;
import scanmill.engine.Safetensors;
import scanmill.engine.TorchPredictor;
import scanmill.engine.Weights;
import scanmill.ids.ModelId;
import scanmill.problems.BadInputException;

/**
 * The networks of model packages, loaded: ONNX Runtime on the CPU, where it is the fastest;
 * libtorch on a GPU and where dropout stays at work, for which the package must hold its weights.
 */
public final class Predictors {
  private Predictors() {}

  /**
   * A model's network; the mean of several, mirrored, where its {@code inference_parameters} say
   * so.
   *
   * @param device where it runs, unless the package holds no weights: then on the CPU
   * @param threads of one prediction on the CPU
   * @param dropping whether predictions are repeated with dropout at work, too; a package that
   *     holds no weights refuses that when it is asked
   * @return closed by the caller
   * @throws BadInputException {@code ensemble-model-missing}, {@code ensemble-members-differ},
   *     {@code flips-axes}
   */
  public static Predictor of(ModelPackage model, Device device, int threads, boolean dropping)
      throws IOException {
    InferenceParameters asked = model.config().inference();
    List<ModelPackage> members = new ArrayList<>(List.of(model));
    for (String name : asked.ensemble()) {
      members.add(member(model, name));
    }
    // each by itself, whatever it says of how it is asked
    Predictor network = together(members, one -> alone(one, device, threads, dropping));
    try {
      return Flipped.of(network, asked.flips());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static ModelPackage member(ModelPackage model, String name) throws IOException {
    if (ModelId.isName(name) && Files.isDirectory(model.folder().resolve(name))) {
      ModelPackage member = ModelPackage.open(model.folder().resolve(name));
      EnsembleMembers.require(model.config(), member.config());
      return member;
    }
    throw BadInputException.of(
        "ensemble-model-missing",
        "inference_parameters.ensemble: required a model package within "
            + model.name()
            + "; found none called "
            + name
            + ".",
        "Put the folder of that package into the folder of this one.");
  }

  /** How one network is loaded. */
  interface Loading {
    Predictor of(ModelPackage model) throws IOException;
  }

  /** The mean of all; if one cannot be loaded, none stays. */
  static Predictor together(List<ModelPackage> models, Loading loading) throws IOException {
    List<Predictor> members = new ArrayList<>();
    try {
      for (ModelPackage model : models) {
        members.add(loading.of(model));
      }
      return members.size() == 1 ? members.get(0) : new Ensemble(members);
    } catch (IOException | RuntimeException e) {
      members.forEach(Predictor::close);
      throw e;
    }
  }

  private static Predictor alone(ModelPackage model, Device device, int threads, boolean dropping)
      throws IOException {
    Path file = weights(model);
    boolean weights = Files.isRegularFile(file);
    if (weights && device.cuda().isPresent()) {
      return torch(model.config(), file, device);
    }
    Predictor steady = new OnnxPredictor(model.onnx(), threads);
    try {
      return dropping && weights
          ? new SteadyAndDropping(steady, torch(model.config(), file, Device.CPU))
          : steady;
    } catch (IOException | RuntimeException e) {
      steady.close();
      throw e;
    }
  }

  /** Where {@link #of} runs a network. */
  public static Device device(ModelPackage model, Device wanted) {
    return Files.isRegularFile(weights(model)) ? wanted : Device.CPU;
  }

  private static Path weights(ModelPackage model) {
    return model.folder().resolve(model.name() + ".safetensors");
  }

  private static TorchPredictor torch(Config config, Path file, Device device) throws IOException {
    Weights weights = Safetensors.read(file).weights();
    return new TorchPredictor(Network.of(config, weights), weights, device);
  }
}
