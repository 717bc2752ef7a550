package scanmill.postprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.specs.StrictJson;
import scanmill.volumes.ProbabilityMap;

/** What every entry of the catalogue promises. */
class StepsTest {
  private static final Map<String, String> ARGUMENTS =
      Map.of(
          "remove_noise", "{'thr': 0.1}",
          "binarize_prediction", "{'thr': 0.5}",
          "remove_small", "{'unit': 'mm3', 'thr': 3}",
          "uncertainty", "{'thr': 0.3, 'suffix': '_unc-vox.nii.gz'}",
          "threshold_uncertainty", "{'thr': 0.6, 'suffix': 'unc-cv'}",
          "minimum_mass", "{'unit': 'vox', 'thr': 2}");

  /** Sure of everything but of the first row. */
  private static final UncertaintyMaps SURE =
      measure -> {
        float[] unsure = new float[Bar.GRID.shape().length()];
        Arrays.fill(unsure, 0, 15, 0.5f);
        return Optional.of(Bar.map(unsure));
      };

  private static final UncertaintyMaps CERTAIN =
      measure -> Optional.of(Bar.map(new float[Bar.GRID.shape().length()]));

  static Stream<Step> everyEntry() {
    return Steps.CATALOG.names().stream()
        .map(name -> read(name, ARGUMENTS.getOrDefault(name, "{}")));
  }

  private static Step read(String name, String arguments) {
    return Steps.CATALOG.read(
        name, StrictJson.parse(arguments.replace('\'', '"'), ""), "postprocessing." + name);
  }

  private static ProbabilityMap noise() {
    SplittableRandom random = new SplittableRandom(12);
    float[][] channels = new float[3][Bar.GRID.shape().length()];
    for (float[] channel : channels) {
      for (int v = 0; v < channel.length; v++) {
        channel[v] = (float) Math.max(0, random.nextDouble() * 1.5 - 0.5);
      }
    }
    return Bar.map(channels);
  }

  @ParameterizedTest
  @MethodSource("everyEntry")
  void keepsGridAndClassesAndStaysWithinZeroAndOne(Step step) {
    ProbabilityMap noise = noise();
    ProbabilityMap before = Bar.copy(noise);

    ProbabilityMap after = step.apply(noise, SURE);

    assertThat(after.grid()).isEqualTo(noise.grid());
    assertThat(after.classes()).isEqualTo(3);
    for (int c = 0; c < 3; c++) {
      for (float value : after.channel(c)) {
        assertThat(value).isBetween(0f, 1f);
      }
      assertThat(noise.channel(c)).isEqualTo(before.channel(c));
    }
  }

  @ParameterizedTest
  @MethodSource("everyEntry")
  void survivesAnEmptyMaskAndOneThatIsFull(Step step) {
    float[] full = new float[Bar.GRID.shape().length()];
    Arrays.fill(full, 1);

    assertThat(step.apply(Bar.map(new float[full.length]), CERTAIN).channel(0)).containsOnly(0);
    if (step instanceof FindPeaks) { // of a plain every sixth voxel along each axis is a summit
      assertThat(step.apply(Bar.map(full), CERTAIN).channel(0)).contains(0, 1);
    } else {
      assertThat(step.apply(Bar.map(full), CERTAIN).channel(0)).containsOnly(1);
    }
  }

  @ParameterizedTest
  @MethodSource("everyEntry")
  void changesNothingMoreWhenAppliedAgain(Step step) {
    ProbabilityMap once = step.apply(noise(), SURE);
    ProbabilityMap twice = step.apply(once, SURE);

    for (int c = 0; c < 3; c++) {
      assertThat(twice.channel(c)).isEqualTo(once.channel(c));
    }
  }

  @ParameterizedTest
  @MethodSource("everyEntry")
  void comesBackFromItsOwnJson(Step step) {
    String name = Steps.CATALOG.nameOf(step);

    assertThat(Steps.CATALOG.read(name, Steps.CATALOG.write(step), name)).isEqualTo(step);
  }

  @Test
  void readsArgumentsAsIvadomedWritesThem() {
    assertThat(read("remove_small", "{'unit': 'vox', 'thr': [3, 5]}"))
        .isEqualTo(new RemoveSmall(SizeUnit.VOX, List.of(3.0, 5.0)));
    assertThat(read("remove_small", "{'unit': 'mm3', 'thr': 8}"))
        .isEqualTo(new RemoveSmall(SizeUnit.MM3, List.of(8.0)));
    assertThat(read("remove_noise", "{}")).isEqualTo(new RemoveNoise(-1));
    assertThatThrownBy(() -> read("keep_larges", "{}")).hasMessageContaining("keep_largest");
    assertThat(read("threshold_uncertainty", "{'thr': 0.3, 'suffix': '_unc-iou.nii.gz'}"))
        .isEqualTo(read("uncertainty", "{'thr': 0.3, 'suffix': '_unc-iou.nii.gz'}"));
    assertThat(read("keep_largest", "{}")).isEqualTo(new KeepLargest(1));
  }

  @Test
  void runsAChainInItsOrder() {
    ProbabilityMap soft = Bar.slice(7, "99..333");
    Step largest = new KeepLargest();
    Step hard = new BinarizePrediction(0.5);

    assertThat(Chain.of(List.of(largest, hard)).apply(soft).channel(0)).containsOnly(0);
    assertThat(Chain.of(List.of(hard, largest)).apply(soft).channel(0))
        .containsExactly(1, 1, 0, 0, 0, 0, 0);
    assertThat(Chain.of(List.of()).apply(soft)).isSameAs(soft);
  }
}
