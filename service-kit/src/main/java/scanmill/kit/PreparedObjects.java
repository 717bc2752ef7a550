package scanmill.kit;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import scanmill.events.ArtifactRef;
import scanmill.problems.Problem;

/**
 * Prepared scans in the bucket, {@code prepared/<plan>/<source>.bin} and {@code .json}, the first
 * 16 digits of each. A scan is there when its facts, the {@code .json}, are: they are written after
 * the voxels. Safe for use by many threads.
 */
public final class PreparedObjects {
  private static final String ROOT = "prepared/";
  private static final int DIGITS = 16;

  private final ObjectStore store;

  /**
   * What was done, and to what.
   *
   * @param plan digest, 64 hex digits
   * @param source digest, 64 hex digits
   */
  public record Place(String plan, String source) {
    /** What keys below the plan's folder begin with. */
    String stem() {
      return folder(plan) + source.substring(0, DIGITS);
    }

    /** JSON that says what the voxels are. */
    public String facts() {
      return stem() + ".json";
    }

    public String voxels() {
      return stem() + ".bin";
    }

    /** A {@link PreparationOrder}, while somebody waits for it to be done. */
    public String order() {
      return stem() + ".order.json";
    }

    /** A {@link Problem}, where a scan cannot be prepared. */
    public String failure() {
      return stem() + ".failed.json";
    }
  }

  public PreparedObjects(ObjectStore store) {
    this.store = store;
  }

  private static String folder(String plan) {
    return ROOT + plan.substring(0, DIGITS) + "/";
  }

  /** The keys of all that lies there under a plan. */
  public Set<String> under(String plan) {
    Set<String> keys = new HashSet<>();
    try (Stream<StoredObject> all = store.list(folder(plan))) {
      all.forEach(object -> keys.add(object.key()));
    }
    return keys;
  }

  /** The facts of a scan that is there with its voxels, as an event mentions them. */
  public Optional<ArtifactRef> find(Place place) {
    return store
        .find(place.facts())
        .flatMap(StoredObject::artifact)
        .filter(facts -> store.find(place.voxels()).isPresent());
  }

  /** Whether a scan is there, by the keys that lie {@link #under} its plan. */
  public static boolean isThere(Place place, Set<String> under) {
    return under.contains(place.facts()) && under.contains(place.voxels());
  }

  /**
   * The facts of a scan.
   *
   * @throws scanmill.problems.BadInputException {@code object-missing}
   */
  public byte[] facts(Place place) {
    return store.read(place.facts());
  }

  /** The voxels, as the facts say what they are. */
  public ArtifactRef voxels(Place place, String sha256, long bytes) {
    return new ArtifactRef(store.bucket(), place.voxels(), sha256, bytes);
  }

  /**
   * Puts a scan, voxels first, and takes away what was there before it.
   *
   * @return the facts
   */
  public ArtifactRef put(Place place, Path voxels, Path facts) {
    ArtifactRef unused = store.put(place.voxels(), voxels);
    ArtifactRef put = store.put(place.facts(), facts);
    clear(place);
    return put;
  }

  /** Puts an order for whoever prepares the scan. */
  public ArtifactRef put(Place place, PreparationOrder order) {
    return store.put(place.order(), EventJson.write(order));
  }

  /** The order, if somebody still waits for it to be done. */
  public Optional<PreparationOrder> order(ArtifactRef order) {
    return store
        .find(order.key())
        .map(found -> EventJson.read(store.read(order.key()), PreparationOrder.class));
  }

  /** Writes down that a scan cannot be prepared. */
  public void fail(Place place, Problem problem) {
    ArtifactRef unused = store.put(place.failure(), EventJson.write(problem));
  }

  /** Why a scan cannot be prepared, where that was found out. */
  public Optional<Problem> failure(Place place) {
    return store
        .find(place.failure())
        .map(found -> EventJson.read(store.read(place.failure()), Problem.class));
  }

  /** Takes an order away that nobody waits for any more. */
  public void cancel(Place place) {
    store.remove(place.order());
  }

  /** Takes away order and failure: the scan is there, or is to be tried again. */
  public void clear(Place place) {
    store.remove(place.order());
    store.remove(place.failure());
  }
}
