package scanmill.postprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

class ThresholdsTest {
  private static ProbabilityMap line(float... values) {
    return new ProbabilityMap(
        Grid.of(new GridShape(values.length, 1, 1), new Spacing(1, 1, 1)), new float[][] {values});
  }

  @Test
  void binarizesThirdsAtTheirMiddle() {
    assertThat(new BinarizePrediction(0.5).apply(line(1 / 3f, 2 / 3f, 1)).channel(0))
        .containsExactly(0, 1, 1);
  }

  @Test
  void binarizesAValueOfExactlyTheThresholdToOne() {
    assertThat(new BinarizePrediction(0.4).apply(line(0.39f, 0.4f)).channel(0))
        .containsExactly(0, 1);
  }

  @Test
  void removesAValueOfExactlyTheThresholdAsNoise() {
    assertThat(new RemoveNoise(0.4).apply(line(0.1f, 0.4f, 0.41f)).channel(0))
        .containsExactly(0, 0, 0.41f);
  }

  @Test
  void keepsValuesBelowAThresholdThatIsSwitchedOff() {
    assertThat(new RemoveNoise(-1).apply(line(0.1f)).channel(0)).containsExactly(0.1f);
    assertThat(new BinarizePrediction(-1).apply(line(0.1f)).channel(0)).containsExactly(0.1f);
  }

  @Test
  void mayHaveAThresholdOfItsOwnForEachClass() {
    ProbabilityMap hard =
        new BinarizePrediction(List.of(0.5, 0.25)).apply(Bar.slice(5, "31428", "23563"));

    assertThat(hard.channel(0)).containsExactly(0, 0, 0, 0, 1);
    assertThat(hard.channel(1)).containsExactly(0, 1, 1, 1, 1);
    assertThatThrownBy(() -> new BinarizePrediction(List.of(0.5, 0.25)).apply(line(0.1f)))
        .hasMessageContaining("1 classes");
  }

  @Test
  void refusesThresholdsAboveOneAndNone() {
    assertThatThrownBy(() -> new RemoveNoise(1.5)).hasMessageContaining("remove_noise");
    assertThatThrownBy(() -> new BinarizePrediction(Double.NaN))
        .hasMessageContaining("binarize_prediction");
  }

  @Test
  void givesEachVoxelToTheClassWithMostOfItAndTiesToTheBackgroundFirst() {
    // background: .5, .4, .1, 0, .2
    ProbabilityMap hard = new BinarizeMaxpooling().apply(Bar.slice(5, "31428", "23563"));

    // voxel 3: sum .8, background .2, second class .6; voxel 4: .8 wins although the sum is above 1
    assertThat(hard.channel(0)).containsExactly(0, 0, 0, 0, 1);
    assertThat(hard.channel(1)).containsExactly(0, 0, 1, 1, 0);
  }

  @Test
  void labelsTheMostProbableClassOfAtLeastOneHalf() {
    ProbabilityMap soft = Bar.slice(5, "49.57", "48.59");

    assertThat(Labels.of(soft).data()).containsExactly(0, 1, 0, 1, 2);
    assertThat(Labels.of(soft).grid()).isEqualTo(soft.grid());
  }

  @Test
  void turnsLabelsIntoChannelsAndBack() {
    ProbabilityMap hard = Bar.slice(4, "#..#", "..#.");

    ProbabilityMap back = Labels.toProbabilities(Labels.of(hard), 2);

    assertThat(back.channel(0)).isEqualTo(hard.channel(0));
    assertThat(back.channel(1)).isEqualTo(hard.channel(1));
  }
}
