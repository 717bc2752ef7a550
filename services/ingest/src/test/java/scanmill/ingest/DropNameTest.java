package scanmill.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static scanmill.ingest.DropName.Kind.NOT_A_DROP;
import static scanmill.ingest.DropName.Kind.SCAN;
import static scanmill.ingest.DropName.Kind.UNSUPPORTED;
import static scanmill.ingest.DropName.Kind.UNUSABLE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.ids.ScanId;
import scanmill.problems.Problem;

class DropNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "incoming/a.nii",
        "incoming/a.nii.gz",
        "incoming/Kopf Übersicht (neu).NII.GZ",
        "incoming/hippocampus/sub-01/ses-02/anat/sub-01_ses-02_T1w.nii.gz",
        "incoming/スキャン/脳.nii.gz",
        "incoming/100%2e.nii.gz",
        "incoming/sub-rat1_SEM.png",
        "incoming/a.JPG",
        "incoming/sub-rat1_SEM.ome.tif"
      })
  void knowsAScanByItsName(String key) {
    assertThat(new DropName(key).kind()).isEqualTo(SCAN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"incoming/a.dcm", "incoming/a.zip", "incoming/a", "incoming/x/a.nii.gz.part"})
  void knowsWhatIsNoScan(String key) {
    assertThat(new DropName(key).kind()).isEqualTo(UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "raw/ab/cd.nii.gz",
        "incoming/",
        "incoming/folder/",
        "incoming/a.nii.gz.DONE.json",
        "incoming/a.nii.gz.FAILED.json",
        "incoming/.s3proxy-mpu-stub-1234",
        ".s3proxy-mpu-stub-1234",
        "incoming/set/dataset_description.json",
        "incoming/set/participants.tsv",
        "incoming/set/README",
        "incoming/set/sub-01/anat/sub-01_T1w.json",
        "incoming/picture.json",
        "incoming/set/derivatives/labels/sub-01/anat/sub-01_T1w_seg-manual.nii.gz"
      })
  void leavesAloneWhatNobodyDroppedToHaveItSegmented(String key) {
    assertThat(new DropName(key).kind()).isEqualTo(NOT_A_DROP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "incoming/../raw/a.nii.gz",
        "incoming/./a.nii.gz",
        "incoming//a.nii.gz",
        "incoming/a\u0000.nii.gz",
        "incoming/a\nb.nii.gz",
        "incoming/\u202Egz.iin.nii.gz",
        "incoming/a\u200Bb.nii.gz",
        "incoming/\uD800.nii.gz"
      })
  void refusesKeysThatHideSomething(String key) {
    DropName drop = new DropName(key);

    assertThat(drop.kind()).isEqualTo(UNUSABLE);
    assertThat(drop.keyProblem()).map(Problem::code).contains("key-unusable");
  }

  @Test
  void refusesKeysThatLeaveNoRoomForTheNoteBesideThem() {
    String folders = "incoming/" + "f".repeat(200) + "/" + "g".repeat(200) + "/" + "h".repeat(200);
    String full = folders + "/" + "i".repeat(200) + "/" + "j".repeat(1024 - 813 - 7) + ".nii.gz";
    String fits = full.substring(0, full.length() - 19) + ".nii.gz";

    assertThat(full).hasSize(1024);
    assertThat(new DropName(full).keyProblem()).map(Problem::code).contains("key-too-long");
    assertThat(fits).hasSize(1012);
    assertThat(new DropName(fits).keyProblem()).isEmpty();
  }

  @Test
  void countsBytesAndNotCharacters() {
    DropName drop = new DropName("incoming/" + "é".repeat(120) + ".nii.gz"); // 240 + 7 bytes

    assertThat(drop.keyProblem()).map(Problem::code).contains("key-too-long");
  }

  @Test
  void neverRepeatsTheNameInTheProblem() {
    assertThat(new DropName("incoming/Meier\u0007.nii.gz").keyProblem())
        .map(Problem::toString)
        .hasValueSatisfying(text -> assertThat(text).doesNotContain("Meier"));
  }

  @Test
  void readsTheScanFromABidsName() {
    assertThat(new DropName("incoming/x/sub-01_ses-02_acq-hires_T2w.nii.gz").scan())
        .contains(ScanId.require("sub-01_ses-02_acq-hires_T2w"));
    assertThat(new DropName("incoming/x/head.nii.gz").scan()).isEmpty();
  }

  @Test
  void namesTheFoldersBelowTheDoor() {
    assertThat(new DropName("incoming/a/b/c.nii").folder()).isEqualTo("a/b");
    assertThat(new DropName("incoming/a/b/c.nii").firstFolder()).contains("a");
    assertThat(new DropName("incoming/c.nii").folder()).isEmpty();
    assertThat(new DropName("incoming/c.nii").firstFolder()).isEmpty();
  }
}
