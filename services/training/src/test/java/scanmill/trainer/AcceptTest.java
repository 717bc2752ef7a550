package scanmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.TrainingCancellationRequested;
import scanmill.events.TrainingRequested;
import scanmill.ids.RunId;
import scanmill.kit.Heard;

class AcceptTest {
  private final Shop shop;

  AcceptTest(@TempDir Path disk) {
    shop = new Shop(disk);
  }

  @Test
  void writesTheManifestAndHintsThatThereIsWork() {
    List<RunId> hints = new ArrayList<>();
    Accept accept = new Accept(shop.runs, hints::add);

    assertThat(
            accept.handle(
                new Heard<>(
                    new TrainingRequested(Optional.of(Shop.RUN), Shop.config()), "r", Shop.TIME)))
        .isEmpty();

    assertThat(shop.runs.manifest(Shop.RUN))
        .contains(new RunManifest(Shop.RUN, "r", Shop.config(), Shop.TIME));
    assertThat(hints).containsExactly(Shop.RUN);
    assertThat(shop.runs.all()).containsExactly(Shop.RUN);
  }

  @Test
  void makesANameOfTheRequestWhereThereIsNone() {
    TrainingRequested asked = new TrainingRequested(Optional.empty(), Map.of());
    assertThat(shop.accept.handle(new Heard<>(asked, "event-1", Shop.TIME))).isEmpty();
    assertThat(shop.accept.handle(new Heard<>(asked, "event-1", Shop.TIME))).isEmpty();
    assertThat(shop.accept.handle(new Heard<>(asked, "event-2", Shop.TIME))).isEmpty();

    assertThat(shop.runs.all()).hasSize(2).allMatch(run -> run.value().matches("run-[0-9a-f]{12}"));
  }

  @Test
  void theSameRequestTwiceIsOneRun() {
    RunManifest first = shop.ask("request-1");

    assertThat(shop.ask("request-1")).isEqualTo(first);
  }

  @Test
  void anotherRequestForARunThatIsNotOverChangesNothing() {
    RunManifest first = shop.ask("request-1");

    assertThat(shop.ask("request-2", Map.of(), Shop.TIME.plusSeconds(1))).isEqualTo(first);
  }

  @Test
  void askingAgainAfterAFailureOpensTheRunAgain() {
    shop.ask("request-1");
    shop.runs.end(Shop.RUN, new RunEnding("request-1", RunEnding.Kind.FAILED, Shop.TIME));

    RunManifest second = shop.ask("request-2", Shop.config(), Shop.TIME.plusSeconds(1));

    assertThat(second.request()).isEqualTo("request-2");
    assertThat(shop.runs.isOpen(second)).isTrue();
  }

  @Test
  void theFirstRequestHeardOnceMoreDoesNotOpenItAgain() {
    shop.ask("request-1");
    shop.runs.end(Shop.RUN, new RunEnding("request-1", RunEnding.Kind.FAILED, Shop.TIME));
    shop.ask("request-2", Shop.config(), Shop.TIME.plusSeconds(1));
    shop.runs.end(Shop.RUN, new RunEnding("request-2", RunEnding.Kind.FAILED, Shop.TIME));

    RunManifest replayed = shop.ask("request-1");

    assertThat(replayed.request()).isEqualTo("request-2");
    assertThat(shop.runs.isOpen(replayed)).isFalse();
  }

  @Test
  void aPublishedModelIsNotTrainedAgainUnderTheSameConfiguration() {
    shop.ask("request-1");
    shop.runs.end(Shop.RUN, new RunEnding("request-1", RunEnding.Kind.PUBLISHED, Shop.TIME));

    assertThat(shop.ask("request-2", Shop.config(), Shop.TIME.plusSeconds(1)).request())
        .isEqualTo("request-1");
    assertThat(shop.ask("request-3", Map.of(), Shop.TIME.plusSeconds(1)).request())
        .isEqualTo("request-3");
  }

  @Test
  void writesDownThatARunIsUnwanted() {
    RunManifest run = shop.ask("request-1");
    List<RunId> hints = new ArrayList<>();

    assertThat(
            new Cancel(shop.runs, hints::add)
                .handle(
                    new Heard<>(
                        new TrainingCancellationRequested(Shop.RUN),
                        "c",
                        Shop.TIME.plusSeconds(9))))
        .isEmpty();

    assertThat(shop.runs.isCancelled(run)).isTrue();
    assertThat(hints).containsExactly(Shop.RUN);
  }
}
