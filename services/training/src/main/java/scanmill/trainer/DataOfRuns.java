package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import scanmill.configuration.Augmentation;
import scanmill.configuration.Config;
import scanmill.datasets.DiskFiles;
import scanmill.training.DataAccess;

/**
 * How the runs of this process come by their data: from the bucket, shared with others, or from
 * this machine's disk where that is allowed. Safe for use by many threads.
 *
 * @param datasets in the bucket and on this machine
 * @param around what all runs share
 * @param prepared folder for prepared scans of datasets on this machine's disk
 */
record DataOfRuns(Datasets datasets, BucketData.Around around, Path prepared) {
  private static final Logger LOG = Logger.getLogger(DataOfRuns.class);

  Patiently patiently() {
    return around.patiently();
  }

  LearningMeasures measures() {
    return around.measures();
  }

  /**
   * Opens what a configuration names.
   *
   * @param folder of this run alone
   */
  OpenData open(Config config, Path folder) {
    try {
      DiskFiles disk = DiskFiles.remembering(prepared.resolve("digests.tsv"));
      return OpenData.of(config, datasets, around.store(), disk, folder.resolve("opened"));
    } catch (IOException e) {
      throw new UncheckedIOException("The digests of files cannot be read", e);
    }
  }

  /**
   * How a run reads, prepares and batches what it opened.
   *
   * @param folder of this run alone
   */
  DataAccess access(RunManifest manifest, OpenData data, Path folder, BooleanSupplier stop) {
    if (data.inBucket()) {
      return new BucketData(around, manifest, data, folder.resolve("work"), stop);
    }
    if (data.config().augmentation() == Augmentation.REMOTE) {
      LOG.warnf("run=%s augments here: replicas cannot read this machine's disk", manifest.run());
    }
    return new HereData(data, prepared);
  }
}
