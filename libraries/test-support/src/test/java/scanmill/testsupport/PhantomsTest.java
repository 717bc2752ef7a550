package scanmill.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Orientation;

class PhantomsTest {

  private static double mean(Phantom scan, int tissue) {
    double sum = 0;
    int count = 0;
    int[] tissues = scan.tissues().data();
    for (int n = 0; n < tissues.length; n++) {
      if (tissues[n] == tissue) {
        sum += scan.image().data()[n];
        count++;
      }
    }
    return sum / count;
  }

  private static double volumeMm3(LabelMap mask) {
    return Arrays.stream(mask.data()).sum() * mask.grid().spacing().voxelMm3();
  }

  @Test
  void areTheSameForTheSameSeedAndOthersForAnother() {
    Phantom one = Phantoms.scan(1, PhantomContrast.T1W, PhantomScanner.NORTH);
    Phantom same = Phantoms.scan(1, PhantomContrast.T1W, PhantomScanner.NORTH);
    Phantom other = Phantoms.scan(2, PhantomContrast.T1W, PhantomScanner.NORTH);

    assertThat(one.image().data()).isEqualTo(same.image().data());
    assertThat(one.image().grid()).isEqualTo(same.image().grid());
    assertThat(one.tissues().data()).isEqualTo(same.tissues().data());
    assertThat(one.tissues().data()).isNotEqualTo(other.tissues().data());
  }

  @ParameterizedTest
  @EnumSource(PhantomScanner.class)
  void lookAsEachContrastDoes(PhantomScanner scanner) {
    Phantom t1 = Phantoms.scan(3, PhantomContrast.T1W, scanner);
    Phantom t2 = Phantoms.scan(3, PhantomContrast.T2W, scanner);
    Phantom t2star = Phantoms.scan(3, PhantomContrast.T2STAR, scanner);

    assertThat(mean(t1, 3)).as("dark fluid on T1w").isLessThan(mean(t1, 1) / 2);
    assertThat(mean(t2, 3)).as("bright fluid on T2w").isGreaterThan(mean(t2, 1) * 1.5);
    assertThat(mean(t2star, 2)).as("bright grey matter on T2*w").isGreaterThan(mean(t2star, 1));
    assertThat(mean(t1, 2)).as("darker grey matter on T1w").isLessThan(mean(t1, 1));
  }

  @Test
  void haveACordOfAnatomicalSizeInEverySlice() {
    for (long seed = 0; seed < 8; seed++) {
      Phantom scan = Phantoms.scan(seed, PhantomContrast.T1W, PhantomScanner.NORTH);
      int[] cord = scan.cord().data();
      double heightMm = 12 * scan.image().grid().spacing().kMm();
      double areaMm2 = volumeMm3(scan.cord()) / heightMm;
      for (int k = 0; k < 12; k++) {
        int inSlice = 0;
        for (int n = k * 64 * 64; n < (k + 1) * 64 * 64; n++) {
          inSlice += cord[n];
        }
        assertThat(inSlice).as("slice %d of %d", k, seed).isGreaterThan(80);
      }
      assertThat(areaMm2).as("seed %d", seed).isBetween(60.0, 115.0);
      assertThat(volumeMm3(scan.greyMatter()) / volumeMm3(scan.cord())).isBetween(0.1, 0.4);
    }
  }

  @Test
  void areOnePersonInTwoScanners() {
    Phantom north = Phantoms.scan(5, PhantomContrast.T2W, PhantomScanner.NORTH);
    Phantom south = Phantoms.scan(5, PhantomContrast.T2W, PhantomScanner.SOUTH);
    double northArea = volumeMm3(north.cord()) / (12 * 4);
    double southArea = volumeMm3(south.cord()) / (12 * 3.6);

    assertThat(southArea).isBetween(northArea * 0.9, northArea * 1.1);
    assertThat(south.image().grid().spacing().iMm()).isEqualTo(0.8);
  }

  @Test
  void keepImageAndTruthOnOneGridInEveryOrientation() {
    GridShape shape = new GridShape(32, 32, 6);
    Phantom ras =
        Phantoms.scan(7, PhantomContrast.T1W, PhantomScanner.NORTH, shape, Orientation.RAS);
    Phantom pir =
        Phantoms.scan(7, PhantomContrast.T1W, PhantomScanner.NORTH, shape, new Orientation("PIR"));

    assertThat(pir.image().grid()).isEqualTo(pir.tissues().grid());
    assertThat(pir.image().shape()).isEqualTo(new GridShape(32, 6, 32));
    assertThat(pir.image().reoriented(Orientation.RAS).data()).isEqualTo(ras.image().data());
    assertThat(pir.tissues().reoriented(Orientation.RAS).data()).isEqualTo(ras.tissues().data());
  }

  @Test
  void holdWholeIntensitiesThatSixteenBitsStore() {
    int others = 0;
    for (float value : Phantoms.scan(9, PhantomContrast.T2W, PhantomScanner.SOUTH).image().data()) {
      others += value >= 0 && value <= 32767 && value == Math.rint(value) ? 0 : 1;
    }

    assertThat(others).isZero();
  }
}
