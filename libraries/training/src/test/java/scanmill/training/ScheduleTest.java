package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.training.Schedule.Position;

class ScheduleTest {

  @Test
  void aCosineFallsAsPyTorchsDoes() {
    Schedule cosine = new Schedule.Cosine(0.001, 0, 4);
    assertThat(rates(cosine, 4))
        .usingComparatorForType(ScheduleTest::almost, Double.class)
        .containsExactly(0.001, 0.00085355339059, 0.0005, 0.00014644660941);
  }

  @Test
  void aCosineEndsAboveItsLowestRate() {
    // half way between 0.1 and 0.5 after half of the epochs
    assertThat(new Schedule.Cosine(0.5, 0.1, 10).rate(6)).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void warmRestartsBeginAgainAfterTwoThenFourEpochs() {
    Schedule restarts = new Schedule.WarmRestarts(1, 0, 2, 2);
    assertThat(rates(restarts, 7))
        .usingComparatorForType(ScheduleTest::almost, Double.class)
        .containsExactly(1.0, 0.5, 1.0, 0.85355339059, 0.5, 0.14644660941, 1.0);
  }

  @Test
  void cyclesClimbAndFallStepByStepWithHalvedPeaks() {
    Schedule cyclic = new Schedule.Cyclic(0.1, 0.5, 2, 4);
    List<Double> rates = new ArrayList<>();
    for (int step = 0; step < 9; step++) {
      rates.add(cyclic.rate(new Position(1 + step / 3, step % 3, 3, List.of())));
    }
    assertThat(rates)
        .usingComparatorForType(ScheduleTest::almost, Double.class)
        .containsExactly(0.1, 0.3, 0.5, 0.4, 0.3, 0.2, 0.1, 0.2, 0.3);
  }

  @Test
  void aPolynomialReachesNothingAfterTheLastEpoch() {
    Schedule polynomial = new Schedule.Polynomial(0.01, 0.9, 10);
    assertThat(polynomial.rate(1)).isEqualTo(0.01);
    assertThat(polynomial.rate(6)).isCloseTo(0.01 * Math.pow(0.5, 0.9), within(1e-12));
    assertThat(polynomial.rate(11)).isZero();
  }

  @Test
  void aPlateauOfMoreThanItsPatienceLowersTheRate() {
    Schedule plateau = new Schedule.Plateau(1, 0.1, 1, 1e-4, 0.005);
    assertThat(rateAfter(plateau, 0.9, 0.8, 0.8)).isEqualTo(1);
    assertThat(rateAfter(plateau, 0.9, 0.8, 0.8, 0.8)).isCloseTo(0.1, within(1e-12));
    assertThat(rateAfter(plateau, 0.8, 0.8, 0.8, 0.7, 0.7)).isCloseTo(0.1, within(1e-12));
    assertThat(rateAfter(plateau, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)).isEqualTo(0.005);
  }

  @Test
  void aPlateauBelowZeroIsOneToo() {
    Schedule plateau = new Schedule.Plateau(1, 0.1, 1, 1e-4, 0);
    assertThat(rateAfter(plateau, -0.9, -0.9, -0.9)).isCloseTo(0.1, within(1e-12));
    assertThat(rateAfter(plateau, -0.7, -0.8, -0.9)).isEqualTo(1);
  }

  @Test
  void aWarmUpGrowsStepByStepToTheRateOfWhatFollows() {
    Schedule warm = new Schedule.WarmUp(new Schedule.Constant(0.8), 2);
    assertThat(warm.rate(new Position(1, 0, 2, List.of()))).isCloseTo(0.2, within(1e-12));
    assertThat(warm.rate(new Position(2, 0, 2, List.of()))).isCloseTo(0.6, within(1e-12));
    assertThat(warm.rate(new Position(2, 1, 2, List.of()))).isCloseTo(0.8, within(1e-12));
    assertThat(warm.rate(new Position(9, 0, 2, List.of()))).isCloseTo(0.8, within(1e-12));
  }

  private static List<Double> rates(Schedule schedule, int epochs) {
    List<Double> rates = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      rates.add(schedule.rate(epoch));
    }
    return rates;
  }

  private static double rateAfter(Schedule schedule, Double... losses) {
    return schedule.rate(new Position(losses.length + 1, 0, 1, List.of(losses)));
  }

  private static int almost(double a, double b) {
    return Math.abs(a - b) < 1e-10 ? 0 : Double.compare(a, b);
  }
}
