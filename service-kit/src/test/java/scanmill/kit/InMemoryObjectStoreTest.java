package scanmill.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class InMemoryObjectStoreTest implements ObjectStoreContract {
  private final InMemoryObjectStore store = new InMemoryObjectStore();

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public void dropWithAnotherTool(String key, byte[] bytes) {
    store.drop(key, bytes);
  }

  @Test
  void canBeAway() {
    store.away(true);

    assertThat(store.reachable()).isFalse();
    assertThatThrownBy(() -> store.find("a")).isInstanceOf(StoreException.class);

    store.away(false);
    assertThat(store.find("a")).isEmpty();
  }
}
