package scanmill.kit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where models are kept on the local disk. */
@ConfigMapping(prefix = "scanmill.models")
public interface ModelSettings {
  /** A temporary folder where absent. */
  Optional<Path> cache();

  /** What models that are not in use may take there. */
  @WithDefault("10737418240")
  long cacheBytes();
}
