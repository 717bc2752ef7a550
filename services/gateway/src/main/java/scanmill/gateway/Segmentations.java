package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.events.ModelRef;
import scanmill.events.ObjectLocation;
import scanmill.events.SegmentationRequested;
import scanmill.events.SegmentationWishes;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.kit.Cause;
import scanmill.kit.CloudEvents;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectKey;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;
import scanmill.kit.StoredObject;
import scanmill.problems.BadInputException;

/**
 * Takes requests for segmentations. The id of a request is made from the content of scan and
 * reference and the version of the model: asking twice is one request, unless the first one ended
 * badly, since then asking again is meant. Safe to use from several threads.
 */
@Singleton
class Segmentations {
  private static final int MOST_ATTEMPTS = 1_000;

  private final ObjectStore store;
  private final Outbox outbox;
  private final ModelShelf models;
  private final Memory memory;

  @Inject
  Segmentations(ObjectStore store, Outbox outbox, ModelShelf models, Memory memory) {
    this.store = store;
    this.outbox = outbox;
    this.models = models;
    this.memory = memory;
  }

  /** What is to be segmented: one image, or images by contrast; keys in the bucket. */
  record Images(Optional<String> image, Optional<Map<String, String>> images) {
    /**
     * @throws BadInputException {@code request-images}
     */
    Images {
      if (image.isPresent() == images.filter(all -> !all.isEmpty()).isPresent()) {
        throw BadInputException.of(
            "request-images",
            "Required the key of an image as \"image\", or keys by contrast as \"images\"; found "
                + (image.isPresent() ? "both." : "neither."),
            "Send {\"image\": \"scans/…\"}, or {\"images\": {\"T1w\": \"scans/…\", …}}.");
      }
      images = images.map(all -> Collections.unmodifiableMap(new TreeMap<>(all)));
    }

    /** By contrast; a single one under no name. */
    Map<String, String> all() {
      return images.orElseGet(() -> Map.of("", image.orElseThrow()));
    }
  }

  /**
   * @param reference key of labels in the bucket
   * @param wishes beyond what the model does by itself
   * @return the request's id
   * @throws BadInputException if an image, the reference or a model is not there
   */
  String ask(
      Images images,
      String model,
      Optional<String> reference,
      Optional<SegmentationWishes> wishes) {
    List<String> parts = new ArrayList<>();
    images
        .all()
        .forEach(
            (contrast, key) -> {
              StoredObject scan = require("image", key);
              parts.add(contrast.isEmpty() ? key : contrast + "=" + key);
              parts.add(scan.etag());
            });
    Optional<StoredObject> labels = reference.map(key -> require("reference", key));
    ModelRef version = models.resolve(modelId(model));
    Optional<SegmentationWishes> settled = wishes.map(this::settled);
    SegmentationRequested asked =
        new SegmentationRequested(
            images.image().flatMap(Segmentations::scanOf),
            images.image().map(ObjectLocation::of),
            version.id(),
            Optional.empty(),
            reference.map(ObjectLocation::of),
            settled,
            images.images().map(Segmentations::places));
    parts.addAll(
        List.of(
            version.name(),
            version.digest(),
            reference.orElse(""),
            labels.map(StoredObject::etag).orElse("")));
    settled.ifPresent(w -> parts.add(new String(EventJson.write(w), StandardCharsets.UTF_8)));
    String content = String.join("\n", parts);
    for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      Cause cause = Cause.of("segmentation\n" + content + "\n" + attempt).by("gateway");
      String request = CloudEvents.id(SegmentationRequested.class, cause, 0);
      Optional<RequestView> known = memory.model().request(request);
      boolean endedBadly = known.isPresent() && known.get().ended() && !done(known.get());
      if (!endedBadly) {
        if (known.isEmpty()) {
          outbox.tell(asked, cause);
        }
        return request;
      }
    }
    throw BadInputException.of(
        "request-too-often",
        "The same segmentation has failed " + MOST_ATTEMPTS + " times.",
        "Look at why before asking again.");
  }

  private static Map<String, ObjectLocation> places(Map<String, String> keys) {
    Map<String, ObjectLocation> places = new TreeMap<>();
    keys.forEach((contrast, key) -> places.put(contrast, ObjectLocation.of(key)));
    return places;
  }

  /** With the versions that the models of the ensemble mean now. */
  private SegmentationWishes settled(SegmentationWishes wishes) {
    return wishes
        .ensemble()
        .map(members -> members.stream().map(models::resolve).map(ModelRef::id).toList())
        .map(wishes::withEnsemble)
        .orElse(wishes);
  }

  private static boolean done(RequestView request) {
    return request.segmentation().isPresent();
  }

  private StoredObject require(String what, String key) {
    return store
        .find(ObjectKey.require(key))
        .orElseThrow(
            () ->
                BadInputException.of(
                    what + "-missing",
                    "Required an object of the bucket as \"" + what + "\"; found none there.",
                    "Upload it first with POST /api/uploads and send the key of the answer."));
  }

  private static ModelId modelId(String text) {
    try {
      return ModelId.parse(text);
    } catch (IllegalArgumentException e) {
      throw BadInputException.of(
          "model-name-invalid",
          "Required a model as name or name@digest; found another text.",
          "See GET /api/models for those there are.");
    }
  }

  /** What the name of the file says, where it is a BIDS name. */
  static Optional<ScanId> scanOf(String key) {
    return ScanId.ofFile(key);
  }
}
