package scanmill.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PreparedDraft;
import scanmill.datasets.PreparedFacts;
import scanmill.datasets.PreparedFile;
import scanmill.datasets.PreparedKey;
import scanmill.datasets.Source;
import scanmill.datasets.SourceFiles;
import scanmill.transforms.Sample;

/**
 * Prepares scans: reads their files, does what the plan says and keeps the result. The trainer and
 * replicas elsewhere prepare by this class alone, hence alike to the last bit.
 *
 * <p>Needs the memory of one scan before and after its preparation. Safe for use by many threads.
 */
public final class ScanPreparer {
  private final PreparationPlan plan;
  private final SourceFiles files;

  /**
   * @param files where the scans' files are
   */
  public ScanPreparer(PreparationPlan plan, SourceFiles files) {
    this.plan = plan;
    this.files = files;
  }

  /** The name that a scan has once it is prepared. Asks for the identity of its files. */
  public PreparedKey key(BidsScan scan) throws IOException {
    return new PreparedKey(plan.digest(), Source.of(scan, files).digest());
  }

  /**
   * Prepares a scan, whether or not it is there already.
   *
   * @param folder below which it is kept, {@link PreparedKey#voxels} and {@link PreparedKey#facts}
   * @throws scanmill.problems.BadInputException if a file is at fault
   * @throws IOException if a file cannot be read, or the folder does not take what is written
   */
  public PreparedFacts prepare(BidsScan scan, Path folder) throws IOException {
    Source source = Source.of(scan, files);
    LocalScan local = LocalScan.of(scan, files);
    Sample read;
    try {
      read = local.read(plan.pictures());
    } finally {
      local.done();
    }
    Sample oriented = plan.preparation().oriented(read);
    Sample prepared = plan.prepared(oriented, scan.box());
    return PreparedFile.write(
        folder,
        new PreparedDraft(
            new PreparedKey(plan.digest(), source.digest()),
            source,
            oriented,
            prepared,
            scan.channels().stream().map(Optional::isPresent).toList(),
            scan.truths().size(),
            plan.tiling().dimensions() == 2,
            plan.tiling().over(prepared.grid().shape()),
            List.of()));
  }
}
