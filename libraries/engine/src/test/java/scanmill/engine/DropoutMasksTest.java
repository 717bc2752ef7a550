package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DropoutMasksTest {
  @Test
  void dropChannelsAtTheirRateAndKeepTheMean() {
    List<Dropout> dropouts = List.of(new Dropout(300, 0.25), new Dropout(200, 0.5));
    float[] masks = new float[40 * 500];
    DropoutMasks.draw(dropouts, 40, 9, masks);
    int[] dropped = new int[2];
    for (int i = 0; i < masks.length; i++) {
      int which = i % 500 < 300 ? 0 : 1;
      if (masks[i] == 0) {
        dropped[which]++;
      } else {
        assertThat(masks[i]).isEqualTo(which == 0 ? 4f / 3 : 2f);
      }
    }
    assertThat(dropped[0] / 12000.0).isCloseTo(0.25, within(0.02));
    assertThat(dropped[1] / 8000.0).isCloseTo(0.5, within(0.02));
  }

  @Test
  void differBySeedOnly() {
    List<Dropout> dropouts = List.of(new Dropout(64, 0.5));
    float[] first = new float[64];
    float[] again = new float[64];
    float[] other = new float[64];
    DropoutMasks.draw(dropouts, 1, Seed.of(6, 1, 2), first);
    DropoutMasks.draw(dropouts, 1, Seed.of(6, 1, 2), again);
    DropoutMasks.draw(dropouts, 1, Seed.of(6, 2, 1), other);
    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void comeFromTheGeneratorAsItWasPublished() {
    // The first numbers of SplitMix64 from seed 1234567, as in its reference implementation.
    SplitMix random = new SplitMix(1234567);
    assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
  }
}
