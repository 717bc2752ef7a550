package scanmill.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * In which order an epoch visits the samples. It depends on the seed, the epoch and the samples
 * only, never on what happens to lie on a disk.
 *
 * <p>Shuffled samples come in groups of scans that fit into a part of the disk together: scans are
 * shuffled, then dealt into groups, then all samples of a group are shuffled. If everything fits
 * there is one group, hence a plain shuffle. Thread-safe.
 */
public final class EpochOrder {
  private final SampleIndex index;
  private final Kind kind;
  private final Optional<BalancedSampler> balance;
  private final long seed;
  private final long groupBytes;
  private final int batchSize;

  /** How the samples follow one another. */
  public enum Kind {
    /** First to last, as validation does. */
    IN_TURN,
    /** Another order in every epoch. */
    SHUFFLED
  }

  /**
   * @param balance draws the samples of an epoch with replacement, if there is one
   * @param groupBytes most bytes of prepared scans in a group, unless one scan has more
   */
  public EpochOrder(
      SampleIndex index,
      Kind kind,
      Optional<BalancedSampler> balance,
      long seed,
      long groupBytes,
      int batchSize) {
    if (batchSize < 1 || groupBytes < 1) {
      throw new IllegalArgumentException(
          "At least one sample per batch and one byte per group; found "
              + batchSize
              + " and "
              + groupBytes);
    }
    this.index = index;
    this.kind = kind;
    this.balance = balance;
    this.seed = seed;
    this.groupBytes = groupBytes;
    this.batchSize = batchSize;
  }

  /** Samples per epoch. */
  public int samples() {
    return index.size();
  }

  /** Batches per epoch; the last one may be smaller. */
  public int batches() {
    return (index.size() + batchSize - 1) / batchSize;
  }

  /**
   * The visits of an epoch.
   *
   * @param epoch counted from 1
   */
  public Epoch epoch(int epoch) {
    int[] drawn =
        balance.isPresent() ? balance.get().draw(seed, epoch) : inTurn(new int[index.size()]);
    int[] occurrences = new int[drawn.length];
    int[] met = new int[index.size()];
    for (int n = 0; n < drawn.length; n++) {
      occurrences[n] = met[drawn[n]]++;
    }
    List<int[]> groups = new ArrayList<>();
    RandomGenerator random = Chance.ORDER.of(seed, epoch);
    int[] scans = inTurn(new int[index.scans().size()]);
    if (kind == Kind.SHUFFLED && !fits(scans)) {
      shuffle(scans, 0, scans.length, random);
    }
    int from = 0;
    while (from < scans.length) {
      int to = from;
      long bytes = 0;
      while (to < scans.length
          && (to == from || bytes + index.facts().get(scans[to]).bytes() <= groupBytes)) {
        bytes += index.facts().get(scans[to++]).bytes();
      }
      groups.add(Arrays.copyOfRange(scans, from, to));
      from = to;
    }
    return arranged(epoch, drawn, occurrences, groups, random);
  }

  private boolean fits(int[] scans) {
    long bytes = 0;
    for (int scan : scans) {
      bytes += index.facts().get(scan).bytes();
    }
    return bytes <= groupBytes;
  }

  private Epoch arranged(
      int epoch, int[] drawn, int[] occurrences, List<int[]> groups, RandomGenerator random) {
    int[] groupOf = new int[index.scans().size()];
    for (int g = 0; g < groups.size(); g++) {
      for (int scan : groups.get(g)) {
        groupOf[scan] = g;
      }
    }
    int[] begins = new int[groups.size() + 1];
    int[] group = new int[drawn.length];
    for (int n = 0; n < drawn.length; n++) {
      group[n] = groupOf[index.scan(drawn[n])];
      begins[group[n] + 1]++;
    }
    for (int g = 0; g < groups.size(); g++) {
      begins[g + 1] += begins[g];
    }
    int[] next = begins.clone();
    int[] visits = new int[drawn.length];
    for (int n = 0; n < drawn.length; n++) {
      visits[next[group[n]]++] = n;
    }
    if (kind == Kind.SHUFFLED) {
      for (int g = 0; g < groups.size(); g++) {
        shuffle(visits, begins[g], begins[g + 1], random);
      }
    }
    int[] samples = new int[visits.length];
    int[] times = new int[visits.length];
    for (int n = 0; n < visits.length; n++) {
      samples[n] = drawn[visits[n]];
      times[n] = occurrences[visits[n]];
    }
    return new Epoch(epoch, samples, times, begins, groups);
  }

  private static int[] inTurn(int[] numbers) {
    for (int n = 0; n < numbers.length; n++) {
      numbers[n] = n;
    }
    return numbers;
  }

  private static void shuffle(int[] numbers, int from, int to, RandomGenerator random) {
    for (int n = to - 1; n > from; n--) {
      int other = from + random.nextInt(n - from + 1);
      int kept = numbers[n];
      numbers[n] = numbers[other];
      numbers[other] = kept;
    }
  }

  /** The visits of one epoch. Thread-safe. */
  public final class Epoch {
    private final int number;
    private final int[] samples;
    private final int[] occurrences;
    private final int[] begins;
    private final List<int[]> groups;

    private Epoch(int number, int[] samples, int[] occurrences, int[] begins, List<int[]> groups) {
      this.number = number;
      this.samples = samples;
      this.occurrences = occurrences;
      this.begins = begins;
      this.groups = groups;
    }

    /** Counted from 1. */
    public int number() {
      return number;
    }

    /** Number of groups of scans. */
    public int groups() {
      return groups.size();
    }

    /** The scans of a group; samples of no other are visited before the next group. */
    public List<PreparedKey> scans(int group) {
      List<PreparedKey> keys = new ArrayList<>();
      for (int scan : groups.get(group)) {
        keys.add(index.facts().get(scan).key());
      }
      return keys;
    }

    /** The group that a batch begins in. */
    public int groupOf(int batch) {
      int group = 0;
      while (group < groups.size() - 1 && begins[group + 1] <= batch * batchSize) {
        group++;
      }
      return group;
    }

    /** The samples of a batch, counted from 0. */
    public List<SampleRef> batch(int batch) {
      List<SampleRef> refs = new ArrayList<>(batchSize);
      int to = Math.min((batch + 1) * batchSize, samples.length);
      for (int n = batch * batchSize; n < to; n++) {
        refs.add(index.ref(samples[n], occurrences[n]));
      }
      return refs;
    }

    /**
     * An order for batches to be made elsewhere.
     *
     * @param plan of the prepared scans
     * @param first batch, counted from 0
     * @param count fewer at the end of the epoch
     */
    public ChunkOrder chunk(String plan, int first, int count) {
      List<List<SampleRef>> ordered = new ArrayList<>();
      for (int b = first; b < Math.min(first + count, batches()); b++) {
        ordered.add(batch(b));
      }
      return new ChunkOrder(plan, seed, number, first, ordered);
    }
  }
}
