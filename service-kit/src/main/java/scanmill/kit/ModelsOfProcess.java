package scanmill.kit;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one folder of models of the process: {@code scanmill.models.cache}, or a temporary one. */
@Singleton
final class ModelsOfProcess {
  @Produces
  @Singleton
  @DefaultBean
  ModelFolders folders(
      ObjectStore store, @ConfigProperty(name = "scanmill.models.cache") Optional<Path> cache) {
    return new ModelFolders(
        store,
        cache.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "scanmill-models")));
  }
}
