package scanmill.preprocess;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** How this replica prepares and augments for runs. */
@ConfigMapping(prefix = "scanmill.preprocess")
public interface PreprocessSettings {
  /** Folder for scans on their way and copies of prepared ones; a temporary one where absent. */
  Optional<Path> work();

  /** What copies of prepared scans may take there. */
  @WithDefault("10737418240")
  long cacheBytes();
}
