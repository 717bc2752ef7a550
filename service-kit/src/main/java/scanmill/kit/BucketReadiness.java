package scanmill.kit;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the bucket answers. Looks the store up late: making its client takes a second. */
@Readiness
@Singleton
final class BucketReadiness implements HealthCheck {
  private final Instance<ObjectStore> store;

  @Inject
  BucketReadiness(Instance<ObjectStore> store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("bucket").status(store.get().reachable()).build();
  }
}
