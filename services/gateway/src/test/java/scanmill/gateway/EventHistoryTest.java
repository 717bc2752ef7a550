package scanmill.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventHistoryTest {
  private final EventHistory history = new EventHistory(3);

  @Test
  void keepsEachEventOnce() {
    assertThat(history.add(Facts.ingested(0))).isTrue();
    assertThat(history.add(Facts.ingested(0))).isFalse();
    assertThat(history.sofar()).hasSize(1);
  }

  @Test
  void givesTheHistoryInTheOrderOfTelling() {
    history.add(Facts.epoch(5, 2, 2));
    history.add(Facts.epoch(4, 1, 2));
    assertThat(history.sofar()).containsExactly(Facts.epoch(4, 1, 2), Facts.epoch(5, 2, 2));
  }

  @Test
  void forgetsTheOldestBeyondItsSize() {
    for (int epoch = 1; epoch <= 5; epoch++) {
      history.add(Facts.epoch(epoch, epoch, 5));
    }
    assertThat(history.sofar())
        .containsExactly(Facts.epoch(3, 3, 5), Facts.epoch(4, 4, 5), Facts.epoch(5, 5, 5));
  }

  @Test
  void passesOnlyNewsToWhoeverListensAndNothingAfterHeLeft() {
    history.add(Facts.epoch(1, 1, 5));
    List<Told> heard = new ArrayList<>();
    List<Told> before = new ArrayList<>();
    history.follow(before::addAll, heard::add);
    history.add(Facts.epoch(1, 1, 5));
    history.add(Facts.epoch(2, 2, 5));

    assertThat(before).containsExactly(Facts.epoch(1, 1, 5));
    assertThat(heard).containsExactly(Facts.epoch(2, 2, 5));
  }

  @Test
  void forgetsAListenerThatLeft() {
    List<Told> heard = new ArrayList<>();
    Consumer<Told> listener = heard::add;
    history.follow(past -> {}, listener);
    history.leave(listener);
    history.add(Facts.epoch(1, 1, 5));
    assertThat(heard).isEmpty();
  }

  @Test
  void isNotFloodedByTheWorkThatARunSharesOut() {
    Memory memory = new Memory(10, 10, 100);
    String digest = "ab".repeat(32);
    memory.hear(
        Told.of(
            new scanmill.events.ScanPreparationRequested(
                digest,
                digest,
                new scanmill.events.ArtifactRef("scanmill", "prepared/x.order.json", digest, 1)),
            "event-1",
            java.time.Instant.EPOCH));

    assertThat(memory.history().size()).isZero();
  }
}
