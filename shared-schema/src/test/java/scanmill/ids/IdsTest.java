package scanmill.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sub-01_T2w",
        "sub-01_ses-02_T2w",
        "sub-01_ses-02_acq-hires_run-1_T2star",
        "sub-spleen19_sample-a_SEM"
      })
  void readsBackEveryScanItPrints(String text) {
    ScanId scan = ScanId.require(text);

    assertThat(scan).hasToString(text);
    assertThat(ScanId.parse(scan.toString())).contains(scan);
  }

  @Test
  void knowsThePartsOfAScan() {
    ScanId scan = ScanId.require("sub-01_ses-02_acq-hires_run-1_T2w");

    assertThat(scan.subject()).isEqualTo(new Subject("01"));
    assertThat(scan.session()).contains(new Session("02"));
    assertThat(scan.entities()).isEqualTo(Map.of("acq", "hires", "run", "1"));
    assertThat(scan.contrast()).isEqualTo(new Contrast("T2w"));
    assertThat(scan.folder()).isEqualTo("sub-01/ses-02/anat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "T2w",
        "sub-_T2w",
        "sub-01",
        "sub-01_",
        "sub-../x_T2w",
        "sub-01_T2w/..",
        "sub-01_ses-1_ses-2_T2w",
        "sub-01_acq-a_ses-2_T2w",
        "sub-01_sub-02_T2w",
        "sub-01_acq-a_acq-b_T2w",
        "sub-01_acq_T2w",
        "sub-01_acq-_T2w",
        "sub-01_T2w\n",
        "sub-01_T2w\u0000",
        "sub-Müller_T2w",
        "sub-01_ses-02_T2w.nii.gz"
      })
  void takesNothingElseForAScan(String text) {
    assertThat(ScanId.parse(text)).isEmpty();
    assertThatThrownBy(() -> ScanId.require(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsBackModels() {
    for (String text :
        List.of(
            "spine",
            "t2star_sc.v1-2",
            "spine@0123abcd",
            "spine@production",
            "m@" + "0".repeat(64))) {
      assertThat(ModelId.parse(text)).hasToString(text);
      assertThat(ModelId.parse(ModelId.parse(text).toString())).isEqualTo(ModelId.parse(text));
    }
    assertThat(ModelId.parse("spine@0123abcd").digest()).isEqualTo(Optional.of("0123abcd"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".hidden",
        "a..b",
        "../a",
        "a/b",
        "a@",
        "a@Xyz",
        "a@-xyz",
        "a@0123",
        "a b",
        "a\n",
        "@01234567"
      })
  void takesNothingElseForAModel(String text) {
    assertThatThrownBy(() -> ModelId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a_b", "../a", "a/b", "a\n", "run 1"})
  void takesNothingElseForARun(String text) {
    assertThatThrownBy(() -> new RunId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void boundsTheLengthOfARun() {
    assertThat(new RunId("a".repeat(63))).hasToString("a".repeat(63));
    assertThatThrownBy(() -> new RunId("a".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void makesAnUploadIdOfBucketKeyAndEtag() {
    UploadId id = UploadId.of("b", "incoming/a.nii", "\"e\"");

    // printf 'b\0incoming/a.nii\0e\0' | sha256sum | cut -c1-32
    assertThat(id).hasToString("fd84c2d802e1c8ea924662e16f7082e6");
    assertThat(UploadId.of("b", "incoming/a.nii", "e")).isEqualTo(id);
    assertThat(UploadId.of("b", "incoming/a.nii", "f")).isNotEqualTo(id);
    assertThat(UploadId.of("bincoming", "/a.nii", "e")).isNotEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0123", "0123456789ABCDEF0123456789abcdef", "../456789abcdef0123456789abcdef"})
  void takesNothingElseForAnUpload(String text) {
    assertThatThrownBy(() -> new UploadId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
