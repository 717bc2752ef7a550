package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scanmill.datasets.BidsFolder.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.LoaderParameters;

/** Folders that are not as they should be: each ends in a picture of what is there, or a word. */
class HostileIndexTest {
  private static final LoaderParameters ANY = loader("");
  private static final LoaderParameters SEG = loader("'target_suffix': ['_seg']");

  @TempDir Path folder;
  private BidsFolder bids;

  @BeforeEach
  void start() {
    bids = new BidsFolder(folder.resolve("data"));
  }

  private static List<String> names(BidsIndex index) {
    return index.scans().stream().map(scan -> scan.id().toString()).toList();
  }

  @Test
  void takesOnlyBidsFoldersUnlessToldOtherwise() {
    bids.image("sub-01_T1w")
        .with("ssub-spleen2/ct/sub-spleen2_ct.nii.gz")
        .with("ssub-spleen3/ct/ssub-spleen3_acq-low_ct.nii.gz")
        .with("derivatives/labels/ssub-spleen3/ct/ssub-spleen3_acq-low_ct_seg.nii.gz")
        .with("sub-01/anat/sub-02_T1w.nii.gz")
        .with("sub-01/ses-1/anat/sub-01_ses-2_T1w.nii.gz");
    BidsIndex strict = bids.index(ANY);
    assertThat(names(strict)).containsExactly("sub-01_T1w");
    assertThat(strict.warnings())
        .singleElement()
        .asString()
        .startsWith("Not in the folder of its subject and session, left out: ")
        .contains("sub-01/anat/sub-02_T1w.nii.gz, sub-01/ses-1/anat/sub-01_ses-2_T1w.nii.gz");
    BidsIndex lenient = bids.index(loader("'bids_validate': false"));
    assertThat(names(lenient))
        .containsExactly(
            "sub-spleen2_ct",
            "sub-spleen3_acq-low_ct",
            "sub-01_T1w",
            "sub-02_T1w",
            "sub-01_ses-2_T1w");
    BidsIndex labelled = bids.index(loader("'bids_validate': false, 'target_suffix': ['_seg']"));
    assertThat(names(labelled)).containsExactly("sub-spleen3_acq-low_ct");
  }

  @Test
  void makesABidsNameOfWhatIsNone() {
    assertThat(BidsFile.lenient("ssub-spleen2_ct").orElseThrow()).hasToString("sub-spleen2_ct");
    assertThat(BidsFile.lenient("patient_7_run-01_T2-w").orElseThrow())
        .hasToString("sub-patient7_run-01_T2w");
    assertThat(BidsFile.lenient("sub-01_acq-a_b_T1w").orElseThrow())
        .hasToString("sub-01_acq-ab_T1w");
    assertThat(BidsFile.lenient("scan")).isEmpty();
    assertThat(BidsFile.lenient("_T1w")).isEmpty();
    assertThat(BidsFile.lenient("a_")).isEmpty();
  }

  @Test
  void tellsSuffixesApartThatContainOneAnother() {
    bids.image("sub-01_T1w")
        .label("sub-01_T1w_lesion_seg")
        .label("sub-01_T1w_seg")
        .label("sub-01_T1w_seg-manual")
        .label("sub-011_T1w_seg");
    BidsScan scan =
        bids.index(loader("'target_suffix': ['_seg', '_lesion_seg', '_seg-manual']"))
            .scans()
            .get(0);
    assertThat(scan.files())
        .extracting(path -> path.getFileName().toString())
        .containsExactly(
            "sub-01_T1w.nii.gz",
            "sub-01_T1w_seg.nii.gz",
            "sub-01_T1w_lesion_seg.nii.gz",
            "sub-01_T1w_seg-manual.nii.gz");
  }

  @Test
  void readsADatasetThatLiesBelowAFolderCalledDerivatives() {
    BidsFolder below = new BidsFolder(folder.resolve("derivatives/data"));
    below.image("sub-01_T1w").label("sub-01_T1w_seg");
    assertThat(names(below.index(SEG))).containsExactly("sub-01_T1w");
  }

  @Test
  void countsAFileOnceThatIsBelowTwoFolders() {
    BidsFolder inner = new BidsFolder(folder.resolve("data/inner"));
    inner.image("sub-01_T1w").label("sub-01_T1w_seg");
    bids.image("sub-02_T1w").label("sub-02_T1w_seg");
    LoaderParameters lenient = loader("'target_suffix': ['_seg'], 'bids_validate': false");
    BidsIndex index = BidsIndex.of(List.of(bids.root(), inner.root()), lenient);
    assertThat(names(index)).containsExactly("sub-01_T1w", "sub-02_T1w");
  }

  @Test
  void refusesTwoFilesThatClaimTheSameScan() {
    bids.image("sub-01_T1w").with("sub-01/anat/sub-01_T1w.nii");
    assertThatThrownBy(() -> bids.index(ANY))
        .hasMessageContaining("sub-01_T1w.nii.gz")
        .hasMessageContaining("[dataset-scan-twice]");
    bids.image("sub-02_T1w").with("derivatives/labels/sub-02/anat/sub-02_T1w_seg.nii");
    bids.label("sub-02_T1w_seg");
    assertThatThrownBy(
            () -> bids.index(loader("'target_suffix': ['_seg'], 'extensions': ['.nii']")))
        .as("only .nii is asked for, of which sub-01 has no label and sub-02 no image")
        .hasMessageContaining("[dataset-derivatives-not-found]");
  }

  @Test
  void saysWhichLinksLeadRoundInACircle() throws IOException {
    bids.image("sub-01_T1w");
    Files.createSymbolicLink(bids.root().resolve("sub-01/self"), bids.root());
    Files.createSymbolicLink(
        bids.root().resolve("sub-01/anat/a"), bids.root().resolve("sub-01/anat/b"));
    Files.createSymbolicLink(
        bids.root().resolve("sub-01/anat/b"), bids.root().resolve("sub-01/anat/a"));
    assertThat(bids.index(ANY).warnings())
        .contains("A link that leads round in a circle, not followed: sub-01/self.");
  }

  @Test
  void saysWhichFolderCannotBeOpened() throws IOException {
    bids.image("sub-01_T1w").image("sub-02_T1w");
    Path closed = bids.root().resolve("sub-02");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      List<String> warnings = bids.index(ANY).warnings();
      boolean closedToMe = !Files.isReadable(closed); // not to root
      assertThat(warnings).hasSize(closedToMe ? 1 : 0);
      assertThat(warnings).allMatch("Cannot be opened, left out: sub-02."::equals);
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void leavesOutNamesThatAreNoUtf8AndSaysSo() throws Exception {
    bids.image("sub-01_T1w");
    String make =
        "f=\"$(printf 'anat\\377')\"; mkdir \"$f\";"
            + " : > \"$f/sub-01_acq-a_T1w.nii.gz\"; : > \"anat/sub-01_acq-$f\"_T1w.nii.gz";
    Process shell =
        new ProcessBuilder("sh", "-c", make)
            .directory(bids.root().resolve("sub-01").toFile())
            .start();
    assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isZero();
    BidsIndex index = bids.index(ANY);
    assertThat(names(index)).containsExactly("sub-01_T1w");
    assertThat(index.warnings())
        .singleElement()
        .asString()
        .startsWith(
            "Name that is not UTF-8, or not in the character set of this process, left out: ")
        .contains("sub-01_acq-a_T1w.nii.gz")
        .contains("anat/sub-01_acq-anat");
  }

  @Test
  void warnsOfSidecarsThatAreNoObjects() {
    bids.image("sub-01_T1w").with("sub-01/anat/sub-01_T1w.json", "[1, 2]").with("T1w.json", "{");
    assertThat(bids.index(ANY).warnings())
        .hasSize(2)
        .anyMatch(w -> w.startsWith("A sidecar that is no JSON object, ignored: "))
        .anyMatch(w -> w.startsWith("A sidecar that cannot be read, ignored: "));
  }

  @Test
  void warnsOfTablesWithoutTheirColumnAndOfSecondRows() {
    bids.with("sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz")
        .with("participants.tsv", "participant_id\tage\r", "sub-01\t3\r", "sub-01\t4\r")
        .with("sub-01/sub-01_sessions.tsv", "session,age", "ses-1,5")
        .with("sub-01/ses-1/sub-01_ses-1_scans.tsv", "");
    BidsIndex index = bids.index(ANY);
    assertThat(index.scans().get(0).metadata()).containsEntry("age", "3");
    assertThat(index.warnings())
        .containsExactly(
            "A second row for the same thing in participants.tsv, of which the first counts:"
                + " sub-01.",
            "A table without the column session_id, ignored: sub-01/sub-01_sessions.tsv.",
            "A table without the column filename, ignored:"
                + " sub-01/ses-1/sub-01_ses-1_scans.tsv.");
  }

  @Test
  void readsSessionsOfAllSubjectsFromOneTable() {
    bids.with("sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz")
        .with("sub-02/ses-1/anat/sub-02_ses-1_T1w.nii.gz")
        .with("sessions.tsv", "participant_id\tsession_id\tage", "sub-01\tses-1\t3", "02\t1\t4")
        .with("scans.tsv", "filename\tquality", "sub-02/ses-1/anat/sub-02_ses-1_T1w.nii.gz\tgood");
    List<BidsScan> scans = bids.index(ANY).scans();
    assertThat(scans.get(0).metadata()).containsEntry("age", "3").doesNotContainKey("quality");
    assertThat(scans.get(1).metadata()).containsEntry("age", "4").containsEntry("quality", "good");
  }

  @Test
  void heedsNoTableOfAnotherDatasetInside() {
    bids.with("sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz")
        .with(
            "inner/scans.tsv",
            "filename\tquality",
            "sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz\tbad")
        .with("inner/sub-01/sub-01_sessions.tsv", "session_id\tage", "ses-1\t99")
        .with(
            "sub-01/sub-01_scans.tsv",
            "filename\tquality",
            "ses-1/anat/sub-01_ses-1_T1w.nii.gz\tfair")
        .with("scans.tsv", "filename\tquality", "sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz\tgood");
    BidsIndex index = bids.index(ANY);
    assertThat(index.scans().get(0).metadata())
        .containsEntry("quality", "fair")
        .doesNotContainKey("age");
    assertThat(index.warnings()).isEmpty();
  }

  @Test
  void takesEveryFolderOfDataAndEveryEndingOfImages() {
    for (String ending : List.of(".nii", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".ome.tif")) {
      String name = "sub-01_sample-" + ending.replace(".", "") + "_SEM" + ending;
      bids.with("sub-01/lightsheet/" + name);
    }
    BidsIndex index =
        bids.index(
            loader("'extensions': ['.nii', '.png', '.jpg', '.jpeg', '.tif', '.tiff', '.ome.tif']"));
    assertThat(index.scans()).hasSize(7);
    assertThat(index.scans())
        .allSatisfy(scan -> assertThat(scan.metadata()).containsEntry("datatype", "lightsheet"));
    assertThat(bids.index(loader("'extensions': ['.tif']")).scans())
        .extracting(scan -> scan.metadata().getOrDefault("extension", ""))
        .containsExactlyInAnyOrder(".tif", ".ome.tif");
  }
}
