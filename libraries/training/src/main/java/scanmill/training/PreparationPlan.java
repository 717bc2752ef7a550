package scanmill.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.PictureDepth;
import scanmill.datasets.PreparedFacts;
import scanmill.models.Cascade;
import scanmill.models.DetectionBoxes;
import scanmill.models.Preparation;
import scanmill.models.Sha256;
import scanmill.models.Tiling;
import scanmill.transforms.RandomTransform;
import scanmill.transforms.Sample;
import scanmill.transforms.Transforms;
import scanmill.volumes.BoundingBox;
import scanmill.volumes.GridShape;
import scanmill.volumes.SlidingWindow;

/**
 * The deterministic work on scans that a configuration asks for in one phase: what is done to whole
 * scans and how they are cut. Two configurations that ask for the same have the same digest and
 * share prepared scans, whatever else they differ in; phases do likewise. Immutable and
 * thread-safe.
 */
public final class PreparationPlan {
  private final Preparation preparation;
  private final Tiling tiling;
  private final PictureDepth pictures;
  private final DetectionBoxes boxes;
  private final ObjectNode json;
  private final String digest;

  private PreparationPlan(
      Preparation preparation, Tiling tiling, PictureDepth pictures, DetectionBoxes boxes) {
    this.preparation = preparation;
    this.tiling = tiling;
    this.pictures = pictures;
    this.boxes = boxes;
    this.json = json(preparation, tiling, pictures);
    if (Cascade.declared(boxes.config()) && boxes.config().likeIvadomed()) {
      json.put("boxes", Config.IVADOMED_2_9); // which are cut otherwise
    }
    this.digest = Sha256.of(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws scanmill.problems.BadInputException if the configuration names a transform or an
   *     argument that does not exist
   */
  public static PreparationPlan of(Config config, Phase phase) {
    return new PreparationPlan(
        Preparation.of(config, phase),
        Tiling.of(config),
        PictureDepth.of(config),
        new DetectionBoxes(config));
  }

  private static ObjectNode json(Preparation preparation, Tiling tiling, PictureDepth pictures) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", PreparedFacts.FORMAT);
    if (pictures != PictureDepth.AS_STORED) {
      json.put("pictures", pictures.name());
    }
    json.put("orientation", preparation.orientation());
    ArrayNode transforms = json.putArray("transforms");
    for (RandomTransform transform : preparation.once()) {
      ObjectNode entry = transforms.addObject();
      entry.put("name", Transforms.CATALOG.nameOf(transform));
      entry.set("arguments", Transforms.CATALOG.write(transform));
    }
    json.put("dimensions", tiling.dimensions());
    Optional<SlidingWindow> patches = tiling.patches();
    if (patches.isPresent()) {
      put(json.putArray("length"), patches.get().window());
      put(json.putArray("stride"), patches.get().stride());
    }
    return json;
  }

  private static void put(ArrayNode array, GridShape shape) {
    array.add(shape.i()).add(shape.j()).add(shape.k());
  }

  /** What is done, for people and for the digest. */
  public ObjectNode toJson() {
    return json.deepCopy();
  }

  /** SHA-256 of {@link #toJson}, 64 hex digits; the same on every machine. */
  public String digest() {
    return digest;
  }

  /**
   * A scan as it is kept.
   *
   * @param oriented with its axes turned
   * @param box of it that is looked at; empty for all of it
   */
  Sample prepared(Sample oriented, Optional<BoundingBox> box) {
    return box.map(part -> boxes.prepared(preparation, oriented, part))
        .orElseGet(() -> preparation.prepareOriented(oriented));
  }

  /** How scans are prepared. */
  public Preparation preparation() {
    return preparation;
  }

  /** How much is kept of pictures of 16 bits. */
  public PictureDepth pictures() {
    return pictures;
  }

  /** How prepared scans are cut. */
  public Tiling tiling() {
    return tiling;
  }
}
