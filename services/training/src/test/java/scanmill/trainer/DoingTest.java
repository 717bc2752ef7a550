package scanmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.ArtifactRef;
import scanmill.events.EpochCompleted;
import scanmill.events.ModelPublished;
import scanmill.events.TrainingCancelled;
import scanmill.events.TrainingFailed;
import scanmill.events.TrainingStarted;
import scanmill.ids.ModelId;
import scanmill.kit.InMemoryOutbox;
import scanmill.kit.PublishedModels;
import scanmill.kit.StoreException;
import scanmill.problems.BadInputException;
import scanmill.testsupport.Crash;
import scanmill.training.Ending;

class DoingTest {
  private final Path disk;
  private Shop shop;

  DoingTest(@TempDir Path disk) {
    this.disk = disk;
    this.shop = new Shop(disk);
  }

  @Test
  void tellsARunFromItsDatasetToItsModel() {
    RunManifest run = shop.ask("request-1");

    assertThat(shop.doing(new StepTrainer(3)).perform(run, shop.watch(run))).isTrue();

    assertThat(shop.told())
        .containsExactly(
            "DatasetFrozen",
            "TrainingStarted",
            "EpochCompleted",
            "EpochCompleted",
            "EpochCompleted",
            "ModelPublished");
    ModelPublished published = shop.last(ModelPublished.class);
    assertThat(published.scores()).containsEntry("dice_score", 0.9);
    assertThat(new PublishedModels(shop.store).find(ModelId.latest("cord")))
        .contains(published.model());
    assertThat(published.files())
        .extracting(ArtifactRef::key)
        .containsExactly(
            published.model().prefix() + "cord.json",
            published.model().prefix() + "cord.onnx",
            "training/spine-1/outputs/training_curve.csv");
    assertThat(shop.keys("training/spine-1/outputs/pred_masks/")).hasSize(1);
    assertThat(text(published.model().prefix() + "cord.onnx")).isEqualTo("1 2 3");
    assertThat(shop.runs.ending(Shop.RUN).map(RunEnding::kind)).contains(RunEnding.Kind.PUBLISHED);
    assertThat(shop.runs.isOpen(run)).isFalse();
  }

  @Test
  void keepsEachCheckpointBeforeItTellsOfIt() {
    RunManifest run = shop.ask("request-1");
    shop.doing(new StepTrainer(3)).perform(run, shop.watch(run));

    EpochCompleted last = shop.last(EpochCompleted.class);
    assertThat(last.epoch()).isEqualTo(3);
    assertThat(last.epochs()).isEqualTo(3);
    assertThat(last.checkpoint().key()).isEqualTo("training/spine-1/checkpoint-3.safetensors");
    assertThat(text(last.checkpoint().key())).isEqualTo("1 2 3");
    assertThat(shop.keys("training/spine-1/checkpoint"))
        .containsExactly(
            "training/spine-1/checkpoint-2.safetensors",
            "training/spine-1/checkpoint-3.safetensors");
  }

  @Test
  void leavesARunWithoutAnEndingWhenTheProcessIsAskedToEnd() {
    RunManifest run = shop.ask("request-1");
    AtomicInteger epochs = new AtomicInteger();
    StepTrainer first = new StepTrainer(4, epochs::incrementAndGet);

    assertThat(shop.doing(first).perform(run, shop.watch(run, () -> epochs.get() == 3))).isFalse();
    assertThat(shop.runs.isOpen(run)).isTrue();
    assertThat(shop.runs.progress(run).map(EpochCompleted::epoch)).contains(2);

    StepTrainer second = new StepTrainer(4);
    assertThat(shop.doing(second).perform(run, shop.watch(run))).isTrue();

    assertThat(second.begun).containsExactly(3, 4);
    assertThat(shop.last(TrainingStarted.class).firstEpoch()).isEqualTo(3);
    assertThat(text(shop.last(ModelPublished.class).model().prefix() + "cord.onnx"))
        .isEqualTo("1 2 3 4");
  }

  @Test
  void endsWhereSomebodyCancels() {
    RunManifest run = shop.ask("request-1");
    Watch watch = shop.watch(run);
    AtomicInteger epochs = new AtomicInteger();
    StepTrainer trainer =
        new StepTrainer(
            4,
            () -> {
              if (epochs.incrementAndGet() == 2) {
                shop.runs.cancel(Shop.RUN, new Cancellation("request-1", Shop.TIME));
                watch.tick();
              }
            });

    assertThat(shop.doing(trainer).perform(run, watch)).isTrue();

    assertThat(shop.last(TrainingCancelled.class).checkpoint().map(ArtifactRef::key))
        .contains("training/spine-1/checkpoint-1.safetensors");
    assertThat(shop.runs.ending(Shop.RUN).map(RunEnding::kind)).contains(RunEnding.Kind.CANCELLED);
  }

  @Test
  void doesNotBeginWhatIsCancelledAlready() {
    shop.runs.cancel(Shop.RUN, new Cancellation("", Shop.TIME.plusSeconds(1)));
    RunManifest run = shop.ask("request-1");
    StepTrainer trainer = new StepTrainer(2);

    assertThat(shop.doing(trainer).perform(run, shop.watch(run))).isTrue();

    assertThat(trainer.begun).isEmpty();
    assertThat(shop.told()).containsExactly("TrainingCancelled");
  }

  @Test
  void anOldCancellationDoesNotConcernANewRequest() {
    RunManifest first = shop.ask("request-1");
    shop.runs.cancel(Shop.RUN, new Cancellation("request-1", Shop.TIME));
    shop.doing(new StepTrainer(2)).perform(first, shop.watch(first));

    RunManifest second = shop.ask("request-2", Shop.config(), Shop.TIME.plusSeconds(60));
    shop.doing(new StepTrainer(2)).perform(second, shop.watch(second));

    assertThat(second.request()).isEqualTo("request-2");
    assertThat(shop.told()).endsWith("ModelPublished");
  }

  @Test
  void failsWithWordsWhereTheConfigurationIsWrong() {
    RunManifest run = shop.ask("request-1", Map.of("training_parameters", Map.of("batchsize", 4)));

    assertThat(shop.doing(new StepTrainer(2)).perform(run, shop.watch(run))).isTrue();

    TrainingFailed failed = shop.last(TrainingFailed.class);
    assertThat(failed.problem().code()).isEqualTo("config-unknown-key");
    assertThat(failed.problem().remedy()).contains("batch_size");
    assertThat(shop.runs.ending(Shop.RUN).map(RunEnding::kind)).contains(RunEnding.Kind.FAILED);
  }

  @Test
  void failsWhereTheDatasetIsEmptyOrNotAllowed() {
    for (String place : List.of("s3://scanmill/datasets/none", "s3://other/x", "/etc", "x")) {
      shop = new Shop(disk);
      RunManifest run =
          shop.ask("request-1", Map.of("loader_parameters", Map.of("path_data", place)));

      shop.doing(new StepTrainer(2)).perform(run, shop.watch(run));

      assertThat(shop.last(TrainingFailed.class).problem().code()).startsWith("dataset-");
    }
  }

  @Test
  void failsWithTheLastCheckpointWhereTrainingFails() {
    RunManifest run = shop.ask("request-1");
    AtomicInteger epochs = new AtomicInteger();
    StepTrainer trainer =
        new StepTrainer(
            4,
            () -> {
              if (epochs.incrementAndGet() == 3) {
                throw BadInputException.of("training-diverged", "The loss is NaN.", "Lower it.");
              }
            });

    shop.doing(trainer).perform(run, shop.watch(run));

    TrainingFailed failed = shop.last(TrainingFailed.class);
    assertThat(failed.problem().code()).isEqualTo("training-diverged");
    assertThat(failed.checkpoint().map(ArtifactRef::key))
        .contains("training/spine-1/checkpoint-2.safetensors");
  }

  @Test
  void failsWithWordsWhereMemoryOrProgramFail() {
    RunManifest run = shop.ask("request-1");
    Trainer large =
        (job, checkpoint, observer) -> {
          throw new OutOfMemoryError("test");
        };
    shop.doing(large).perform(run, shop.watch(run));
    assertThat(shop.last(TrainingFailed.class).problem().code()).isEqualTo("out-of-memory");

    RunManifest again = shop.ask("request-2", Shop.config(), Shop.TIME.plusSeconds(1));
    Trainer wrong =
        (job, checkpoint, observer) -> {
          throw new IllegalStateException("/home/somebody/secret");
        };
    shop.doing(wrong).perform(again, shop.watch(again));
    assertThat(shop.last(TrainingFailed.class).problem().code()).isEqualTo("training-error");
    assertThat(shop.last(TrainingFailed.class).problem().toString()).doesNotContain("secret");
  }

  @Test
  void leavesARunThatIsInOtherHands() {
    RunManifest run = shop.ask("request-1");
    Watch watch = shop.watch(run);
    StepTrainer trainer =
        new StepTrainer(
            2,
            () -> {
              Watch unused = shop.watch(run); // somebody else takes it
            });

    assertThat(shop.doing(trainer).perform(run, watch)).isFalse();

    assertThat(shop.told()).doesNotContain("EpochCompleted", "TrainingFailed");
    assertThat(shop.keys("training/spine-1/checkpoint")).isEmpty();
  }

  @Test
  void letsABucketThatIsAwayBeTriedAgain() {
    RunManifest run = shop.ask("request-1");
    Watch watch = shop.watch(run);
    StepTrainer trainer = new StepTrainer(2, () -> shop.store.away(true));

    assertThatThrownBy(() -> shop.doing(trainer).perform(run, watch))
        .isInstanceOf(StoreException.class);

    shop.store.away(false);
    assertThat(shop.runs.isOpen(run)).isTrue();
  }

  @Test
  void waitsWithADoneEpochForABucketThatIsAway() {
    RunManifest run = shop.ask("request-1");
    List<Duration> pauses = new ArrayList<>();
    shop.pause =
        time -> {
          pauses.add(time);
          shop.store.away(pauses.size() < 3);
          return true;
        };
    Watch watch = shop.watch(run);
    AtomicInteger epochs = new AtomicInteger();
    StepTrainer trainer = new StepTrainer(2, () -> shop.store.away(epochs.incrementAndGet() == 2));

    assertThat(shop.doing(trainer).perform(run, watch)).isTrue();

    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(trainer.begun).containsExactly(1, 2);
  }

  @Test
  void beginsAnewUnderAnotherConfiguration() {
    RunManifest first = shop.ask("request-1");
    AtomicInteger epochs = new AtomicInteger();
    Trainer failing =
        new StepTrainer(
            3,
            () -> {
              if (epochs.incrementAndGet() == 2) {
                throw BadInputException.of("x", "What.", "Do.");
              }
            });
    shop.doing(failing).perform(first, shop.watch(first));
    Map<String, Object> other = new java.util.LinkedHashMap<>(Shop.config());
    other.put("debugging", true);

    RunManifest second = shop.ask("request-2", other, Shop.TIME.plusSeconds(1));
    StepTrainer trainer = new StepTrainer(3);
    shop.doing(trainer).perform(second, shop.watch(second));

    assertThat(trainer.begun).containsExactly(1, 2, 3);
  }

  @Test
  void nothingIsLostOrToldTwiceWhereverTheProcessDies() throws Exception {
    everywhere(Crash::before);
    everywhere(Crash::after);
  }

  private void everywhere(IntFunction<Crash> dying) throws Exception {
    Shop undisturbed = new Shop(disk.resolve("undisturbed"));
    RunManifest run = undisturbed.ask("request-1");
    undisturbed.doing(new StepTrainer(3)).perform(run, undisturbed.watch(run));
    int died = 0;
    for (int call = 1; ; call++) {
      shop = new Shop(Files.createTempDirectory(disk, "shop"));
      RunManifest asked = shop.ask("request-1");
      Crash crash = dying.apply(call);
      StepTrainer trainer = new StepTrainer(3);
      try {
        boolean unused = shop.dying(crash, trainer).perform(asked, shop.watch(asked));
      } catch (Crash.Happened expected) {
        died++;
      }
      if (!crash.happened()) {
        break;
      }
      if (shop.runs.isOpen(asked)) {
        assertThat(shop.doing(trainer).perform(asked, shop.watch(asked))).isTrue();
      }
      assertThat(ids(shop)).as("events after dying at call %d", call).isEqualTo(ids(undisturbed));
      assertThat(trainer.begun.size()).as("epochs after dying at %d", call).isLessThan(5);
      assertThat(text(shop.last(ModelPublished.class).model().prefix() + "cord.onnx"))
          .isEqualTo("1 2 3");
      assertThat(shop.runs.isOpen(asked)).isFalse();
    }
    assertThat(died).isGreaterThan(25);
  }

  /** Ids of all events but those that say who took the run up again. */
  private static Set<String> ids(Shop shop) {
    Set<String> ids = new HashSet<>();
    for (InMemoryOutbox.Told told : shop.outbox.told()) {
      if (!(told.event() instanceof TrainingStarted)) {
        ids.add(told.id());
      }
    }
    return ids;
  }

  private String text(String key) {
    return new String(shop.store.read(key), StandardCharsets.UTF_8);
  }

  @Test
  void stoppingIsNoEnding() {
    RunManifest run = shop.ask("request-1");
    Trainer stopped = (job, checkpoint, observer) -> new Ending.Stopped(0);

    assertThat(shop.doing(stopped).perform(run, shop.watch(run, () -> true))).isFalse();
    assertThat(shop.runs.ending(Shop.RUN)).isEqualTo(Optional.empty());
  }
}
