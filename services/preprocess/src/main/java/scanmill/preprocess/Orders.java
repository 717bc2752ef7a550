package scanmill.preprocess;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.events.ObjectLocation;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationRequested;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.kit.Digests;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectStore;
import scanmill.kit.PublishedModels;
import scanmill.problems.BadInputException;
import scanmill.specs.DidYouMean;

/**
 * Settles what a request means: which bytes, which scan, which version of the model. Once per
 * request, in {@code requests/<request>.json}; asking again gives the same order even if a newer
 * model was published meanwhile. Safe for use by many threads.
 */
final class Orders {
  private static final int NAMED_MODELS = 20;

  private final ObjectStore store;
  private final PublishedModels models;
  private final RawImages images;

  Orders(ObjectStore store, RawImages images) {
    this.store = store;
    this.images = images;
    this.models = new PublishedModels(store);
  }

  /**
   * The order of a request.
   *
   * @param request id of the event
   * @throws BadInputException {@code model-unknown}, {@code object-missing}, or what is wrong with
   *     the place of the image
   */
  SegmentationOrder of(String request, SegmentationRequested asked) {
    String key = "requests/" + keyPart(request) + ".json";
    if (store.find(key).isPresent()) {
      return EventJson.read(store.read(key), SegmentationOrder.class);
    }
    ModelRef model = models.find(asked.model()).orElseThrow(() -> unknown(asked.model()));
    ArtifactRef image = images.pin(asked.image());
    Optional<ArtifactRef> reference = asked.reference().map(images::pin);
    SegmentationOrder order =
        new SegmentationOrder(
            request,
            asked.scan().or(() -> named(asked.image())).orElseGet(() -> made(image)),
            image,
            model,
            asked.upload(),
            reference,
            asked.wishes());
    return store.putIfAbsent(key, EventJson.write(order))
        ? order
        : EventJson.read(store.read(key), SegmentationOrder.class);
  }

  /** Ids from outside may hold anything. */
  private static String keyPart(String request) {
    return request.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
        ? request
        : Digests.hex(request.getBytes(StandardCharsets.UTF_8));
  }

  /** The scan, where the image has a BIDS name. */
  static Optional<ScanId> named(ObjectLocation image) {
    String name = image.key().substring(image.key().lastIndexOf('/') + 1);
    String lower = name.toLowerCase(Locale.ROOT);
    int extension = lower.endsWith(".nii.gz") ? 7 : lower.endsWith(".nii") ? 4 : 0;
    return ScanId.parse(name.substring(0, name.length() - extension));
  }

  private static ScanId made(ArtifactRef image) {
    return ScanId.of("x" + image.sha256().substring(0, 10), "scan");
  }

  private BadInputException unknown(ModelId asked) {
    List<String> names = models.names();
    boolean named = names.contains(asked.name());
    String published =
        names.isEmpty()
            ? "none is published yet"
            : "published are "
                + String.join(", ", names.subList(0, Math.min(NAMED_MODELS, names.size())))
                + (names.size() > NAMED_MODELS ? ", …" : "");
    String remedy =
        named
            ? "Ask for \"" + asked.name() + "\", the latest version, or for one that is published."
            : DidYouMean.nearest(asked.name(), names)
                .map(near -> "Did you mean \"" + near + "\"?")
                .orElse("Train or publish the model, or ask for one that is published.");
    return BadInputException.of(
        "model-unknown",
        (named ? "No such version of model \"" : "No model \"")
            + asked
            + "\" is published; "
            + published
            + ".",
        remedy);
  }
}
