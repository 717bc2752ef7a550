package scanmill.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.ModelRef;
import scanmill.events.PredictionFailed;
import scanmill.events.PredictionProduced;
import scanmill.events.SampleReady;
import scanmill.events.SegmentationOrder;
import scanmill.ids.ModelId;
import scanmill.kit.EventJson;
import scanmill.kit.Fault;
import scanmill.kit.Heard;
import scanmill.kit.ObjectStore;
import scanmill.kit.PublishedModels;
import scanmill.kit.StoredObject;
import scanmill.kit.UseCase;
import scanmill.models.Cascade;
import scanmill.models.Measured;
import scanmill.models.Repetition;
import scanmill.models.Segmenter;
import scanmill.models.SideFacts;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.specs.StrictJson;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.uncertainty.Measure;
import scanmill.uncertainty.UncertaintyReport;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * Runs a model's network over a sample.
 *
 * <p>A prediction is named after image, model and what is wished of the network, so that it is made
 * once however often it is asked for. Safe for use by many threads; a given number of them is in
 * the network at a time, since each needs memory for sample, windows and probabilities.
 */
final class Predict implements UseCase<Heard<SampleReady>> {
  private static final Logger LOG = Logger.getLogger(Predict.class);

  private final ObjectStore store;
  private final ResidentModels models;
  private final ResidentModels dropping;
  private final Semaphore places;
  private final Consumer<PredictionProduced> made;
  private final PublishedModels published;

  /** How a prediction was made, {@code prediction.json} beside it, so that it is told as it was. */
  private record Making(
      String device,
      double seconds,
      Optional<Map<String, ArtifactRef>> uncertainty,
      Optional<List<String>> notes) {}

  /** What the network said. */
  private record Prediction(
      ProbabilityMap probabilities,
      String device,
      double seconds,
      Optional<UncertaintyReport> uncertainty,
      Optional<List<String>> notes) {}

  /**
   * @param dropping models whose dropout can be at work
   * @param atOnce scans in the network at a time
   * @param made hears of each prediction that was really made
   */
  Predict(
      ObjectStore store,
      ResidentModels models,
      ResidentModels dropping,
      int atOnce,
      Consumer<PredictionProduced> made) {
    this.store = store;
    this.models = models;
    this.dropping = dropping;
    this.places = new Semaphore(atOnce);
    this.made = made;
    this.published = new PublishedModels(store);
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
    PredictionWishes wishes = PredictionWishes.of(ready.order());
    String folder = folder(ready, wishes);
    String making = folder + "prediction.json";
    Optional<ArtifactRef> there = there(folder + "probabilities.nii");
    if (there.isPresent() && store.find(making).isPresent()) {
      Making was = EventJson.read(store.read(making), Making.class);
      boolean whole =
          was.uncertainty().orElse(Map.of()).values().stream()
              .allMatch(map -> there(map.key()).isPresent());
      if (whole) {
        return told(ready, there.get(), was);
      }
    }
    places.acquire();
    try {
      Prediction prediction = predict(ready, wishes);
      ArtifactRef probabilities = put(folder + "probabilities.nii", prediction.probabilities());
      Making now =
          new Making(
              prediction.device(),
              prediction.seconds(),
              maps(folder, prediction.uncertainty()),
              prediction.notes());
      store.put(making, EventJson.write(now));
      PredictionProduced produced = told(ready, probabilities, now);
      made.accept(produced);
      return produced;
    } finally {
      places.release();
    }
  }

  private Optional<ArtifactRef> there(String key) {
    return store.find(key).flatMap(StoredObject::artifact);
  }

  private Optional<Map<String, ArtifactRef>> maps(
      String folder, Optional<UncertaintyReport> uncertainty) throws IOException {
    if (uncertainty.isEmpty()) {
      return Optional.empty();
    }
    Map<String, ArtifactRef> maps = new TreeMap<>();
    for (Measure measure : Measure.values()) {
      ProbabilityMap map = uncertainty.get().map(measure);
      maps.put(measure.key(), put(folder + measure.key() + ".nii", map));
    }
    return Optional.of(maps);
  }

  private static PredictionProduced told(
      SampleReady ready, ArtifactRef probabilities, Making making) {
    return new PredictionProduced(
        ready.order(),
        ready.history(),
        probabilities,
        making.device(),
        making.seconds(),
        making.uncertainty(),
        making.notes());
  }

  /** The sample's own folder, among the predictions; with wishes, one for each set of them. */
  private static String folder(SampleReady ready, PredictionWishes wishes) {
    String key = ready.sample().key();
    String folder = key.substring(0, key.lastIndexOf('/'));
    return "predictions/" + folder.substring(folder.indexOf('/') + 1) + wishes.suffix() + "/";
  }

  private Prediction predict(SampleReady ready, PredictionWishes wishes) throws IOException {
    Sample sample = sample(ready.sample());
    List<ModelRef> asked = new ArrayList<>(List.of(ready.order().model()));
    for (ModelId member : wishes.ensemble()) {
      asked.add(published.find(member).orElseThrow(() -> gone(member)));
    }
    return with(asked, List.of(), wishes, models -> predict(ready, sample, models, wishes));
  }

  private static BadInputException gone(ModelId member) {
    return BadInputException.of(
        "model-missing",
        "Model " + member + " of the ensemble was removed after it was asked for.",
        "Ask again, without it.");
  }

  /** Does something with all of these models, none of which is unloaded meanwhile. */
  private Prediction with(
      List<ModelRef> models,
      List<LoadedModel> loaded,
      PredictionWishes wishes,
      Function<List<LoadedModel>, Prediction> work) {
    if (models.isEmpty()) {
      return work.apply(loaded);
    }
    return (wishes.dropping() ? dropping : this.models)
        .with(
            models.get(0),
            model -> {
              List<LoadedModel> more = new ArrayList<>(loaded);
              more.add(model);
              return with(models.subList(1, models.size()), more, wishes, work);
            });
  }

  private Prediction predict(
      SampleReady ready, Sample sample, List<LoadedModel> models, PredictionWishes wishes) {
    long began = System.nanoTime();
    LoadedModel model = models.get(0);
    SideFacts facts = facts(ready.order(), model, wishes);
    if (model.cascade().isPresent()) {
      wishes.requireForCascade(model.segmenter().config());
      return found(model, wishes.in(model.cascade().get()).predict(sample, facts), began);
    }
    wishes.requireWithoutCascade();
    Segmenter segmenter = wishes.in(model.together(models.subList(1, models.size())));
    Optional<Repetition> repetition = wishes.repetition(segmenter.config());
    if (repetition.isEmpty()) {
      ProbabilityMap probabilities = segmenter.predict(sample, facts);
      return new Prediction(
          probabilities, model.device(), since(began), Optional.empty(), Optional.empty());
    }
    Measured measured =
        Measured.of(
            segmenter,
            sample,
            history(ready.history()),
            facts,
            repetition.get(),
            segmenter.config().likeIvadomed());
    return new Prediction(
        measured.probabilities(),
        model.device(),
        since(began),
        Optional.of(measured.uncertainty()),
        Optional.empty());
  }

  /** What is known of the scan, and which contrasts of it there are. */
  private static SideFacts facts(
      SegmentationOrder order, LoadedModel model, PredictionWishes wishes) {
    List<Double> condition = wishes.condition(order.scan(), model.conditioning());
    List<String> contrasts = model.segmenter().config().loaderParameters().contrasts();
    return new SideFacts(
        condition,
        order
            .images()
            .map(images -> contrasts.stream().map(images::containsKey).toList())
            .orElse(List.of()));
  }

  private static Prediction found(LoadedModel model, Cascade.Finding finding, long began) {
    return new Prediction(
        finding.probabilities(),
        model.device(),
        since(began),
        Optional.empty(),
        finding.found()
            ? Optional.empty()
            : Optional.of(List.of("Nothing was found to look at; the result is empty.")));
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private History history(ArtifactRef artifact) {
    return History.fromJson(StrictJson.parse(store.read(artifact), "history.json"), "history.json");
  }

  /** One channel per contrast. */
  private Sample sample(ArtifactRef artifact) throws IOException {
    try (InputStream in = store.open(artifact)) {
      ProbabilityMap channels = Nifti.readProbabilities(in, "the sample", Limits.DEFAULT);
      long unused = in.transferTo(OutputStream.nullOutputStream()); // so that the digest is checked
      List<Volume> volumes = new ArrayList<>();
      for (int c = 0; c < channels.classes(); c++) {
        volumes.add(channels.volume(c));
      }
      return Sample.of(volumes);
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
