package scanmill.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How this replica trains. */
@ConfigMapping(prefix = "scanmill.training")
public interface TrainingSettings {
  /** Runs at a time. */
  @WithDefault("1")
  int slots();

  /** Whether requests may name folders of this machine's disk. */
  @WithDefault("false")
  boolean localData();

  /** {@code cpu}, {@code cuda:0} or {@code auto}; a configuration that names a device wins. */
  @WithDefault("auto")
  String device();

  /** Threads of the network on a CPU; with 1 the same plan gives the same weights bit for bit. */
  @WithDefault("1")
  int threads();

  /** Folder for datasets and runs in work; a temporary one where absent. */
  Optional<Path> work();

  /** What copies of prepared scans may take there; {@code data_cache_gb} of a run can be less. */
  @WithDefault("68719476736")
  long cacheBytes();

  /** Scans that preprocess is asked to prepare at a time. */
  @WithDefault("64")
  int scansAhead();

  /** Chunks of batches that preprocess is asked for ahead, where augmentation is remote. */
  @WithDefault("8")
  int chunksAhead();

  /** How long a run waits for a chunk before it makes it itself. */
  @WithDefault("PT2S")
  Duration chunkPatience();

  /** Between two looks at the bucket for runs that nobody works on. */
  @WithDefault("PT5S")
  Duration look();

  /** How long a run stays in the hands of a replica that gives no sign of life. */
  @WithDefault("PT30S")
  Duration lease();

  /** How long a process that is asked to end waits for the batch at hand. */
  @WithDefault("PT45S")
  Duration stopWithin();
}
