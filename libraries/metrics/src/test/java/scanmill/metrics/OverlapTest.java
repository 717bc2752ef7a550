package scanmill.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class OverlapTest {
  private static final Offset<Double> DIGITS = within(1e-6);

  @Test
  void countsSoftValuesInPart() {
    Overlap overlap = Overlap.of(new float[] {0, .5f, 1}, new float[] {0, 1, 1});

    assertThat(overlap).isEqualTo(new Overlap(1.5, 0, 0.5, 1));
  }

  @Test
  void scoresSoftValuesAsTheOriginalDoes() {
    Overlap overlap = Overlap.of(new float[] {.2f, .8f, .6f, .4f}, new float[] {0, 1, 1, 0});

    assertThat(overlap.dice()).isEqualTo(0.7, DIGITS);
    assertThat(overlap.precision()).isEqualTo(0.7, DIGITS);
    assertThat(overlap.recall()).isEqualTo(0.7, DIGITS);
    assertThat(overlap.specificity()).isEqualTo(0.7, DIGITS);
    assertThat(overlap.accuracy()).isEqualTo(0.7, DIGITS);
    assertThat(overlap.intersectionOverUnion()).isEqualTo(0.538462, DIGITS);
  }

  @Test
  void countsHardMasksByVoxels() {
    // prediction 1 1 1 0 0, reference 0 1 1 1 0
    Overlap overlap = Overlap.of(new float[] {1, 1, 1, 0, 0}, new float[] {0, 1, 1, 1, 0});

    assertThat(overlap).isEqualTo(new Overlap(2, 1, 1, 1));
    assertThat(overlap.dice()).isEqualTo(4.0 / 6);
    assertThat(overlap.intersectionOverUnion()).isEqualTo(2.0 / 4);
    assertThat(overlap.relativeVolumeDifference()).isZero();
  }

  @Test
  void knowsNoScoreWhereThereIsNothingToScore() {
    Overlap empty = Overlap.of(new float[3], new float[3]);
    Overlap full = Overlap.of(new float[] {1, 1}, new float[] {1, 1});

    assertThat(empty.dice()).isNaN();
    assertThat(empty.intersectionOverUnion()).isNaN();
    assertThat(empty.precision()).isNaN();
    assertThat(empty.recall()).isNaN();
    assertThat(empty.relativeVolumeDifference()).isNaN();
    assertThat(empty.specificity()).isEqualTo(1);
    assertThat(empty.accuracy()).isEqualTo(1);
    assertThat(full.specificity()).isNaN();
    assertThat(full.dice()).isEqualTo(1);
  }

  @Test
  void scoresZeroWhereEverythingIsMissed() {
    Overlap missed = Overlap.of(new float[2], new float[] {1, 0});

    assertThat(missed.dice()).isZero();
    assertThat(missed.recall()).isZero();
    assertThat(missed.precision()).isNaN();
    assertThat(missed.relativeVolumeDifference()).isEqualTo(1);
  }

  @Test
  void addsUpOverParts() {
    float[] p = {.2f, .8f, .6f, .4f};
    float[] t = {0, 1, 1, 0};

    Overlap parts = Overlap.NONE.plus(Overlap.of(p, 0, t, 0, 3)).plus(Overlap.of(p, 3, t, 3, 1));

    assertThat(parts.dice()).isEqualTo(Overlap.of(p, t).dice(), DIGITS);
    assertThat(parts.trueNegative()).isEqualTo(Overlap.of(p, t).trueNegative(), DIGITS);
  }

  @Test
  void refusesArraysOfDifferentLengths() {
    assertThatThrownBy(() -> Overlap.of(new float[2], new float[3]))
        .hasMessageContaining("2 and 3");
  }
}
