package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NiftiGeometryTest {

  /**
   * A quarter turn about z: i runs to the front, j to the left; quaternion (cos 45, 0, 0, sin 45).
   */
  private static ByteBuffer quarterTurn() {
    ByteBuffer b = HandMade.nifti1();
    b.putShort(252, (short) 1).putShort(254, (short) 0);
    b.putFloat(256, 0).putFloat(260, 0).putFloat(264, (float) Math.sqrt(0.5));
    b.putFloat(268, 5).putFloat(272, 6).putFloat(276, 7);
    return b;
  }

  private static double distance(ByteBuffer b, double... affine) {
    return HandMade.header(b).grid().affine().distance(Affine.of(affine));
  }

  @Test
  void prefersTheMatrixToTheQuaternion() {
    ByteBuffer b = quarterTurn();
    b.putShort(254, (short) 2);

    assertThat(distance(b, HandMade.affine())).isZero();
  }

  @Test
  void turnsByTheQuaternionWhereThereIsNoMatrix() {
    assertThat(distance(quarterTurn(), 0, -3, 0, 5, 2, 0, 0, 6, 0, 0, 4, 7)).isLessThan(1e-6);
    assertThat(HandMade.header(quarterTurn()).grid().orientation().letters()).isEqualTo("ALS");
  }

  @Test
  void mirrorsTheThirdAxisByANegativeQfac() {
    ByteBuffer b = quarterTurn();
    b.putFloat(76, -1);

    assertThat(distance(b, 0, -3, 0, 5, 2, 0, 0, 6, 0, 0, -4, 7)).isLessThan(1e-6);
  }

  @Test
  void acceptsAHalfTurnThatRoundingMadeTooLong() {
    ByteBuffer b = quarterTurn();
    b.putFloat(264, 1.0000002f);

    assertThat(distance(b, -2, 0, 0, 5, 0, -3, 0, 6, 0, 0, 4, 7)).isLessThan(1e-6);
  }

  @Test
  void fallsBackToVoxelSizes() {
    ByteBuffer b = HandMade.nifti1();
    b.putShort(254, (short) 0);

    assertThat(distance(b, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0)).isZero();
  }

  @Test
  void turnsMicrometresIntoMillimetres() {
    ByteBuffer b = HandMade.nifti1();
    b.put(123, (byte) 3);

    assertThat(HandMade.header(b).grid().spacing().iMm()).isEqualTo(0.002);
  }

  @Test
  void givesAFlatPictureAThirdAxis() {
    ByteBuffer b = HandMade.nifti1();
    b.putShort(40, (short) 2).putShort(46, (short) 0);
    b.putShort(254, (short) 0).putFloat(88, 0);

    assertThat(HandMade.volume(b).shape()).isEqualTo(new GridShape(2, 3, 1));
    assertThat(HandMade.volume(b).grid().spacing()).isEqualTo(new Spacing(2, 3, 1));
  }

  @Test
  void repeatsGeometryTextAndExtensionsToTheBit() throws IOException {
    ByteBuffer b = withExtension(quarterTurn());
    b.putShort(254, (short) 3);
    b.put(148, "a knee".getBytes(StandardCharsets.US_ASCII));
    b.putShort(68, (short) 1002).put(328, (byte) 'L');
    NiftiHeader like = HandMade.header(b);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Nifti.write(out, "l.nii", new LabelMap(like.grid(), new int[HandMade.VOXELS]), like);

    byte[] in = HandMade.bytes(b);
    byte[] copy = out.toByteArray();
    assertThat(Arrays.copyOfRange(copy, 76, 108)).as("pixdim").isEqualTo(part(in, 76, 108));
    assertThat(Arrays.copyOfRange(copy, 148, 348))
        .as("description to mark")
        .isEqualTo(part(in, 148, 348));
    assertThat(Arrays.copyOfRange(copy, 348, 368)).as("extension").isEqualTo(part(in, 348, 368));
    assertThat(HandMade.header(ByteBuffer.wrap(copy)).description()).isEqualTo("a knee");
    assertThat(HandMade.header(ByteBuffer.wrap(copy)).intentCode()).isEqualTo(1002);
    assertThat(HandMade.header(ByteBuffer.wrap(copy)).extensions()).hasSize(1);
    assertThat(HandMade.volume(copy).data()).hasSize(24);
  }

  private static byte[] part(byte[] all, int from, int to) {
    return Arrays.copyOfRange(all, from, to);
  }

  /** One comment of eight characters between header and voxels. */
  private static ByteBuffer withExtension(ByteBuffer b) {
    byte[] in = HandMade.bytes(b);
    ByteBuffer longer = ByteBuffer.wrap(new byte[in.length + 16]).order(b.order());
    longer.put(0, in, 0, 348).put(348, (byte) 1);
    longer.putInt(352, 16).putInt(356, 6).put(360, "thinking".getBytes(StandardCharsets.US_ASCII));
    longer.put(368, in, 352, in.length - 352);
    longer.putFloat(108, 368);
    return longer;
  }

  @Test
  void readsExtensions() {
    NiftiExtension extension =
        HandMade.header(withExtension(HandMade.nifti1())).extensions().get(0);

    assertThat(extension.code()).isEqualTo(6);
    assertThat(StandardCharsets.US_ASCII.decode(extension.content()).toString())
        .isEqualTo("thinking");
    assertThat(HandMade.volume(withExtension(HandMade.nifti1())).at(1, 2, 3)).isEqualTo(23);
  }

  @Test
  void takesGeometryFromTheVoxelsWhereTheyLieElsewhere() throws IOException {
    NiftiHeader like = HandMade.header(withExtension(quarterTurn()));
    Grid moved = Orientations.grid(new GridShape(3, 3, 3), new Orientation("PIR"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Nifti.write(out, "v.nii", new Volume(moved, new float[27]), like);

    NiftiHeader written = HandMade.header(ByteBuffer.wrap(out.toByteArray()));
    assertThat(written.grid()).isEqualTo(moved);
    assertThat(written.sformCode()).isEqualTo(1);
    assertThat(written.extensions()).isEqualTo(like.extensions());
  }

  @Test
  void goesThereAndBackAgainWithoutChangingTheHeader() throws IOException {
    Grid grid = Orientations.oblique(new GridShape(2, 3, 4), new java.util.Random(5));
    NiftiHeader like = NiftiHeader.of(grid, 1, ByteOrder.BIG_ENDIAN);
    LabelMap there = new LabelMap(like.grid(), new int[24]).reoriented(Orientation.RAS);
    LabelMap back = there.reoriented(like.grid().orientation());
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Nifti.write(out, "l.nii", back, like);

    assertThat(HandMade.header(ByteBuffer.wrap(out.toByteArray())).grid()).isEqualTo(like.grid());
  }
}
