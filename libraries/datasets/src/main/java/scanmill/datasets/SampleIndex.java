package scanmill.datasets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scanmill.volumes.Window;

/**
 * Every sample of a phase, numbered; small, since none of them is made. Immutable and thread-safe.
 */
public final class SampleIndex {
  private final List<BidsScan> scans;
  private final List<PreparedFacts> facts;
  private final List<List<Double>> conditions;

  /** The first sample of each scan, and one past the last. */
  private final int[] begins;

  private final int[] places;
  private final boolean[] positive;

  private SampleIndex(
      List<BidsScan> scans,
      List<PreparedFacts> facts,
      List<List<Double>> conditions,
      int[] begins,
      int[] places,
      boolean[] positive) {
    this.scans = List.copyOf(scans);
    this.facts = List.copyOf(facts);
    this.conditions = conditions.stream().map(List::copyOf).toList();
    this.begins = begins;
    this.places = places;
    this.positive = positive;
  }

  /**
   * @param facts of each scan, in the same order
   * @param conditions of each scan, or none at all
   */
  public static SampleIndex of(
      List<BidsScan> scans,
      List<PreparedFacts> facts,
      List<List<Double>> conditions,
      SampleRules rules) {
    if (scans.size() != facts.size()
        || (!conditions.isEmpty() && conditions.size() != scans.size())) {
      throw new IllegalArgumentException("Facts and conditions are one for each scan");
    }
    int[] begins = new int[scans.size() + 1];
    List<int[]> kept = new ArrayList<>();
    for (int s = 0; s < facts.size(); s++) {
      kept.add(kept(facts.get(s), rules));
      begins[s + 1] = Math.addExact(begins[s], kept.get(s).length);
    }
    int[] places = new int[begins[scans.size()]];
    boolean[] positive = new boolean[places.length];
    for (int s = 0; s < facts.size(); s++) {
      System.arraycopy(kept.get(s), 0, places, begins[s], kept.get(s).length);
      for (int n = begins[s]; n < begins[s + 1]; n++) {
        positive[n] = positive(facts.get(s), places[n], rules);
      }
    }
    return new SampleIndex(scans, facts, conditions, begins, places, positive);
  }

  private static int[] kept(PreparedFacts facts, SampleRules rules) {
    if (rules.drawing().isPresent()) {
      boolean any = rules.dimensions() == 3;
      for (int k = 0; k < facts.grid().shape().k() && !any; k++) {
        any = rules.keepsSlice(facts, k);
      }
      int[] patches = new int[any ? rules.drawing().get().perScan() : 0];
      Arrays.setAll(patches, n -> n);
      return patches;
    }
    List<Window> windows = rules.windows().over(facts.grid().shape());
    int[] kept = new int[windows.size()];
    int count = 0;
    for (int n = 0; n < kept.length; n++) {
      boolean slice = rules.dimensions() == 3 || rules.keepsSlice(facts, windows.get(n).k());
      if (slice && (rules.wholeSlices() || rules.patches().keeps(facts.windows(), n))) {
        kept[count++] = n;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private static boolean positive(PreparedFacts facts, int place, SampleRules rules) {
    if (facts.classes() == 0) {
      return false;
    }
    return rules.drawing().isPresent()
        ? facts.foreground().get(0) > 0
        : facts.windows().present(place, 0);
  }

  /** Number of samples. */
  public int size() {
    return places.length;
  }

  /** The scans that they are cut from, also those of which no sample is left. */
  public List<BidsScan> scans() {
    return scans;
  }

  /** What is known of each scan. */
  public List<PreparedFacts> facts() {
    return facts;
  }

  /** The number of the scan that a sample is cut from. */
  public int scan(int sample) {
    int found = Arrays.binarySearch(begins, sample);
    int scan = found >= 0 ? found : -found - 2;
    while (begins[scan + 1] == sample) { // scans without samples begin where the next one does
      scan++;
    }
    return scan;
  }

  int begin(int scan) {
    return begins[scan];
  }

  /** For each sample whether the first class has a voxel in it. */
  public boolean[] positive() {
    return positive.clone();
  }

  /** What it takes to make a sample for the {@code occurrence}-th time in an epoch, from 0. */
  public SampleRef ref(int sample, int occurrence) {
    int scan = scan(sample);
    return new SampleRef(
        facts.get(scan).key().source(),
        sample,
        places[sample],
        occurrence,
        scans.get(scan).id() + "#" + places[sample],
        conditions.isEmpty() ? List.of() : conditions.get(scan));
  }
}
