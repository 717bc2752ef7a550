package scanmill.kit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.events.ArtifactRef;
import scanmill.ids.ScanId;

/**
 * One scan of a dataset to be prepared, {@code prepared/<plan>/<source>.order.json}.
 *
 * @param config the configuration whose plan it is, an object
 * @param phase of it: what is learnt from may be prepared otherwise than what is tested
 * @param plan digest of what is to be done, 64 hex digits
 * @param source digest of the files' contents, 64 hex digits
 * @param channels in channel order; absent where a contrast is missing
 * @param truths for each rater, each class
 * @param metadata that decides how files are read
 */
public record PreparationOrder(
    ArtifactRef config,
    String phase,
    String plan,
    String source,
    ScanId scan,
    List<Optional<Content>> channels,
    List<List<Optional<Content>>> truths,
    Optional<Content> region,
    Map<String, String> metadata) {

  /**
   * A file of a dataset.
   *
   * @param identity of the content, as {@link ObjectIdentity} tells it
   */
  public record Content(String key, String identity) {}

  public PreparationOrder {
    channels = List.copyOf(channels);
    truths = truths.stream().map(List::copyOf).toList();
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }
}
