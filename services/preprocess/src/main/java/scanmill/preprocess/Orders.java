package scanmill.preprocess;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.events.ObjectLocation;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationRequested;
import scanmill.events.SegmentationWishes;
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
  private static final int MOST_MEMBERS = 16;

  private final ObjectStore store;
  private final PublishedModels models;
  private final RawImages images;
  private final Models packages;

  Orders(ObjectStore store, RawImages images, Models packages) {
    this.store = store;
    this.images = images;
    this.packages = packages;
    this.models = new PublishedModels(store);
  }

  /**
   * The order of a request.
   *
   * @param request id of the event
   * @throws BadInputException {@code model-unknown}, {@code object-missing}, what is wrong with the
   *     place of an image, or with which of them there are
   */
  SegmentationOrder of(String request, SegmentationRequested asked) {
    String key = "requests/" + keyPart(request) + ".json";
    if (store.find(key).isPresent()) {
      return EventJson.read(store.read(key), SegmentationOrder.class);
    }
    ModelRef model = find(asked.model());
    Optional<SegmentationWishes> wishes = asked.wishes().map(wished -> settled(wished, model));
    Models.Wish wanted = packages.of(model);
    Map<String, ObjectLocation> places = wanted.images().of(asked);
    Map<String, ArtifactRef> pinned = new LinkedHashMap<>();
    places.forEach((contrast, place) -> pinned.put(contrast, images.pin(place, wanted.depth())));
    ArtifactRef image = pinned.values().iterator().next();
    Optional<ArtifactRef> reference = asked.reference().map(images::pinLabels);
    SegmentationOrder order =
        new SegmentationOrder(
            request,
            asked
                .scan()
                .or(() -> named(places.values().iterator().next()))
                .orElseGet(() -> made(image)),
            image,
            model,
            asked.upload(),
            reference,
            wishes,
            wanted.images().contrasts().isEmpty() ? Optional.empty() : Optional.of(pinned));
    return store.putIfAbsent(key, EventJson.write(order))
        ? order
        : EventJson.read(store.read(key), SegmentationOrder.class);
  }

  private ModelRef find(ModelId model) {
    return models.find(model).orElseThrow(() -> unknown(model));
  }

  /** With the versions that the models of the ensemble mean now. */
  private SegmentationWishes settled(SegmentationWishes wishes, ModelRef model) {
    if (wishes.ensemble().isEmpty()) {
      return wishes;
    }
    List<ModelId> members =
        wishes.ensemble().get().stream()
            .map(this::find)
            .filter(member -> !member.equals(model))
            .map(ModelRef::id)
            .distinct()
            .toList();
    if (members.size() > MOST_MEMBERS) {
      throw BadInputException.of(
          "ensemble-too-large",
          "At most " + MOST_MEMBERS + " models are asked together; found " + members.size() + ".",
          "Name fewer of them.");
    }
    return wishes.withEnsemble(members);
  }

  /** Ids from outside may hold anything. */
  private static String keyPart(String request) {
    return request.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
        ? request
        : Digests.hex(request.getBytes(StandardCharsets.UTF_8));
  }

  /** The scan, where the image has a BIDS name. */
  static Optional<ScanId> named(ObjectLocation image) {
    return ScanId.ofFile(image.key());
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
