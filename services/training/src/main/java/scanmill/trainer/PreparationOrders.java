package scanmill.trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PreparedKey;
import scanmill.events.ArtifactRef;
import scanmill.events.ScanPreparationRequested;
import scanmill.kit.Cause;
import scanmill.kit.Outbox;
import scanmill.kit.PreparationOrder;
import scanmill.kit.PreparationOrder.Content;
import scanmill.kit.PreparedObjects;

/** Asks replicas of the preprocess service to prepare scans of a run. Safe for many threads. */
final class PreparationOrders {
  /** Of all that is known of a scan, what images without a header of their own are read with. */
  private static final Set<String> OF_PIXELS = Set.of("PixelSize", "PixelSizeUnits");

  private final PreparedObjects objects;
  private final Outbox outbox;
  private final Cause cause;
  private final OpenData data;
  private final ArtifactRef config;
  private final String phase;

  /**
   * @param config in the bucket
   * @param phase of the configuration that the scans are prepared for
   */
  PreparationOrders(
      PreparedObjects objects,
      Outbox outbox,
      Cause cause,
      OpenData data,
      ArtifactRef config,
      String phase) {
    this.objects = objects;
    this.outbox = outbox;
    this.cause = cause;
    this.data = data;
    this.config = config;
    this.phase = phase;
  }

  /** Writes an order and tells of it; the same order twice is no news. */
  void ask(PreparedKey key, BidsScan scan) throws IOException {
    List<List<Optional<Content>>> truths = new ArrayList<>();
    for (List<Optional<Path>> rater : scan.truths()) {
      truths.add(contents(rater));
    }
    PreparationOrder order =
        new PreparationOrder(
            config,
            phase,
            key.plan(),
            key.source(),
            scan.id(),
            contents(scan.channels()),
            truths,
            content(scan.roi()),
            ofPixels(scan.metadata()));
    ArtifactRef put = objects.put(BucketShelf.place(key), order);
    outbox.tell(
        new ScanPreparationRequested(key.plan(), key.source(), put),
        cause.then("preparation-" + key.plan() + "-" + key.source()));
  }

  private List<Optional<Content>> contents(List<Optional<Path>> files) throws IOException {
    List<Optional<Content>> contents = new ArrayList<>();
    for (Optional<Path> file : files) {
      contents.add(content(file));
    }
    return contents;
  }

  private Optional<Content> content(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String key =
        data.key(file.get())
            .orElseThrow(() -> new IllegalArgumentException("Only objects can be asked for"));
    return Optional.of(new Content(key, data.identity(file.get())));
  }

  /** Nothing else of what is known of a person decides how a file is read. */
  private static Map<String, String> ofPixels(Map<String, String> metadata) {
    Map<String, String> kept = new TreeMap<>(metadata);
    kept.keySet().retainAll(OF_PIXELS);
    return kept;
  }
}
