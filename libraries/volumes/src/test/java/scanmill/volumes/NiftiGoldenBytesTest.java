package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiGoldenBytesTest {

  private static ByteOrder order(String name) {
    return name.equals("little") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  @ParameterizedTest
  @ValueSource(strings = {"little", "big"})
  void readsNifti1PutTogetherByHand(String order) {
    Volume volume = HandMade.volume(HandMade.nifti1(order(order)));

    assertThat(volume.shape()).isEqualTo(new GridShape(2, 3, 4));
    assertThat(volume.grid().affine()).isEqualTo(Affine.of(HandMade.affine()));
    assertThat(volume.at(1, 2, 3)).isEqualTo(23);
    assertThat(volume.at(1, 0, 0)).isEqualTo(1);
    assertThat(volume.at(0, 0, 1)).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"little", "big"})
  void readsNifti2PutTogetherByHand(String order) {
    NiftiHeader header = HandMade.header(HandMade.nifti2(order(order)));
    Volume volume = HandMade.volume(HandMade.nifti2(order(order)));

    assertThat(header.version()).isEqualTo(2);
    assertThat(header.byteOrder()).isEqualTo(order(order));
    assertThat(volume.grid().affine()).isEqualTo(Affine.of(HandMade.affine()));
    assertThat(volume.at(1, 2, 3)).isEqualTo(23);
  }

  @Test
  void writesWhatTheStandardSays() throws IOException {
    Grid grid = new Grid(new GridShape(2, 3, 4), Affine.of(HandMade.affine()));
    int[] labels = new int[24];
    labels[23] = 7;
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Nifti.write(out, "labels.nii", new LabelMap(grid, labels), NiftiHeader.of(grid));

    ByteBuffer b = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(b.capacity()).isEqualTo(352 + 24);
    assertThat(b.getInt(0)).isEqualTo(348);
    assertThat(b.getShort(40)).isEqualTo((short) 3);
    assertThat(b.getShort(42)).isEqualTo((short) 2);
    assertThat(b.getShort(44)).isEqualTo((short) 3);
    assertThat(b.getShort(46)).isEqualTo((short) 4);
    assertThat(b.getShort(48)).isEqualTo((short) 1);
    assertThat(b.getShort(70)).as("unsigned bytes").isEqualTo((short) 2);
    assertThat(b.getShort(72)).isEqualTo((short) 8);
    assertThat(b.getFloat(76)).as("qfac").isEqualTo(1);
    assertThat(b.getFloat(80)).isEqualTo(2);
    assertThat(b.getFloat(84)).isEqualTo(3);
    assertThat(b.getFloat(88)).isEqualTo(4);
    assertThat(b.getFloat(108)).isEqualTo(352);
    assertThat(b.getFloat(112)).as("slope").isEqualTo(1);
    assertThat(b.get(123)).as("millimetres").isEqualTo((byte) 2);
    assertThat(b.getShort(252)).isEqualTo((short) 1);
    assertThat(b.getShort(254)).isEqualTo((short) 1);
    assertThat(b.getFloat(256)).isEqualTo(0);
    assertThat(b.getFloat(268)).isEqualTo(10);
    assertThat(b.getFloat(280)).isEqualTo(2);
    assertThat(b.getFloat(292)).isEqualTo(10);
    assertThat(b.getFloat(320)).isEqualTo(4);
    assertThat(b.getInt(344)).as("n+1").isEqualTo(0x00312b6e);
    assertThat(b.getInt(348)).as("no extension").isZero();
    assertThat(b.get(352)).isZero();
    assertThat(b.get(375)).isEqualTo((byte) 7);
  }

  @Test
  void writesNifti2WithItsLongMark() throws IOException {
    Grid grid = Grid.of(new GridShape(2, 3, 4), new Spacing(1, 1, 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Nifti.write(
        out,
        "x.nii",
        new Volume(grid, new float[24]),
        NiftiHeader.of(grid, 2, ByteOrder.BIG_ENDIAN));

    ByteBuffer b = ByteBuffer.wrap(out.toByteArray());
    assertThat(b.getInt(0)).isEqualTo(540);
    assertThat(b.getLong(4)).as("n+2 and its line ends").isEqualTo(0x6e2b32000d0a1a0aL);
    assertThat(b.getShort(12)).as("32-bit floats").isEqualTo((short) 16);
    assertThat(b.getLong(16)).isEqualTo(3);
    assertThat(b.getLong(40)).isEqualTo(4);
    assertThat(b.getLong(168)).isEqualTo(544);
    assertThat(b.capacity()).isEqualTo(544 + 4 * 24);
  }
}
