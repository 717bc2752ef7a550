package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.problems.BadInputException;

class NiftiRefusalTest {

  private static AbstractStringAssert<?> assertRefused(ByteBuffer b) {
    return assertThat(HandMade.refusal(b));
  }

  @Test
  void acceptsTheFileThatTheseTestsSpoil() {
    assertRefused(HandMade.nifti1()).isEqualTo("accepted");
    assertRefused(HandMade.nifti2(ByteOrder.BIG_ENDIAN)).isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(shorts = {0, -1, 8, 32767})
  void refusesAnImpossibleNumberOfAxes(short axes) {
    assertRefused(HandMade.nifti1().putShort(40, axes)).isEqualTo("nifti-dimensions");
  }

  @ParameterizedTest
  @ValueSource(shorts = {0, -1, -32768})
  void refusesAxesWithoutVoxels(short count) {
    for (int axis = 0; axis < 3; axis++) {
      assertRefused(HandMade.nifti1().putShort(42 + 2 * axis, count)).isEqualTo("nifti-dimensions");
    }
  }

  @Test
  void refusesSevenAxesOf32767() {
    ByteBuffer b = HandMade.nifti1().putShort(40, (short) 7);
    for (int axis = 0; axis < 7; axis++) {
      b.putShort(42 + 2 * axis, Short.MAX_VALUE);
    }
    assertRefused(b).isEqualTo("nifti-dimensions");
  }

  @Test
  void refusesMoreVoxelsThanLimitsAllow() {
    ByteBuffer b = HandMade.nifti1();
    b.putShort(42, Short.MAX_VALUE).putShort(44, Short.MAX_VALUE).putShort(46, Short.MAX_VALUE);

    assertRefused(b).isEqualTo("nifti-too-large");
    assertThatThrownBy(
            () ->
                Nifti.readVolume(
                    new ByteArrayInputStream(HandMade.bytes(HandMade.nifti1())),
                    "scan.nii",
                    Limits.DEFAULT.withMaxVoxels(23)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at most 23 voxels; scan.nii claims 24");
  }

  @Test
  void refusesMoreMemoryThanThereIs() {
    ByteBuffer b = HandMade.nifti1().putShort(70, (short) 2);
    b.putShort(42, (short) 2000).putShort(44, (short) 1000).putShort(46, (short) 1000);

    assertRefused(b).isEqualTo("nifti-too-large");
  }

  @Test
  void acceptsTrailingAxesOfOneButNoSeries() {
    ByteBuffer b = HandMade.nifti1().putShort(40, (short) 5);
    b.putShort(48, (short) 1).putShort(50, (short) 1);
    assertRefused(b).isEqualTo("accepted");

    b.putShort(46, (short) 2).putShort(48, (short) 2);
    assertThatThrownBy(() -> HandMade.volume(b))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("three axes")
        .hasMessageContaining("[2, 3, 2, 2, 1]")
        .hasMessageContaining("[nifti-dimensions]");
  }

  @ParameterizedTest
  @CsvSource({
    "128, RGB",
    "2304, RGBA",
    "32, complex",
    "1792, complex",
    "1536, 128-bit",
    "1, bits",
    "77, number 77"
  })
  void refusesVoxelsThatAreNoSingleNumbers(short code, String word) {
    assertThatThrownBy(() -> HandMade.volume(HandMade.nifti1().putShort(70, code)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(word)
        .hasMessageContaining("[nifti-datatype]");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 0, 1e30f, 1e-30f})
  void refusesAMatrixThatPlacesNothing(float number) {
    assertRefused(HandMade.nifti1().putFloat(280, number)).isEqualTo("nifti-affine");
  }

  @Test
  void refusesAxesThatCoincide() {
    ByteBuffer b = HandMade.nifti1().putFloat(284, 1).putFloat(300, 0);

    assertRefused(b).isEqualTo("nifti-affine");
  }

  @Test
  void refusesAnOriginThatIsNowhere() {
    assertRefused(HandMade.nifti1().putFloat(292, Float.NaN)).isEqualTo("nifti-affine");
  }

  @Test
  void refusesVoxelsWithoutSizeWhereNothingElsePlacesThem() {
    ByteBuffer b = HandMade.nifti1().putShort(254, (short) 0).putFloat(80, 0);

    assertRefused(b).isEqualTo("nifti-affine");
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 348, 351, 352.5f, -352, 1e30f, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesVoxelsThatBeginAtAnImpossiblePlace(float offset) {
    assertRefused(HandMade.nifti1().putFloat(108, offset)).isEqualTo("nifti-offset");
  }

  @Test
  void refusesVoxelsThatBeginBehindTheEnd() {
    assertRefused(HandMade.nifti1().putFloat(108, 4096)).isEqualTo("nifti-truncated");
  }

  @Test
  void refusesOtherFilesAndSaysWhatTheyLookLike() {
    assertLooksLike("just some words in a file, long enough", "text");
    assertLooksLike("<!DOCTYPE html><title>404</title>", "a web page");
    assertLooksLike("PK\3\4 and so on", "a ZIP archive");
    assertLooksLike("version https://git-lfs.github.com/spec/v1", "git-lfs");
    assertLooksLike("\0".repeat(128) + "DICM", "a DICOM file");
  }

  private static void assertLooksLike(String content, String word) {
    assertThatThrownBy(() -> HandMade.volume(content.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(word)
        .hasMessageContaining("[nifti-not-nifti]");
  }

  @Test
  void refusesTextCalledNiiGz(@TempDir Path folder) throws IOException {
    Path path = Files.writeString(folder.resolve("scan.nii.gz"), "patient: somebody");

    assertThatThrownBy(() -> Nifti.readVolume(path))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("scan.nii.gz looks like text")
        .hasMessageNotContaining("somebody");
  }

  @Test
  void refusesAFileCompressedTwice() {
    byte[] twice = HandMade.gzip(HandMade.gzip(HandMade.bytes(HandMade.nifti1())));

    assertThatThrownBy(() -> HandMade.volume(twice))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("compressed twice");
  }

  @Test
  void refusesAnalyze() {
    assertThatThrownBy(() -> HandMade.volume(HandMade.nifti1().putInt(344, 0)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("ANALYZE");
  }

  @Test
  void refusesEmptyFiles() {
    assertThat(HandMade.refusal(new byte[0])).isEqualTo("nifti-truncated");
    assertThat(HandMade.refusal(HandMade.gzip(new byte[0]))).isEqualTo("nifti-truncated");
  }

  @Test
  void refusesHalfAPair(@TempDir Path folder) throws IOException {
    ByteBuffer b = HandMade.nifti1().put(345, (byte) 'i').putFloat(108, 0);
    assertRefused(b).isEqualTo("nifti-pair");

    Path header = Files.write(folder.resolve("a.hdr"), HandMade.bytes(b));
    assertThatThrownBy(() -> Nifti.readVolume(header)).hasMessageContaining("[nifti-pair]");
    assertThatThrownBy(() -> Nifti.readVolume(folder.resolve("b.img")))
        .hasMessageContaining("b.img is alone");
  }

  @Test
  void refusesAShortFileBeforeReadingIt(@TempDir Path folder) throws IOException {
    ByteBuffer b = HandMade.nifti1();
    b.putShort(42, (short) 500).putShort(44, (short) 500).putShort(46, (short) 500);
    Path plain = Files.write(folder.resolve("a.nii"), HandMade.bytes(b));
    Path small = Files.write(folder.resolve("a.nii.gz"), HandMade.gzip(HandMade.bytes(b)));

    for (Path path : new Path[] {plain, small}) {
      assertThatThrownBy(() -> Nifti.readHeader(path))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("must hold 250000352 bytes")
          .hasMessageContaining("[nifti-truncated]");
    }
  }
}
