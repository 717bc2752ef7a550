package scanmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.Event;
import scanmill.events.ModelPublished;
import scanmill.events.TrainingRequested;
import scanmill.ids.RunId;
import scanmill.kit.Heard;
import scanmill.kit.Lease;
import scanmill.training.Ending;

@Timeout(30)
class WorkerTest {
  private final Shop shop;
  private final AtomicBoolean stopping = new AtomicBoolean();

  WorkerTest(@TempDir Path disk) {
    shop = new Shop(disk);
  }

  @Test
  void doesWhatNobodyWorksOnAndThenNothing() {
    RunManifest unused = shop.ask("request-1");
    Worker worker = worker("a", new StepTrainer(2));

    assertThat(worker.workOnce()).isTrue();
    assertThat(worker.workOnce()).isFalse();

    assertThat(shop.told()).containsOnlyOnce("ModelPublished");
  }

  @Test
  void leavesARunInOtherHandsAlone() {
    RunManifest unused = shop.ask("request-1");
    Lease other =
        Lease.tryAcquire(
                shop.store,
                Runs.leaseKey(Shop.RUN),
                "other",
                Duration.ofMinutes(1),
                Clock.systemUTC())
            .orElseThrow();
    Worker worker = worker("a", new StepTrainer(2));

    assertThat(worker.workOnce()).isFalse();
    other.release();
    assertThat(worker.workOnce()).isTrue();
  }

  @Test
  void replicasShareTheRunsAndDoEachOnce() throws InterruptedException {
    for (int n = 1; n <= 6; n++) {
      List<Event> unused =
          shop.accept.handle(
              new Heard<>(
                  new TrainingRequested(Optional.of(new RunId("run-" + n)), Shop.config()),
                  "request-" + n,
                  Shop.TIME));
    }
    List<String> trained = Collections.synchronizedList(new ArrayList<>());
    Worker a = worker("a", recording("a", trained));
    Worker b = worker("b", recording("b", trained));
    a.start(1);
    b.start(1);

    await(
        () -> shop.outbox.events().stream().filter(ModelPublished.class::isInstance).count() == 6);
    stop(a);
    stop(b);

    assertThat(trained.stream().map(t -> t.substring(2)).toList())
        .hasSize(6)
        .doesNotHaveDuplicates();
  }

  @Test
  void aHintEndsTheWait() throws InterruptedException {
    Worker worker = worker("a", new StepTrainer(1), Duration.ofHours(1));
    worker.start(1);
    Thread.sleep(200); // it has looked, found nothing, and waits for an hour
    RunManifest unused = shop.ask("request-1");

    worker.hint(Shop.RUN);

    await(() -> shop.told().contains("ModelPublished"));
    stop(worker);
  }

  @Test
  void stopsAfterTheBatchAndLeavesTheRunForOthers() throws InterruptedException {
    RunManifest run = shop.ask("request-1");
    Trainer endless =
        (job, checkpoint, observer) -> {
          while (!observer.stopRequested()) {
            Thread.onSpinWait();
          }
          return new Ending.Stopped(0);
        };
    Worker worker = worker("a", endless);
    worker.start(1);
    await(() -> shop.store.find(Runs.leaseKey(Shop.RUN)).isPresent());

    stop(worker);

    assertThat(shop.runs.isOpen(run)).isTrue();
    assertThat(worker("b", new StepTrainer(1), () -> false).workOnce()).isTrue();
    assertThat(shop.told()).endsWith("ModelPublished");
  }

  @Test
  void waitsBeforeItTriesAgainWhatFailed() {
    RunManifest run = shop.ask("request-1");
    Trainer away =
        (job, checkpoint, observer) -> {
          throw new scanmill.kit.StoreException("away");
        };
    Worker worker = worker("a", away);

    assertThat(worker.workOnce()).isTrue();
    assertThat(worker.workOnce()).isFalse();
    assertThat(shop.runs.isOpen(run)).isTrue();
  }

  @Test
  void takesANameThatSurvivesARestartButNotAnotherProcess(@TempDir Path folder) {
    String first;
    try (Holder holder = Holder.of(folder);
        Holder second = Holder.of(folder)) {
      first = holder.name();
      assertThat(second.name()).isNotEqualTo(first);
    }
    try (Holder again = Holder.of(folder)) {
      assertThat(again.name()).isEqualTo(first);
    }
  }

  private void stop(Worker worker) throws InterruptedException {
    stopping.set(true);
    assertThat(worker.awaitStop(Duration.ofSeconds(10))).isTrue();
  }

  private static Trainer recording(String who, List<String> trained) {
    return (job, checkpoint, observer) -> {
      trained.add(who + " " + job.run());
      return new StepTrainer(1).train(job, checkpoint, observer);
    };
  }

  private Worker worker(String holder, Trainer trainer) {
    return worker(holder, trainer, Duration.ofMillis(20));
  }

  private Worker worker(String holder, Trainer trainer, Duration look) {
    return new Worker(
        shop.store,
        shop.doing(trainer),
        holder,
        Duration.ofMinutes(1),
        look,
        Clock.systemUTC(),
        stopping::get);
  }

  private Worker worker(String holder, Trainer trainer, java.util.function.BooleanSupplier asked) {
    return new Worker(
        shop.store,
        shop.doing(trainer),
        holder,
        Duration.ofMinutes(1),
        Duration.ofMillis(20),
        Clock.systemUTC(),
        asked);
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }
}
