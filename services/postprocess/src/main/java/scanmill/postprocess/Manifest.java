package scanmill.postprocess;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.events.PredictionProduced;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationReady;
import scanmill.events.SegmentationWishes;
import scanmill.ids.ScanId;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;

/**
 * Where a segmentation comes from and what it is, {@code …_dseg.json} beside it: enough to make it
 * again and to know it when it is found alone.
 *
 * @param labels what 1, 2, 3, … mean, in that order
 * @param volumesMm3 by label
 * @param prediction what the network said, before any step
 * @param device that it said it on, and how long it took
 * @param created when the prediction was told
 * @param events ids of request and prediction, of the first request that led here
 * @param versions of the software, by name
 * @param uncertainty how sure the network was, by measure, where that was wished
 * @param notes what to know about it, such as that nothing was found to look at
 * @param wishes beyond what the model does by itself
 * @param images that the model saw, by contrast, where it takes several
 * @param pictures one per class, where they were wished
 */
record Manifest(
    ScanId scan,
    ArtifactRef image,
    ModelRef model,
    List<String> labels,
    Map<String, Double> volumesMm3,
    ArtifactRef segmentation,
    List<ArtifactRef> probabilities,
    ArtifactRef overlay,
    ArtifactRef prediction,
    String device,
    double predictionSeconds,
    Instant created,
    Map<String, String> events,
    Map<String, String> versions,
    Optional<Map<String, ArtifactRef>> uncertainty,
    Optional<List<String>> notes,
    Optional<SegmentationWishes> wishes,
    Optional<Map<String, ArtifactRef>> images,
    Optional<List<ArtifactRef>> pictures) {

  Manifest {
    labels = List.copyOf(labels);
    probabilities = List.copyOf(probabilities);
    uncertainty = uncertainty.map(maps -> Collections.unmodifiableMap(new TreeMap<>(maps)));
    notes = notes.map(List::copyOf);
    images = images.map(maps -> Collections.unmodifiableMap(new TreeMap<>(maps)));
    pictures = pictures.map(List::copyOf);
  }

  /** Whether this is about that prediction, and everything it names is still there. */
  boolean holds(PredictionProduced produced, ObjectStore store) {
    return prediction.equals(produced.probabilities())
        && model.equals(produced.order().model())
        && image.equals(produced.order().image())
        && isThere(segmentation, store)
        && isThere(overlay, store)
        && probabilities.stream().allMatch(artifact -> isThere(artifact, store))
        && pictures.orElse(List.of()).stream().allMatch(artifact -> isThere(artifact, store))
        && uncertainty.orElse(Map.of()).values().stream()
            .allMatch(artifact -> isThere(artifact, store));
  }

  private static boolean isThere(ArtifactRef artifact, ObjectStore store) {
    return store.find(artifact.key()).flatMap(StoredObject::artifact).equals(Optional.of(artifact));
  }

  /** The event that says so. */
  SegmentationReady ready(SegmentationOrder order, ArtifactRef self) {
    return new SegmentationReady(
        order,
        segmentation,
        probabilities,
        self,
        overlay,
        volumesMm3,
        uncertainty,
        notes,
        pictures);
  }
}
