package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import scanmill.engine.Inputs;
import scanmill.engine.Tensor;

class MissingContrastsTest {
  private static final int SAMPLES = 2000;

  @Test
  void leavesOutFewerFromEpochToEpoch() {
    MissingContrasts half = new MissingContrasts(0.5, 2, 1);

    assertThat(half.probability(1)).isEqualTo(0.5);
    assertThat(half.probability(2)).isEqualTo(0.25);
    assertThat(half.probability(3)).isEqualTo(0.0625);
    assertThat(new MissingContrasts(0, 2, 1).probability(4)).isZero();
  }

  @Test
  void leavesOutAsManyAsWantedButNeverAll() {
    float[] kept = kept(new MissingContrasts(0.5, 1, 1), 1, 1, 1, 1);

    double left = 0;
    for (int n = 0; n < SAMPLES; n++) {
      float of = kept[3 * n] + kept[3 * n + 1] + kept[3 * n + 2];
      assertThat(of).isPositive();
      left += of;
    }
    // 3 / 2 on average, and 1 in the place of 0 in an eighth of the samples
    assertThat(left / SAMPLES).isCloseTo(1.5 + 1.0 / 8, within(0.06));
  }

  @Test
  void givesNothingBackThatWasNeverThere() {
    float[] kept = kept(new MissingContrasts(1, 1, 1), 1, 0, 1, 0);

    for (int n = 0; n < SAMPLES; n++) {
      assertThat(Arrays.copyOfRange(kept, 3 * n, 3 * n + 3)).containsExactly(0, 1, 0);
    }
  }

  @Test
  void doesTheSameInTheSameEpochAndAnotherThingInTheNext() {
    MissingContrasts half = new MissingContrasts(0.5, 1, 7);

    assertThat(kept(half, 3, 1, 1, 1)).isEqualTo(kept(half, 3, 1, 1, 1));
    assertThat(kept(half, 3, 1, 1, 1)).isNotEqualTo(kept(half, 4, 1, 1, 1));
  }

  @Test
  void clearsTheImageOfWhatItLeavesOut() {
    Minibatch batch = new MissingContrasts(0.5, 1, 1).from(batch(1, 1, 1), 1, 0);

    float[] image = batch.inputs().image().values();
    float[] kept = batch.present().orElseThrow();
    for (int c = 0; c < kept.length; c++) {
      assertThat(Arrays.copyOfRange(image, 2 * c, 2 * c + 2))
          .containsExactly(5 * kept[c], 5 * kept[c]);
    }
  }

  private static float[] kept(MissingContrasts missing, int epoch, float... present) {
    return missing.from(batch(present), epoch, 0).present().orElseThrow();
  }

  /** Three channels of 1 x 2 pixels, each 5. */
  private static Minibatch batch(float... present) {
    float[] image = new float[SAMPLES * 6];
    Arrays.fill(image, 5);
    float[] all = new float[SAMPLES * 3];
    for (int n = 0; n < all.length; n++) {
      all[n] = present[n % 3];
    }
    return new Minibatch(
        Inputs.of(Tensor.of(image, SAMPLES, 3, 1, 2)).with("present", Tensor.of(all, SAMPLES, 3)),
        Tensor.of(new float[SAMPLES * 2], SAMPLES, 1, 1, 2),
        Collections.nCopies(SAMPLES, "sub-01#0"));
  }
}
