package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Volume;

class NormalizeInstanceTest {

  @Test
  void spreadsZeroToNineFromMinusToPlusOneAndAHalf() {
    Volume ten = Phantom.slice(2, 5, IntStream.range(0, 10).asDoubleStream().toArray());

    Volume normal = new NormalizeInstance(false).apply(ten);

    for (int n = 0; n < 10; n++) {
      assertThat(normal.at(n / 5, n % 5, 0))
          .isEqualTo((float) (-1.5667 + n * 0.348155), within(1e-4f));
    }
  }

  @Test
  void onlyTakesTheMeanAwayWhereNothingDeviates() {
    Volume flat = Phantom.slice(2, 2, 7, 7, 7, 7);

    assertThat(new NormalizeInstance(false).apply(flat).data()).containsOnly(0);
  }

  @Test
  void normalisesSlicesOneByOneOrAllTogether() {
    float[] data = {0, 2, 10, 30};
    Volume two = new Volume(Grid.of(new GridShape(2, 1, 2), Phantom.MM), data);

    assertThat(new NormalizeInstance(true).apply(two).data()).containsExactly(-1, 1, -1, 1);
    // mean 10.5; deviations -10.5 -8.5 -0.5 19.5; variance 563 / 4; deviation 11.8638
    assertThat(new NormalizeInstance(false).apply(two).data())
        .containsExactly(
            new float[] {-0.885045f, -0.716465f, -0.042145f, 1.643655f}, within(1e-5f));
    assertThat(data).containsExactly(0, 2, 10, 30);
  }

  @Test
  void isPerSliceInTwoDimensionsOnly() {
    assertThat(new NormalizeInstance(false).forDimensions(2).perSlice()).isTrue();
    assertThat(new NormalizeInstance(true).forDimensions(3).perSlice()).isFalse();
  }

  @Test
  void leavesLabelsAlone() {
    Sample sample = Phantom.sample(Phantom.slice(2, 2, 0, 1, 1, 0));

    Sample normal = sample.apply(new NormalizeInstance(false));

    assertThat(normal.truth().orElseThrow().channel(0)).containsExactly(0, 1, 1, 0);
    assertThat(normal.region().orElseThrow().data()).containsExactly(0, 1, 1, 0);
    assertThat(normal.channels().get(0).data()).containsExactly(-1, 1, 1, -1);
  }

  @Test
  void takesTheNumbersOfTheTrainingSetChannelByChannel() {
    Volume volume = Phantom.slice(1, 3, 1, 3, 5);
    NormalizeDataset fitted =
        new NormalizeDataset(Optional.empty(), Optional.empty())
            .fitted(List.of(3.0, 1.0), List.of(4.0, 0.0));

    Sample sample = Sample.of(List.of(volume, volume)).apply(fitted);

    assertThat(sample.channels().get(0).data()).containsExactly(-0.5f, 0, 0.5f);
    assertThat(sample.channels().get(1).data()).containsExactly(0, 2, 4);
    assertThat(fitted.isFitted()).isTrue();
    assertThat(fitted.fitted(List.of(0.0), List.of(1.0))).isEqualTo(fitted);
    assertThatThrownBy(() -> fitted.apply(volume, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("normalize-dataset-channels")
        .hasMessageContaining("2 channels");
  }

  @Test
  void refusesToNormaliseByATrainingSetThatNobodySaw() {
    NormalizeDataset wish = new NormalizeDataset(Optional.empty(), Optional.empty());

    assertThat(wish.isFitted()).isFalse();
    assertThatThrownBy(() -> wish.apply(Phantom.slice(1, 1, 2)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("normalize-dataset-not-fitted");
    assertThatThrownBy(() -> wish.fitted(List.of(1.0), List.of(-1.0)))
        .hasMessageContaining("at least 0");
    assertThatThrownBy(() -> wish.fitted(List.of(1.0), List.of())).hasMessageContaining("both");
    assertThatThrownBy(() -> new NormalizeDataset(Optional.of(List.of(1.0)), Optional.empty()))
        .hasMessageContaining("both or neither");
  }
}
