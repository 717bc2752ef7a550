package scanmill.kit;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** The one folder of models of the process. */
@Singleton
final class ModelsOfProcess {
  @Produces
  @Singleton
  @DefaultBean
  ModelFolders folders(ObjectStore store, ModelSettings settings) {
    return new ModelFolders(
        store,
        settings
            .cache()
            .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "scanmill-models")),
        settings.cacheBytes());
  }
}
