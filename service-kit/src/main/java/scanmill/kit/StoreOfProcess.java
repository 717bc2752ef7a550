package scanmill.kit;

import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The one store of the process. */
@Singleton
final class StoreOfProcess {
  @Produces
  @Singleton
  @DefaultBean
  ObjectStore store(StoreSettings settings) {
    return new S3ObjectStore(settings);
  }

  void close(@Disposes ObjectStore store) {
    store.close();
  }

  /** Makes the client before the first request needs it. */
  void warm(@Observes StartupEvent event, ObjectStore store) {
    boolean unused = store.reachable();
  }
}
