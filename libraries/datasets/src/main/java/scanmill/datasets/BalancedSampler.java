package scanmill.datasets;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import scanmill.problems.BadInputException;
import scanmill.specs.DidYouMean;

/**
 * Draws samples so that every kind is seen equally often: with replacement, each with a weight of 1
 * over the number of its kind.
 *
 * <p>Samples of no known kind are drawn as often as without balancing. What is drawn depends on the
 * kinds, the seed and the epoch only. Safe for use by many threads.
 */
public final class BalancedSampler {
  /** Tells this use of the seed from others. */
  private static final long STREAM = 0x9E3779B97F4A7C15L;

  private final int[][] kinds;
  private final int[] unknown;
  private final int size;
  private final Map<String, Integer> counts;

  private BalancedSampler(List<Optional<String>> labels) {
    Map<String, int[]> members = new LinkedHashMap<>();
    Map<String, Integer> seen = new TreeMap<>();
    for (Optional<String> label : labels) {
      label.ifPresent(kind -> seen.merge(kind, 1, Integer::sum));
    }
    seen.forEach((kind, count) -> members.put(kind, new int[count]));
    this.unknown = new int[labels.size() - seen.values().stream().mapToInt(c -> c).sum()];
    Map<String, Integer> filled = new TreeMap<>();
    int unlabelled = 0;
    for (int n = 0; n < labels.size(); n++) {
      Optional<String> label = labels.get(n);
      if (label.isPresent()) {
        int place = filled.merge(label.get(), 1, Integer::sum) - 1;
        Optional.ofNullable(members.get(label.get())).orElseThrow()[place] = n;
      } else {
        unknown[unlabelled++] = n;
      }
    }
    this.kinds = members.values().toArray(int[][]::new);
    this.size = labels.size();
    this.counts = seen;
  }

  /**
   * @param labels the kind of each sample; empty where it is not known
   */
  public static BalancedSampler of(List<Optional<String>> labels) {
    return new BalancedSampler(labels);
  }

  /**
   * {@code balance_samples.type: "gt"}.
   *
   * @param positive for each sample, whether the first class has any voxel in it
   */
  public static BalancedSampler ofTruth(boolean[] positive) {
    String[] labels = new String[positive.length];
    Arrays.setAll(labels, n -> positive[n] ? "1" : "0");
    return new BalancedSampler(Arrays.stream(labels).map(Optional::of).toList());
  }

  /**
   * {@code balance_samples.type} that is a metadata column.
   *
   * @param scans the scan of each sample
   * @throws BadInputException {@code balance-unknown-column} if no scan has the column
   */
  public static BalancedSampler ofColumn(List<BidsScan> scans, String column) {
    List<Optional<String>> labels =
        scans.stream().map(scan -> Optional.ofNullable(scan.metadata().get(column))).toList();
    if (!labels.isEmpty() && labels.stream().allMatch(Optional::isEmpty)) {
      Set<String> known = new TreeSet<>();
      scans.forEach(scan -> known.addAll(scan.metadata().keySet()));
      throw BadInputException.of(
          "balance-unknown-column",
          "training_parameters.balance_samples.type: required \"gt\" or a column of the metadata;"
              + " found \""
              + column
              + "\", which no scan for training has.",
          DidYouMean.nearest(column, known).map(n -> "Did you mean \"" + n + "\"? ").orElse("")
              + "Known: gt, "
              + String.join(", ", known.stream().limit(40).toList())
              + ".");
    }
    return new BalancedSampler(labels);
  }

  /** Number of samples, and of draws in an epoch. */
  public int size() {
    return size;
  }

  /** How many samples there are of each known kind. */
  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** How many samples are of no known kind. */
  public int unlabelled() {
    return unknown.length;
  }

  /**
   * The samples of an epoch, as many as there are; some several times, others not at all.
   *
   * @param epoch counted from 1
   */
  public int[] draw(long seed, int epoch) {
    SplittableRandom random = new SplittableRandom(mixed(mixed(seed ^ STREAM) + epoch));
    int[] drawn = new int[size];
    for (int n = 0; n < size; n++) {
      int any = random.nextInt(size);
      if (any < unknown.length) {
        drawn[n] = unknown[any];
      } else {
        int[] kind = kinds[random.nextInt(kinds.length)];
        drawn[n] = kind[random.nextInt(kind.length)];
      }
    }
    return drawn;
  }

  /** Spreads every bit over all bits (MurmurHash3's finaliser). */
  private static long mixed(long bits) {
    long a = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    long b = (a ^ (a >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return b ^ (b >>> 33);
  }
}
