package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

class BalancedSamplerTest {

  /** Seven of eight samples are positive, as in ivadomed's own test of its sampler. */
  private static boolean[] mostlyPositive(int size) {
    boolean[] positive = new boolean[size];
    for (int n = 0; n < size; n++) {
      positive[n] = n % 8 != 0;
    }
    return positive;
  }

  @Test
  void seesBothKindsOfTruthEquallyOften() {
    boolean[] positive = mostlyPositive(8000);
    int[] drawn = BalancedSampler.ofTruth(positive).draw(6, 1);
    assertThat(drawn).hasSize(8000);
    long seen = Arrays.stream(drawn).filter(n -> positive[n]).count();
    assertThat(seen / 8000.0).isCloseTo(0.5, within(0.02)); // 3.6 standard deviations
  }

  @Test
  void drawsEverySampleOfAKindEquallyOften() {
    boolean[] positive = {true, true, true, false};
    BalancedSampler sampler = BalancedSampler.ofTruth(positive);
    int[] times = new int[4];
    for (int epoch = 1; epoch <= 10_000; epoch++) {
      for (int n : sampler.draw(1, epoch)) {
        times[n]++;
      }
    }
    // weights 1/3, 1/3, 1/3, 1 of 40,000 draws: 6,667 each and 20,000
    assertThat(times[0]).isBetween(6_400, 6_900);
    assertThat(times[1]).isBetween(6_400, 6_900);
    assertThat(times[2]).isBetween(6_400, 6_900);
    assertThat(times[3]).isBetween(19_600, 20_400);
  }

  @Test
  void drawsTheSameForOneSeedAndEpochAndAnotherForOthers() {
    BalancedSampler sampler = BalancedSampler.ofTruth(mostlyPositive(100));
    assertThat(sampler.draw(6, 3)).containsExactly(sampler.draw(6, 3));
    assertThat(sampler.draw(6, 3)).isNotEqualTo(sampler.draw(6, 4));
    assertThat(sampler.draw(6, 3)).isNotEqualTo(sampler.draw(7, 3));
  }

  @Test
  void drawsWhatHasNoKindAsOftenAsWithoutBalancing() {
    List<Optional<String>> labels = new ArrayList<>();
    for (int n = 0; n < 1000; n++) {
      labels.add(n < 100 ? Optional.empty() : Optional.of(n < 200 ? "a" : "b"));
    }
    BalancedSampler sampler = BalancedSampler.of(labels);
    assertThat(sampler.counts()).isEqualTo(Map.of("a", 100, "b", 800));
    assertThat(sampler.unlabelled()).isEqualTo(100);
    int[] times = new int[3];
    for (int epoch = 1; epoch <= 100; epoch++) {
      for (int n : sampler.draw(2, epoch)) {
        times[n < 100 ? 0 : n < 200 ? 1 : 2]++;
      }
    }
    assertThat(times[0] / 100_000.0).isCloseTo(0.1, within(0.01));
    assertThat(times[1] / 100_000.0).isCloseTo(0.45, within(0.01));
    assertThat(times[2] / 100_000.0).isCloseTo(0.45, within(0.01));
  }

  @Test
  void drawsFromOneKindAndFromNone() {
    assertThat(BalancedSampler.ofTruth(new boolean[5]).draw(1, 1)).hasSize(5);
    assertThat(BalancedSampler.of(List.of(Optional.empty())).draw(1, 1)).containsExactly(0);
    assertThat(BalancedSampler.of(List.of()).draw(1, 1)).isEmpty();
  }

  @Test
  void tellsKindsApartByAColumn() {
    List<BidsScan> scans =
        List.of(
            Scans.of("01", "T1w", Map.of("sex", "F")),
            Scans.of("02", "T1w", Map.of("sex", "M")),
            Scans.of("03", "T1w", Map.of("sex", "M")),
            Scans.of("04", "T1w", Map.of()));
    BalancedSampler sampler = BalancedSampler.ofColumn(scans, "sex");
    assertThat(sampler.counts()).isEqualTo(Map.of("F", 1, "M", 2));
    assertThat(sampler.unlabelled()).isEqualTo(1);
    assertThatThrownBy(() -> BalancedSampler.ofColumn(scans, "sexe"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Did you mean \"sex\"? Known: gt, participant_id, sex.")
        .hasMessageContaining("[balance-unknown-column]");
  }
}
