package scanmill.gateway;

import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.InMemoryOutbox;
import scanmill.kit.ObjectStore;
import scanmill.kit.Outbox;

/** Bucket and log of tests, in place of the real ones. */
@Singleton
class Twins {
  static final InMemoryObjectStore STORE = new InMemoryObjectStore();
  static final InMemoryOutbox OUTBOX = new InMemoryOutbox();

  @Produces
  @Singleton
  @Mock
  ObjectStore store() {
    return STORE;
  }

  @Produces
  @Singleton
  @Mock
  Outbox outbox() {
    return OUTBOX;
  }
}
