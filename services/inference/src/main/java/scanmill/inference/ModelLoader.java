package scanmill.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jboss.logging.Logger;
import scanmill.configuration.Config;
import scanmill.engine.Device;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Predictor;
import scanmill.engine.Safetensors;
import scanmill.engine.TorchPredictor;
import scanmill.events.ModelRef;
import scanmill.kit.ModelFolders;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Segmenter;
import scanmill.problems.BadInputException;

/** Brings a model from the bucket, checks that it is the one that was asked for, and loads it. */
final class ModelLoader implements Function<ModelRef, LoadedModel> {
  private static final Logger LOG = Logger.getLogger(ModelLoader.class);

  private final ModelFolders folders;
  private final Device device;
  private final int threads;
  private final int slicesTogether;

  ModelLoader(ModelFolders folders, Device device, int threads, int slicesTogether) {
    this.folders = folders;
    this.device = device;
    this.threads = threads;
    this.slicesTogether = slicesTogether;
  }

  /**
   * Loads a model.
   *
   * @throws BadInputException {@code model-changed}, or what is wrong with the package
   */
  @Override
  public LoadedModel apply(ModelRef model) {
    try {
      return folders.with(model, folder -> open(model, folder));
    } catch (IOException e) {
      throw new UncheckedIOException("Model " + model.version() + " could not be read", e);
    }
  }

  private LoadedModel open(ModelRef model, Path folder) throws IOException {
    ModelPackage opened = ModelPackage.open(folder, model.name());
    if (!opened.digest().equals(model.digest())) {
      throw BadInputException.of(
          "model-changed",
          "The files of model " + model.version() + " are not those that were published.",
          "Publish the model again.");
    }
    return load(model, opened);
  }

  private LoadedModel load(ModelRef model, ModelPackage opened) throws IOException {
    Config config = opened.config();
    Path weights = opened.folder().resolve(opened.name() + ".safetensors");
    boolean torch = device.cuda().isPresent() && Files.isRegularFile(weights);
    Predictor predictor =
        torch
            ? new TorchPredictor(Network.of(config), Safetensors.read(weights).weights(), device)
            : new OnnxPredictor(opened.onnx(), threads);
    String where = torch ? device.toString() : Device.CPU.toString();
    LOG.infof("model=%s loaded on %s", model.version(), where);
    return new LoadedModel(
        predictor,
        new Segmenter(predictor, config, predictor.dimensions() == 2 ? slicesTogether : 1),
        where,
        Files.size(opened.onnx()));
  }
}
