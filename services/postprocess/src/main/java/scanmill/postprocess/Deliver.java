package scanmill.postprocess;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.PostprocessingFailed;
import scanmill.events.PredictionProduced;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationReady;
import scanmill.events.SegmentationWishes;
import scanmill.kit.EventJson;
import scanmill.kit.Heard;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.kit.UseCase;
import scanmill.models.Segmentation;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.specs.StrictJson;
import scanmill.transforms.History;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.Overlay;
import scanmill.volumes.PredictionPictures;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;
import scanmill.volumes.Voxels;

/**
 * Brings what the network said back onto the scan's own grid and writes it as BIDS derivatives:
 * labels, one probability map per class, maps of how sure the network was where that was wished, a
 * picture and a manifest, in this order, then tells.
 *
 * <p>What lies there already for the same prediction is told again without work. Safe for use by
 * many threads; needs memory for the scan and all its classes.
 */
final class Deliver implements UseCase<Heard<PredictionProduced>> {
  private static final Logger LOG = Logger.getLogger(Deliver.class);
  private static final double TOLERANCE_MM = 1e-3;

  private final ObjectStore store;
  private final Models models;
  private final Map<String, String> versions;

  /** The scan as it came: its intensities and everything its file says about itself. */
  private record Scan(Volume volume, NiftiHeader header) {}

  /**
   * @param versions of the software, by name; {@code scanmill} among them
   */
  Deliver(ObjectStore store, Models models, Map<String, String> versions) {
    this.store = store;
    this.models = models;
    this.versions = Map.copyOf(versions);
  }

  @Override
  public List<Event> handle(Heard<PredictionProduced> heard) throws IOException {
    SegmentationOrder order = heard.event().order();
    try {
      return List.of(deliver(heard));
    } catch (BadInputException e) {
      return List.of(new PostprocessingFailed(order, e.problem()));
    } catch (OutOfMemoryError e) {
      LOG.errorf("scan=%s needs more memory than there is", order.scan());
      return List.of(
          new PostprocessingFailed(
              order,
              new Problem(
                  "out-of-memory",
                  "The scan needs more memory than the postprocessing service has.",
                  "Crop the scan, or give the service more memory, then ask again.")));
    }
  }

  private SegmentationReady deliver(Heard<PredictionProduced> heard) throws IOException {
    PredictionProduced produced = heard.event();
    Derivative place = Derivative.of(produced.order());
    Optional<ArtifactRef> known = store.find(place.manifest()).flatMap(StoredObject::artifact);
    if (known.isPresent()) {
      Manifest manifest = EventJson.read(store.read(known.get()), Manifest.class);
      if (manifest.holds(produced, store)) {
        return manifest.ready(produced.order(), known.get());
      }
    }
    Manifest manifest = write(heard, place);
    ArtifactRef self = store.put(place.manifest(), EventJson.write(manifest));
    return manifest.ready(produced.order(), self);
  }

  private Manifest write(Heard<PredictionProduced> heard, Derivative place) throws IOException {
    PredictionProduced produced = heard.event();
    SegmentationOrder order = produced.order();
    Models.Way way = models.of(order.model());
    Scan scan = scan(order.image());
    Map<String, ProbabilityMap> uncertainty = uncertainty(produced);
    Segmentation result =
        way.restoration(order)
            .restore(
                map(produced.probabilities()),
                history(produced.history()),
                measure -> Optional.ofNullable(uncertainty.get(measure)));
    requireScansGrid(result.labels(), scan.volume());
    store.put(
        place.description(),
        Derivative.description(order.model(), versions.getOrDefault("scanmill", "unknown")));
    ArtifactRef segmentation = put(place.segmentation(), result.labels(), scan.header());
    List<ArtifactRef> soft = new ArrayList<>();
    for (int c = 0; c < way.labels().size(); c++) {
      String key = place.probabilities(way.labels().get(c));
      soft.add(put(key, result.soft().volume(c), scan.header()));
    }
    Map<String, ArtifactRef> unsure = new TreeMap<>();
    for (Map.Entry<String, ProbabilityMap> map : uncertainty.entrySet()) {
      String key = place.uncertainty(map.getKey());
      unsure.put(map.getKey(), put(key, map.getValue(), scan.header()));
    }
    ArtifactRef overlay = picture(place.overlay(), scan.volume(), result.labels());
    return new Manifest(
        order.scan(),
        order.image(),
        order.model(),
        way.labels(),
        volumes(result.labels(), way.labels()),
        segmentation,
        soft,
        overlay,
        produced.probabilities(),
        produced.device(),
        produced.seconds(),
        heard.time(),
        Map.of("SegmentationRequested", order.request(), "PredictionProduced", heard.id()),
        versions,
        unsure.isEmpty() ? Optional.empty() : Optional.of(unsure),
        produced.notes(),
        order.wishes(),
        order.images(),
        pictures(order, place, result.soft()));
  }

  private static void requireScansGrid(LabelMap labels, Volume scan) {
    if (!labels.grid().alignedWith(scan.grid(), TOLERANCE_MM)) {
      throw BadInputException.of(
          "history-other-scan",
          "The history of the sample leads to a grid of "
              + labels.shape()
              + " voxels that is not the scan's of "
              + scan.shape()
              + ".",
          "Ask for the segmentation again.");
    }
  }

  private static Map<String, Double> volumes(LabelMap labels, List<String> names) {
    long[] voxels = new long[names.size() + 1];
    for (int label : labels.data()) {
      voxels[label]++;
    }
    Map<String, Double> volumes = new LinkedHashMap<>();
    for (int c = 0; c < names.size(); c++) {
      volumes.put(names.get(c), voxels[c + 1] * labels.grid().spacing().voxelMm3());
    }
    return volumes;
  }

  private ArtifactRef picture(String key, Volume scan, LabelMap labels) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    Overlay.png(scan, labels, png);
    return store.put(key, png.toByteArray());
  }

  /** Empty where none are wished, or where they would be many: of several slices. */
  private Optional<List<ArtifactRef>> pictures(
      SegmentationOrder order, Derivative place, ProbabilityMap soft) throws IOException {
    boolean wished = order.wishes().flatMap(SegmentationWishes::pictures).orElse(false);
    if (!wished || !PredictionPictures.fits(soft)) {
      return Optional.empty();
    }
    List<ArtifactRef> pictures = new ArrayList<>();
    for (int c = 0; c < soft.classes(); c++) {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      PredictionPictures.png(soft, c, png);
      pictures.add(store.put(place.picture(c), png.toByteArray()));
    }
    return Optional.of(pictures);
  }

  private Scan scan(ArtifactRef image) throws IOException {
    Path file = Files.createTempFile("scanmill-scan-", ".nii.gz");
    try {
      store.download(image, file);
      return new Scan(Nifti.readVolume(file), Nifti.readHeader(file));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Map<String, ProbabilityMap> uncertainty(PredictionProduced produced) throws IOException {
    Map<String, ProbabilityMap> maps = new TreeMap<>();
    for (Map.Entry<String, ArtifactRef> map : produced.uncertainty().orElse(Map.of()).entrySet()) {
      maps.put(map.getKey(), map(map.getValue()));
    }
    return maps;
  }

  private ProbabilityMap map(ArtifactRef artifact) throws IOException {
    try (InputStream in = store.open(artifact)) {
      ProbabilityMap map = Nifti.readProbabilities(in, "the prediction", Limits.DEFAULT);
      long unused = in.transferTo(OutputStream.nullOutputStream()); // so that the digest is checked
      return map;
    }
  }

  private History history(ArtifactRef artifact) {
    return History.fromJson(StrictJson.parse(store.read(artifact), "history.json"), "history.json");
  }

  private ArtifactRef put(String key, Voxels voxels, NiftiHeader like) throws IOException {
    Path file = Files.createTempFile("scanmill-derivative-", ".nii.gz");
    try {
      Nifti.write(file, voxels, like);
      return store.put(key, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
