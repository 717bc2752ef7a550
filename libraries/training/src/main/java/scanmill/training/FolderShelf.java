package scanmill.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedKey;
import scanmill.datasets.PreparedScan;
import scanmill.datasets.SourceFiles;
import scanmill.problems.BadInputException;

/**
 * Prepared scans in a folder of this machine, made by its threads, at most one scan in memory for
 * each. The folder outlives the process: what is whole in it is not made again. It takes a bounded
 * number of bytes; a scan that had to go is made again when it is asked for.
 */
public final class FolderShelf implements PreparedShelf {
  private final Path folder;
  private final SourceFiles files;
  private final DiskBudget budget;
  private final ExecutorService workers;
  private final Map<PreparedKey, Item> items = new ConcurrentHashMap<>();

  private record Item(BidsScan scan, ScanPreparer preparer, PreparedFacts facts) {}

  /**
   * @param folder made if it is not there
   * @param mostBytes of voxels in it, unless more are lent at once
   * @param workers threads that prepare
   */
  public FolderShelf(Path folder, SourceFiles files, long mostBytes, int workers)
      throws IOException {
    this.folder = folder;
    this.files = files;
    this.budget = new DiskBudget(folder, mostBytes);
    this.workers = Threads.named("scan-preparer", workers);
  }

  @Override
  public List<PreparedFacts> prepare(PreparationPlan plan, List<BidsScan> scans, Progress progress)
      throws IOException {
    ScanPreparer preparer = new ScanPreparer(plan, files);
    Path said = folder.resolve(plan.digest().substring(0, 16)).resolve("plan.json");
    if (!Files.exists(said)) {
      Files.createDirectories(said.resolveSibling("."));
      RunFolder.write(said, plan.toJson().toPrettyString() + "\n");
    }
    List<PreparedFacts> facts =
        Threads.all(
            workers,
            scans,
            scan -> prepared(preparer, scan),
            done -> progress.prepared(done, scans.size()));
    for (int s = 0; s < scans.size(); s++) {
      items.put(facts.get(s).key(), new Item(scans.get(s), preparer, facts.get(s)));
    }
    budget.shrink();
    return facts;
  }

  private PreparedFacts prepared(ScanPreparer preparer, BidsScan scan) throws IOException {
    PreparedKey key = preparer.key(scan);
    Path file = folder.resolve(key.facts());
    if (Files.isRegularFile(file)) {
      try {
        PreparedFacts facts = PreparedFacts.read(file);
        if (facts.key().equals(key) && !halfWritten(facts)) {
          if (Files.exists(folder.resolve(key.voxels()))) {
            budget.touch(folder.resolve(key.voxels()));
          }
          return facts;
        }
      } catch (BadInputException | IOException e) {
        return made(preparer, scan); // damaged, or taken away meanwhile
      }
    }
    return made(preparer, scan);
  }

  /** Voxels that were taken away are no fault; they come back when they are asked for. */
  private boolean halfWritten(PreparedFacts facts) throws IOException {
    Path voxels = folder.resolve(facts.key().voxels());
    return Files.exists(voxels) && Files.size(voxels) != facts.bytes();
  }

  private PreparedFacts made(ScanPreparer preparer, BidsScan scan) throws IOException {
    PreparedFacts facts = preparer.prepare(scan, folder);
    budget.written(folder.resolve(facts.key().voxels()), facts.bytes());
    return facts;
  }

  @Override
  public Lease borrow(PreparedKey key) throws IOException {
    Item item = items.get(key);
    if (item == null) {
      throw new IllegalArgumentException("No scan was prepared here as " + key.voxels());
    }
    Path voxels = folder.resolve(key.voxels());
    budget.hold(voxels);
    try {
      synchronized (item) { // one makes it, the others wait
        if (!Files.exists(voxels)) {
          requireUnchanged(item, key);
          made(item.preparer(), item.scan());
        }
      }
      budget.touch(voxels);
    } catch (IOException | RuntimeException e) {
      budget.giveBack(voxels);
      throw e;
    }
    return new Loan(new PreparedScan(item.facts(), voxels));
  }

  private static void requireUnchanged(Item item, PreparedKey key) throws IOException {
    if (!item.preparer().key(item.scan()).equals(key)) {
      throw BadInputException.of(
          "dataset-changed",
          "Required the files of "
              + item.scan().id()
              + " as they were when training began; found others.",
          "Leave the dataset alone while a run learns from it, and start the run again.");
    }
  }

  private final class Loan implements Lease {
    private final PreparedScan scan;
    private boolean over;

    Loan(PreparedScan scan) {
      this.scan = scan;
    }

    @Override
    public PreparedScan scan() {
      return scan;
    }

    @Override
    public void close() {
      if (!over) {
        over = true;
        budget.giveBack(scan.voxels());
      }
    }
  }

  @Override
  public void soon(List<PreparedKey> keys) {
    for (PreparedKey key : keys) {
      Path voxels = folder.resolve(key.voxels());
      if (Files.exists(voxels)) {
        budget.prefer(voxels);
      } else {
        try {
          workers.execute(() -> bring(key));
        } catch (RejectedExecutionException e) {
          return; // closed meanwhile
        }
      }
    }
  }

  private void bring(PreparedKey key) {
    try {
      borrow(key).close();
    } catch (IOException | RuntimeException e) {
      return; // whoever needs the scan will meet the same, and tell
    }
  }

  @Override
  public void close() {
    Threads.end(workers);
  }
}
