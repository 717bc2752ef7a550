package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against {@code GridSearchCV(KernelDensity(), {"bandwidth": logspace(-4, 1, 50)}, cv=5)} of
 * scikit-learn 1.9 and {@code argrelextrema} of scipy.
 */
class KernelDensityTest {
  private static final String ANGLES = "9 9 120 8 9 9 180 9 120 9 9 90 9 8 9 180 120 9";
  private static final String REPETITIONS = "2.0 1.5 2.3 2.0 0.6 0.6 1.5 2.0 2.3 0.035 0.6 1.5 2.0";
  private static final String ECHOES =
      "0.00298 0.12 0.00298 0.114 0.0031 0.12 0.00372 0.114 0.12 0.00298 0.0086 0.12";
  private static final String SPINES =
      "0.00298 0.12 0.015 0.00298 0.12 0.015 0.003 0.113 0.017 0.0036 0.12 0.014 0.0024 0.1 0.0169";

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    ANGLES + ", 7.9060432109077015, -15.870166233541246",
    REPETITIONS + ", 0.2329951810515372, -3.0340957679536524",
    ECHOES + ", 0.0016768329368110084, 9.146987583116044",
    SPINES + ", 0.004291934260128779, 8.379748980819127",
    "9 9 9 9 9 9 9, 0.0001, 11.607962574280112",
    "9 9 9 120 120 120 9, 0.0001, 10.37794865882319"
  })
  void findsTheBandwidthOfScikitLearn(String values, double bandwidth, double score) {
    KernelDensity density = KernelDensity.fit(numbers(values));
    assertThat(density.bandwidth()).isCloseTo(bandwidth, Percentage.withPercentage(1e-9));
    assertThat(KernelDensity.score(numbers(values), density.bandwidth()))
        .isCloseTo(score, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    ANGLES + ", -8999999975.077513",
    REPETITIONS + ", -3192232.9332875926",
    ECHOES + ", -226.19279033048647"
  })
  void scoresTheNarrowestBandwidthToo(String values, double score) {
    assertThat(KernelDensity.score(numbers(values), 1e-4))
        .isCloseTo(score, Percentage.withPercentage(1e-10));
  }

  @Test
  void knowsTheDensityOfScikitLearn() {
    KernelDensity angles = KernelDensity.of(numbers(ANGLES), 7.9060432109077015);
    double[] grid = KernelDensity.linear(0, 360, 1000);
    assertThat(angles.logDensity(grid[100])).isCloseTo(-9.300314004253824, within(1e-9));
    assertThat(angles.logDensity(grid[500])).isCloseTo(-5.184050237229503, within(1e-9));
  }

  @Test
  void hasTheDensityOfOneGaussian() {
    // at one standard deviation: ln(0.24197072451914337 / 2)
    assertThat(KernelDensity.of(new double[] {5}, 2).logDensity(7))
        .isCloseTo(Math.log(0.12098536225957168), within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "FLIP_ANGLE, " + ANGLES + ", 51.53153153153153 101.98198198198197 150.63063063063063",
    "REPETITION_TIME, " + REPETITIONS + ", 1.0495932305582276",
    "ECHO_TIME, " + ECHOES + ", 0.007393819919175866 0.061064075422320396 0.11643031329208768",
    "ECHO_TIME, " + SPINES + ", 0.009396648314954691 0.058853157751914506 0.10617591834830001",
    "FLIP_ANGLE, 9 9 9 120 120 120 9, 64.5045045045045"
  })
  void cutsBetweenClusters(MriParameter parameter, String values, String expected) {
    double[] edges = numbers(expected);
    List<Double> found = parameter.edges(numbers(values));
    assertThat(found).hasSize(edges.length);
    for (int n = 0; n < edges.length; n++) {
      assertThat(found.get(n)).isCloseTo(edges[n], Percentage.withPercentage(1e-9));
    }
  }

  @Test
  void cutsNothingWhereThereIsOneCluster() {
    assertThat(MriParameter.FLIP_ANGLE.edges(numbers("9 9 9 9 9 9 9"))).isEmpty();
    assertThat(MriParameter.FLIP_ANGLE.edges(numbers("9"))).isEmpty();
    assertThat(MriParameter.FLIP_ANGLE.edges(new double[0])).isEmpty();
  }
}
