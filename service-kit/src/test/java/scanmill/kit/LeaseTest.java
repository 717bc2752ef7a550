package scanmill.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LeaseTest {
  private static final Duration TTL = Duration.ofSeconds(30);

  /** Time that passes when told to. */
  private static final class HandClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final HandClock clock = new HandClock();
  private final InMemoryObjectStore store = new InMemoryObjectStore("b", clock);

  private Optional<Lease> acquire(String holder) {
    return Lease.tryAcquire(store, "training/r/lease.json", holder, TTL, clock);
  }

  @Test
  void isHeldByOneAtATime() {
    Lease a = acquire("a").orElseThrow();

    assertThat(acquire("b")).isEmpty();
    assertThat(a.held()).isTrue();
    assertThat(a.fence()).isEqualTo(1);
    assertThat(a.holder()).isEqualTo("a");
  }

  @Test
  void goesToAnotherWhenItRunsOut() {
    Lease a = acquire("a").orElseThrow();
    clock.pass(TTL);

    assertThat(a.held()).isFalse();
    Lease b = acquire("b").orElseThrow();
    assertThat(b.fence()).isEqualTo(2);
    assertThat(a.renew()).isFalse();
    assertThat(a.held()).isFalse();
    assertThat(b.renew()).isTrue();
  }

  @Test
  void lastsAsLongAsItIsRenewed() {
    Lease a = acquire("a").orElseThrow();
    for (int i = 0; i < 5; i++) {
      clock.pass(Duration.ofSeconds(20));
      assertThat(a.renew()).isTrue();
    }

    assertThat(acquire("b")).isEmpty();
    assertThat(a.held()).isTrue();
  }

  @Test
  void isTakenAgainAtOnceByItsHolderWithAHigherFence() {
    Lease before = acquire("a").orElseThrow();
    Lease after = acquire("a").orElseThrow();

    assertThat(after.fence()).isEqualTo(2);
    assertThat(before.renew()).isFalse();
    assertThat(after.renew()).isTrue();
  }

  @Test
  void isFreeOnceReleasedAndKeepsItsFence() {
    Lease a = acquire("a").orElseThrow();
    a.release();
    a.release();

    assertThat(a.held()).isFalse();
    assertThat(a.renew()).isFalse();
    assertThat(acquire("b").orElseThrow().fence()).isEqualTo(2);
  }

  @Test
  void isNotTakenFromItsNewHolderByARelease() {
    Lease a = acquire("a").orElseThrow();
    clock.pass(TTL);
    Lease b = acquire("b").orElseThrow();

    a.release();

    assertThat(b.renew()).isTrue();
    assertThat(acquire("c")).isEmpty();
  }

  @Test
  void outlivesABucketThatIsAwayForAWhile() {
    Lease a = acquire("a").orElseThrow();
    store.away(true);
    assertThatThrownBy(a::renew).isInstanceOf(StoreException.class);
    assertThat(a.held()).isTrue();

    store.away(false);
    clock.pass(Duration.ofSeconds(10));
    assertThat(a.renew()).isTrue();
    clock.pass(Duration.ofSeconds(29));
    assertThat(a.held()).isTrue();
  }

  @Test
  void knowsItsOwnWriteWhoseAnswerWasLost() {
    Lease a = acquire("a").orElseThrow();
    // What a renewal does before its answer is lost on the way.
    store.put(
        "training/r/lease.json",
        EventJson.write(new Lease.Entry("a", 1, clock.instant().plusSeconds(3))));

    assertThat(a.renew()).isTrue();
    clock.pass(Duration.ofSeconds(20));
    assertThat(acquire("b")).isEmpty();
  }
}
