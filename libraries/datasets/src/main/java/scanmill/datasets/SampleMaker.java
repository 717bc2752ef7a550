package scanmill.datasets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import scanmill.transforms.Placed;
import scanmill.transforms.Sample;
import scanmill.volumes.GridShape;
import scanmill.volumes.Window;

/**
 * Makes samples. A sample is a function of (seed, epoch, sample, occurrence) and the prepared scan:
 * where it lies, whose truth it has, what is left out and what is done to it. Whoever makes it, it
 * is the same to the last bit.
 *
 * <p>Safe for use by many threads.
 */
public final class SampleMaker {
  /** How often a drawn patch that the filter does not want is drawn again. */
  private static final int ATTEMPTS = 8;

  private static final int MOST_SHAPES = 64;

  private final SampleRules rules;
  private final long seed;
  private final Map<GridShape, List<Window>> windows = new ConcurrentHashMap<>();

  public SampleMaker(SampleRules rules, long seed) {
    this.rules = rules;
    this.seed = seed;
  }

  public SampleRules rules() {
    return rules;
  }

  /**
   * @param epoch counted from 1
   * @throws java.nio.file.NoSuchFileException if the scan's file has been taken away
   */
  Made make(PreparedScan scan, SampleRef ref, int epoch) throws IOException {
    Sample sample = cut(scan, ref, epoch);
    RandomGenerator random = chance(Chance.TRANSFORMS, ref, epoch);
    for (Placed transform : rules.transforms()) {
      sample = transform.apply(sample, random);
    }
    BitSet present = new BitSet();
    for (int c = 0; c < sample.channels().size(); c++) {
      present.set(c, scan.facts().present().get(c));
    }
    if (rules.learning() && rules.inputDropout()) {
      leaveOut(sample, present, chance(Chance.DROPOUT, ref, epoch));
    }
    return new Made(sample, present);
  }

  private RandomGenerator chance(Chance use, SampleRef ref, int epoch) {
    return use.of(seed, epoch, ref.sample(), ref.occurrence());
  }

  private Sample cut(PreparedScan scan, SampleRef ref, int epoch) throws IOException {
    if (rules.drawing().isEmpty()) {
      return cut(scan, window(scan.facts(), ref.place()), ref, epoch);
    }
    PatchDrawing drawing = rules.drawing().get();
    RandomGenerator random = chance(Chance.PLACE, ref, epoch);
    Sample sample = cut(scan, drawn(scan, drawing, ref.place(), random), ref, epoch);
    for (int again = 1; again < ATTEMPTS && !keeps(sample, scan); again++) {
      sample = cut(scan, drawn(scan, drawing, ref.place(), random), ref, epoch);
    }
    return sample;
  }

  private boolean keeps(Sample sample, PreparedScan scan) {
    return rules.patches().keeps(sample, scan.facts().present());
  }

  private Sample cut(PreparedScan scan, Window window, SampleRef ref, int epoch)
      throws IOException {
    int raters = scan.facts().raters();
    if (raters > 1 && !rules.learning()) {
      return scan.cut(window);
    }
    return scan.cut(window, raters > 1 ? chance(Chance.RATER, ref, epoch).nextInt(raters) : 0);
  }

  private Window window(PreparedFacts facts, int place) {
    GridShape shape = facts.grid().shape();
    if (windows.size() > MOST_SHAPES) {
      windows.clear();
    }
    return windows.computeIfAbsent(shape, rules.windows()::over).get(place);
  }

  private Window drawn(PreparedScan scan, PatchDrawing drawing, int place, RandomGenerator random)
      throws IOException {
    PreparedFacts facts = scan.facts();
    GridShape grid = facts.grid().shape();
    GridShape box = drawing.box();
    if (place < drawing.aroundForeground()) {
      List<Integer> classes = new ArrayList<>();
      for (int c = 0; c < facts.classes(); c++) {
        if (facts.foreground().get(c) > 0) {
          classes.add(c);
        }
      }
      if (!classes.isEmpty()) {
        int ofClass = classes.get(random.nextInt(classes.size()));
        int at = scan.foreground(ofClass, random.nextInt(facts.foreground().get(ofClass)));
        int i = at % grid.i();
        int j = at / grid.i() % grid.j();
        int k = at / (grid.i() * grid.j());
        return new Window(
            around(i, box.i(), grid.i(), random),
            around(j, box.j(), grid.j(), random),
            around(k, box.k(), grid.k(), random),
            box);
      }
    }
    int i = anywhere(box.i(), grid.i(), random);
    int j = anywhere(box.j(), grid.j(), random);
    if (rules.dimensions() == 3) {
      return new Window(i, j, anywhere(box.k(), grid.k(), random), box);
    }
    List<Integer> kept = new ArrayList<>();
    for (int k = 0; k < grid.k(); k++) {
      if (rules.keepsSlice(facts, k)) {
        kept.add(k);
      }
    }
    return new Window(i, j, kept.get(random.nextInt(kept.size())), box);
  }

  /** A start of a window, all alike; 0 where the grid is shorter than the window. */
  private static int anywhere(int box, int grid, RandomGenerator random) {
    return grid > box ? random.nextInt(grid - box + 1) : 0;
  }

  /** A start of a window that contains a voxel, all such alike. */
  private static int around(int voxel, int box, int grid, RandomGenerator random) {
    int first = Math.max(0, voxel - box + 1);
    int last = Math.max(0, Math.min(voxel, grid - box));
    return first >= last ? last : first + random.nextInt(last - first + 1);
  }

  /**
   * Input-level dropout as in ivadomed: of C channels, 0 to C - 1 are left out, all numbers alike;
   * one of a single value counts as left out already. At least one is always kept.
   */
  private static void leaveOut(Sample sample, BitSet present, RandomGenerator random) {
    int channels = sample.channels().size();
    int wanted = random.nextInt(channels);
    List<Integer> full = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      if (present.get(c) && varies(sample.channels().get(c).data())) {
        full.add(c);
      }
    }
    int more = wanted - (channels - full.size());
    for (int n = 0; n < more; n++) {
      Collections.swap(full, n, n + random.nextInt(full.size() - n));
      present.clear(full.get(n));
    }
  }

  private static boolean varies(float[] values) {
    for (float value : values) {
      if (value != values[0]) {
        return true;
      }
    }
    return false;
  }
}
