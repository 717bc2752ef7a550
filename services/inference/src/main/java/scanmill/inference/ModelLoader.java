package scanmill.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jboss.logging.Logger;
import scanmill.configuration.Config;
import scanmill.datasets.Conditioning;
import scanmill.engine.Device;
import scanmill.engine.Predictor;
import scanmill.events.ModelRef;
import scanmill.kit.ModelFolders;
import scanmill.models.Cascade;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.models.Predictors;
import scanmill.models.Restoration;
import scanmill.models.Segmenter;
import scanmill.models.SegmenterSettings;
import scanmill.models.Together;
import scanmill.problems.BadInputException;

/** Brings a model from the bucket, checks that it is the one that was asked for, and loads it. */
final class ModelLoader implements Function<ModelRef, LoadedModel> {
  private static final Logger LOG = Logger.getLogger(ModelLoader.class);

  private final ModelFolders folders;
  private final Device device;
  private final int threads;
  private final int slicesTogether;
  private final OptionalLong memory;
  private final boolean dropping;

  ModelLoader(ModelFolders folders, Device device, int threads, int slicesTogether) {
    this(folders, device, threads, slicesTogether, OptionalLong.empty(), false);
  }

  /**
   * @param memory bytes that sample, result and network may take together
   * @param dropping whether dropout can be at work
   */
  ModelLoader(
      ModelFolders folders,
      Device device,
      int threads,
      int slicesTogether,
      OptionalLong memory,
      boolean dropping) {
    this.folders = folders;
    this.device = device;
    this.threads = threads;
    this.slicesTogether = slicesTogether;
    this.memory = memory;
    this.dropping = dropping;
  }

  /** The same, of models whose dropout can be at work. */
  ModelLoader withDropout() {
    return new ModelLoader(folders, device, threads, slicesTogether, memory, true);
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
    String where = Predictors.device(opened, device).toString();
    long bytes = 0;
    for (Path file : opened.files()) {
      bytes += file.toString().endsWith(".onnx") ? Files.size(file) : 0;
    }
    LoadedModel loaded;
    if (Cascade.declared(config)) {
      Cascade cascade = Cascade.open(opened, device, threads, settings(config));
      loaded =
          new LoadedModel(
              cascade::close,
              cascade.segmenter(),
              where,
              bytes,
              Optional.of(cascade),
              Conditioning.ofPackage(opened.folder()));
    } else {
      boolean needed =
          config.uncertainty().epistemic() && Restoration.of(config).needsUncertainty();
      Predictor predictor =
          shared(opened, Predictors.of(opened, device, threads, dropping || needed));
      try {
        loaded =
            new LoadedModel(
                predictor::close,
                new Segmenter(predictor, config, settings(config)),
                where,
                bytes,
                Optional.empty(),
                Conditioning.ofPackage(opened.folder()));
      } catch (IOException | RuntimeException e) {
        predictor.close();
        throw e;
      }
    }
    LOG.infof("model=%s loaded on %s", model.version(), where);
    return loaded;
  }

  /**
   * On a GPU, where a larger batch takes hardly longer, windows of several scans go together; on a
   * CPU each window takes its time, and scans side by side in threads of their own are faster.
   */
  private Predictor shared(ModelPackage model, Predictor network) {
    return Predictors.device(model, device).cuda().isPresent()
        ? new Together(network, slicesTogether)
        : network;
  }

  private SegmenterSettings settings(Config config) {
    SegmenterSettings settings =
        SegmenterSettings.DEFAULT.withBatchSize(
            Network.dimensions(config) == 2 ? slicesTogether : 1);
    return memory.isPresent() ? settings.withMemory(memory.getAsLong()) : settings;
  }
}
