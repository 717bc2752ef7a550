package scanmill.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import scanmill.configuration.Config;
import scanmill.engine.Device;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Predictor;
import scanmill.engine.Safetensors;
import scanmill.engine.TorchPredictor;
import scanmill.engine.Weights;

/**
 * The networks of model packages, loaded: ONNX Runtime on the CPU, where it is the fastest;
 * libtorch on a GPU and where dropout stays at work, for which the package must hold its weights.
 */
public final class Predictors {
  private Predictors() {}

  /**
   * @param device where it runs, unless the package holds no weights: then on the CPU
   * @param threads of one prediction on the CPU
   * @param dropping whether predictions are repeated with dropout at work, too; a package that
   *     holds no weights refuses that when it is asked
   * @return closed by the caller
   */
  public static Predictor of(ModelPackage model, Device device, int threads, boolean dropping)
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
