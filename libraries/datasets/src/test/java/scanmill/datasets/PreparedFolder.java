package scanmill.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.ids.ScanId;
import scanmill.transforms.Sample;
import scanmill.volumes.GridShape;
import scanmill.volumes.Window;

/** Samples kept below a folder as prepared scans, and lent from there. */
final class PreparedFolder implements Shelf {
  static final String PLAN = "a".repeat(64);

  private final Path folder;
  private final int raters;
  private final int dimensions;
  private final Windows windows;
  private final List<BidsScan> scans = new ArrayList<>();
  private final List<PreparedFacts> facts = new ArrayList<>();
  private final Map<PreparedKey, PreparedDraft> drafts = new HashMap<>();

  /** Whether a scan is taken away from the disk as soon as it is given back. */
  boolean forgetful;

  /** How often {@link #soon} was called with which scans. */
  final List<List<PreparedKey>> called = new ArrayList<>();

  PreparedFolder(Path folder, int raters, int dimensions, Windows windows) {
    this.folder = folder;
    this.raters = raters;
    this.dimensions = dimensions;
    this.windows = windows;
  }

  /** Slices of one rater. */
  static PreparedFolder ofSlices(Path folder) {
    return new PreparedFolder(folder, 1, 2, PreparedFolder::slices);
  }

  static List<Window> slices(GridShape grid) {
    List<Window> slices = new ArrayList<>();
    for (int k = 0; k < grid.k(); k++) {
      slices.add(Window.slice(grid, k));
    }
    return slices;
  }

  PreparedFacts add(Sample sample) throws IOException {
    return add(sample, sample.channels().stream().map(c -> true).toList());
  }

  PreparedFacts add(Sample sample, List<Boolean> present) throws IOException {
    String id = "sub-%02d_T1w".formatted(scans.size() + 1);
    Source source = new Source(List.of("image 0 " + id));
    PreparedDraft draft =
        new PreparedDraft(
            new PreparedKey(PLAN, source.digest()),
            source,
            sample,
            sample,
            present,
            sample.truth().isPresent() ? raters : 0,
            dimensions == 2,
            windows.over(sample.grid().shape()),
            List.of());
    scans.add(
        BidsScan.of(
            ScanId.parse(id).orElseThrow(),
            Path.of(id + ".nii.gz"),
            List.of(),
            Map.of("group", id)));
    facts.add(PreparedFile.write(folder, draft));
    drafts.put(draft.key(), draft);
    return facts.get(facts.size() - 1);
  }

  PreparedScan scan(int number) {
    return new PreparedScan(facts.get(number), folder.resolve(facts.get(number).key().voxels()));
  }

  SampleIndex index(SampleRules rules) {
    return SampleIndex.of(scans, facts, List.of(), rules);
  }

  EpochOrder order(SampleRules rules, long groupBytes, int batchSize) {
    return new EpochOrder(
        index(rules), EpochOrder.Kind.SHUFFLED, Optional.empty(), 6, groupBytes, batchSize);
  }

  BatchMaker maker(SampleRules rules, long seed) {
    return new BatchMaker(new SampleMaker(rules, seed), PLAN, this);
  }

  BatchLoader loader(SampleRules rules, int workers) {
    return new BatchLoader(order(rules, 1 << 30, 3), maker(rules, 6), this, workers);
  }

  @Override
  public synchronized Lease borrow(PreparedKey key) throws IOException {
    Path file = folder.resolve(key.voxels());
    if (!Files.exists(file)) {
      PreparedFile.write(folder, Optional.ofNullable(drafts.get(key)).orElseThrow());
    }
    PreparedScan scan = new PreparedScan(PreparedFacts.read(folder.resolve(key.facts())), file);
    return new Lease() {
      @Override
      public PreparedScan scan() {
        return scan;
      }

      @Override
      public void close() {
        if (forgetful) {
          assertGone(file.toFile().delete() || !Files.exists(file));
        }
      }
    };
  }

  private static void assertGone(boolean gone) {
    if (!gone) {
      throw new IllegalStateException("The file could not be taken away");
    }
  }

  @Override
  public synchronized void soon(List<PreparedKey> keys) {
    called.add(keys);
  }
}
