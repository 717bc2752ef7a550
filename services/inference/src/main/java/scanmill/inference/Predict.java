package scanmill.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.PredictionFailed;
import scanmill.events.PredictionProduced;
import scanmill.events.SampleReady;
import scanmill.events.SegmentationOrder;
import scanmill.kit.EventJson;
import scanmill.kit.Fault;
import scanmill.kit.Heard;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.kit.UseCase;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.transforms.Sample;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * Runs a model's network over a sample.
 *
 * <p>A prediction is named after image and model, so that it is made once however often it is asked
 * for. Safe for use by many threads; a given number of them is in the network at a time, since each
 * needs memory for sample, windows and probabilities.
 */
final class Predict implements UseCase<Heard<SampleReady>> {
  private static final Logger LOG = Logger.getLogger(Predict.class);

  private final ObjectStore store;
  private final ResidentModels models;
  private final Semaphore places;
  private final Consumer<PredictionProduced> made;

  /** How a prediction was made, {@code prediction.json} beside it, so that it is told as it was. */
  private record Making(String device, double seconds) {}

  private record Prediction(ProbabilityMap probabilities, Making making) {}

  /**
   * @param atOnce scans in the network at a time
   * @param made hears of each prediction that was really made
   */
  Predict(ObjectStore store, ResidentModels models, int atOnce, Consumer<PredictionProduced> made) {
    this.store = store;
    this.models = models;
    this.places = new Semaphore(atOnce);
    this.made = made;
  }

  @Override
  public List<Event> handle(Heard<SampleReady> heard) throws IOException, InterruptedException {
    SampleReady ready = heard.event();
    try {
      return List.of(produced(ready));
    } catch (BadInputException e) {
      return List.of(new PredictionFailed(ready.order(), e.problem()));
    } catch (OutOfMemoryError e) {
      LOG.errorf("scan=%s needs more memory than there is", ready.order().scan());
      return List.of(new PredictionFailed(ready.order(), tooLarge(ready.order())));
    } catch (RuntimeException e) {
      if (Fault.isTransient(e)) {
        throw e;
      }
      LOG.errorf(e, "scan=%s could not be predicted", ready.order().scan());
      return List.of(new PredictionFailed(ready.order(), mistake(ready.order(), e)));
    }
  }

  private static Problem tooLarge(SegmentationOrder order) {
    return new Problem(
        "out-of-memory",
        "The scan needs more memory than the inference service has, in model "
            + order.model().version()
            + ".",
        "Crop the scan, or give the service more memory, then ask again.");
  }

  private static Problem mistake(SegmentationOrder order, RuntimeException e) {
    return new Problem(
        "prediction-error",
        "The network of model "
            + order.model().version()
            + " could not be run on the scan: "
            + e.getClass().getSimpleName()
            + ".",
        "Try another model; report it with the log of the inference service.");
  }

  private PredictionProduced produced(SampleReady ready) throws IOException, InterruptedException {
    String folder = folder(ready);
    Optional<ArtifactRef> there =
        store.find(folder + "probabilities.nii").flatMap(StoredObject::artifact);
    String making = folder + "prediction.json";
    if (there.isPresent() && store.find(making).isPresent()) {
      return told(ready, there.get(), EventJson.read(store.read(making), Making.class));
    }
    places.acquire();
    try {
      Prediction prediction = predict(ready);
      ArtifactRef probabilities = put(folder + "probabilities.nii", prediction.probabilities());
      store.put(making, EventJson.write(prediction.making()));
      PredictionProduced produced = told(ready, probabilities, prediction.making());
      made.accept(produced);
      return produced;
    } finally {
      places.release();
    }
  }

  private static PredictionProduced told(
      SampleReady ready, ArtifactRef probabilities, Making making) {
    return new PredictionProduced(
        ready.order(), ready.history(), probabilities, making.device(), making.seconds());
  }

  /** The sample's own folder, among the predictions. */
  private static String folder(SampleReady ready) {
    String key = ready.sample().key();
    String folder = key.substring(0, key.lastIndexOf('/') + 1);
    return "predictions/" + folder.substring(folder.indexOf('/') + 1);
  }

  private Prediction predict(SampleReady ready) throws IOException {
    Sample sample = Sample.of(List.of(sample(ready.sample())));
    return models.with(
        ready.order().model(),
        model -> {
          long began = System.nanoTime();
          ProbabilityMap probabilities = model.segmenter().predict(sample);
          double seconds = (System.nanoTime() - began) / 1e9;
          return new Prediction(probabilities, new Making(model.device(), seconds));
        });
  }

  private Volume sample(ArtifactRef artifact) throws IOException {
    try (InputStream in = store.open(artifact)) {
      Volume volume = Nifti.readVolume(in, "the sample", Limits.DEFAULT);
      long unused = in.transferTo(OutputStream.nullOutputStream()); // so that the digest is checked
      return volume;
    }
  }

  private ArtifactRef put(String key, ProbabilityMap probabilities) throws IOException {
    Path file = Files.createTempFile("scanmill-prediction-", ".nii");
    try {
      Nifti.write(file, probabilities);
      return store.put(key, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
