package scanmill.kit;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The one store of the process, and whether it answers. */
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

  @Produces
  @Singleton
  @Readiness
  HealthCheck bucketAnswers(ObjectStore store) {
    return () -> HealthCheckResponse.named("bucket").status(store.reachable()).build();
  }
}
