package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scanmill.datasets.BidsFolder.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.LoaderParameters;
import scanmill.problems.BadInputException;

class BidsIndexTest {
  private static final LoaderParameters T1W =
      loader(
          "'target_suffix': ['_seg'], 'contrast_params': {'training_validation': ['T1w'], 'testing': ['T1w']}");

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
  void findsImagesWithTheirLabelsInTheOrderOfPaths() {
    bids.image("sub-02_T1w").label("sub-02_T1w_seg").image("sub-01_T1w").label("sub-01_T1w_seg");
    BidsIndex index = bids.index(T1W);
    assertThat(names(index)).containsExactly("sub-01_T1w", "sub-02_T1w");
    BidsScan scan = index.scans().get(0);
    assertThat(scan.image()).endsWithRaw(Path.of("sub-01/anat/sub-01_T1w.nii.gz"));
    assertThat(scan.truths().get(0).get(0).orElseThrow())
        .endsWithRaw(Path.of("derivatives/labels/sub-01/anat/sub-01_T1w_seg.nii.gz"));
    assertThat(scan.metadata())
        .containsEntry("participant_id", "sub-01")
        .containsEntry("suffix", "T1w");
    assertThat(index.warnings()).isEmpty();
  }

  @Test
  void neverMixesUpSessionsRunsAndAcquisitions() {
    for (String stem :
        List.of(
            "sub-01_ses-1_T1w",
            "sub-01_ses-2_T1w",
            "sub-01_ses-2_run-1_T1w",
            "sub-01_ses-2_run-2_T1w",
            "sub-01_ses-2_acq-hi_T1w",
            "sub-011_ses-1_T1w")) {
      bids.image(stem).label(stem + "_seg");
    }
    BidsIndex index = bids.index(T1W);
    assertThat(index.scans()).hasSize(6);
    assertThat(index.scans())
        .allSatisfy(
            scan ->
                assertThat(scan.truths().get(0).get(0).orElseThrow().getFileName())
                    .hasToString(scan.id() + "_seg.nii.gz"));
    assertThat(index.scans().get(2).metadata()).containsEntry("session", "2");
  }

  @Test
  void takesOnlyTheExactSuffix() {
    bids.image("sub-01_T1w")
        .label("sub-01_T1w_lesion_seg")
        .label("sub-01_T1w_seg-old")
        .label("sub-01_T1w_seg")
        .image("sub-01_MT1w")
        .image("sub-01_T1wmap");
    BidsScan scan = bids.index(T1W).scans().get(0);
    assertThat(bids.index(T1W).scans()).hasSize(1);
    assertThat(scan.truths().get(0).get(0).orElseThrow()).hasFileName("sub-01_T1w_seg.nii.gz");
  }

  @Test
  void writesNothing() throws IOException {
    bids.image("sub-01_T1w").label("sub-01_T1w_seg");
    Map<String, String> before = bids.snapshot();
    bids.index(T1W);
    assertThat(bids.snapshot()).isEqualTo(before);
  }

  @Test
  void takesAMissingClassForEmptyAndSaysSo() {
    bids.image("sub-01_T1w").label("sub-01_T1w_b").image("sub-02_T1w");
    BidsIndex index = bids.index(loader("'target_suffix': ['_a', '_b']"));
    assertThat(names(index)).containsExactly("sub-01_T1w");
    assertThat(index.scans().get(0).truths().get(0).get(0)).isEmpty();
    assertThat(index.scans().get(0).truths().get(0).get(1)).isPresent();
    assertThat(index.warnings())
        .containsExactly(
            "Without a label _a, which is taken to be empty: sub-01_T1w.nii.gz.",
            "Without any label, left out: sub-02_T1w.nii.gz.");
  }

  @Test
  void leavesOutWhatLacksItsRegion() {
    bids.image("sub-01_T1w").label("sub-01_T1w_seg").label("sub-01_T1w_cord");
    bids.image("sub-02_T1w").label("sub-02_T1w_seg");
    BidsIndex index =
        bids.index(loader("'target_suffix': ['_seg'], 'roi_params': {'suffix': '_cord'}"));
    assertThat(names(index)).containsExactly("sub-01_T1w");
    assertThat(index.scans().get(0).roi().orElseThrow()).hasFileName("sub-01_T1w_cord.nii.gz");
    assertThat(index.warnings())
        .containsExactly("Without its region of interest _cord, left out: sub-02_T1w.nii.gz.");
  }

  @Test
  void needsNoLabelsWhereNoneAreAskedFor() {
    bids.image("sub-01_T1w");
    assertThat(bids.index(loader("")).scans().get(0).truths()).isEmpty();
  }

  @Test
  void readsSeveralFoldersInTheirOrder() {
    BidsFolder other = new BidsFolder(folder.resolve("other"));
    bids.image("sub-02_T1w").label("sub-02_T1w_seg");
    other.image("sub-01_T1w").label("sub-01_T1w_seg");
    BidsFolder third = new BidsFolder(folder.resolve("third")).image("sub-03_T2w");
    BidsIndex index = BidsIndex.of(List.of(bids.root(), other.root(), third.root()), T1W);
    assertThat(names(index)).containsExactly("sub-02_T1w", "sub-01_T1w");
    assertThat(index.warnings())
        .containsExactly("No image of the wanted contrasts in " + third.root() + ".");
  }

  @Test
  void refusesTwoImagesOfOneName() {
    BidsFolder other = new BidsFolder(folder.resolve("other"));
    bids.image("sub-01_T1w").label("sub-01_T1w_seg");
    other.image("sub-01_T1w").label("sub-01_T1w_seg");
    assertThatThrownBy(() -> BidsIndex.of(List.of(bids.root(), other.root()), T1W))
        .hasMessageContaining("Required one image named sub-01_T1w")
        .hasMessageContaining("[dataset-scan-twice]");
    assertThat(BidsIndex.of(List.of(bids.root(), bids.root()), T1W).scans()).hasSize(1);
  }

  @Test
  void prefersTheFolderOfLabelsAndRefusesToGuessOtherwise() {
    bids.image("sub-01_T1w").label("sub-01_T1w_seg").with("derivatives/old/sub-01_T1w_seg.nii.gz");
    assertThat(bids.index(T1W).scans().get(0).truths().get(0).get(0).orElseThrow().toString())
        .contains("labels");
    bids.with("derivatives/labels/copy/sub-01_T1w_seg.nii.gz");
    assertThatThrownBy(() -> bids.index(T1W)).hasMessageContaining("[dataset-label-ambiguous]");
  }

  @Test
  void saysThatAFolderIsMissing() {
    assertThatThrownBy(() -> bids.index(T1W))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Required a BIDS folder; found nothing at " + bids.root())
        .hasMessageContaining("[dataset-folder-missing]");
  }

  @Test
  void saysWhatItLookedForWhenNoImageFits() {
    bids.image("sub-01_T2w").image("sub-01_T2star");
    assertThatThrownBy(() -> bids.index(T1W))
        .hasMessageContaining("No subject files found: required images named sub-…_T1w")
        .hasMessageContaining("with the ending .nii or .nii.gz")
        .hasMessageContaining("found 2 images of T2star, T2w")
        .hasMessageContaining("Did you mean \"T2w\"?")
        .hasMessageContaining("[dataset-no-subject-files]");
  }

  @Test
  void saysWhatItLookedForWhenNoLabelFits() {
    bids.image("sub-01_T1w").label("sub-01_T1w_sge");
    assertThatThrownBy(() -> bids.index(T1W))
        .hasMessageContaining("Derivatives not found: required labels such as sub-01_T1w_seg.nii")
        .hasMessageContaining("found 1 files ending in _sge")
        .hasMessageContaining("Did you mean \"_sge\"?")
        .hasMessageContaining("[dataset-derivatives-not-found]");
  }

  @Test
  void saysThatThereIsNoFolderOfDerivatives() {
    bids.image("sub-01_T1w");
    assertThatThrownBy(() -> bids.index(T1W))
        .hasMessageContaining("found no folder derivatives in " + bids.root());
  }

  @Test
  void saysThatAFileIsALinkToNothing() throws IOException {
    bids.image("sub-01_T1w").label("sub-01_T1w_seg");
    Path image = bids.root().resolve("sub-01/anat/sub-01_T1w.nii.gz");
    Files.delete(image);
    Files.createSymbolicLink(image, Path.of("../../.git/annex/objects/gone"));
    assertThatThrownBy(() -> bids.index(T1W))
        .hasMessageContaining("found 1 that are links to nothing")
        .hasMessageContaining("git annex get")
        .hasMessageContaining("[dataset-file-absent]");
  }

  @Test
  void followsLinksButNotInCircles() throws IOException {
    bids.image("sub-01_T1w").label("sub-01_T1w_seg");
    BidsFolder store = new BidsFolder(folder.resolve("store")).image("sub-02_T1w");
    bids.label("sub-02_T1w_seg");
    Files.createSymbolicLink(bids.root().resolve("sub-02"), store.root().resolve("sub-02"));
    Files.createSymbolicLink(bids.root().resolve("sub-01/self"), bids.root());
    assertThat(names(bids.index(T1W))).containsExactly("sub-01_T1w", "sub-02_T1w");
  }

  @Test
  void doesNotEnterFoldersThatHoldNoData() {
    bids.image("sub-01_T1w").label("sub-01_T1w_seg");
    bids.with("sourcedata/sub-05/anat/sub-05_T1w.nii.gz")
        .with(".git/sub-06/anat/sub-06_T1w.nii.gz")
        .with("sub-01/__MACOSX/sub-07_T1w.nii.gz")
        .with("sub-01/anat/._sub-01_T1w.nii.gz")
        .with("results/sub-08_T1w.nii.gz");
    assertThat(names(bids.index(loader("")))).containsExactly("sub-01_T1w");
  }

  @Test
  void leavesOutNamesThatAreNotOfBidsAndSaysSo() {
    bids.image("sub-01_T1w").with("sub-01/anat/scan one_T1w.nii.gz");
    BidsIndex index =
        bids.index(
            loader("'contrast_params': {'training_validation': ['T1w'], 'testing': ['T1w']}"));
    assertThat(names(index)).containsExactly("sub-01_T1w");
    assertThat(index.warnings()).containsExactly("Not a BIDS name, left out: scan one_T1w.nii.gz.");
  }

  @Test
  void selectsByAcquisitionWhereTheContrastNamesOne() {
    bids.image("sub-01_acq-ax_T2w").image("sub-01_acq-sag_T2w").image("sub-01_T1w");
    BidsIndex index =
        bids.index(
            loader(
                "'contrast_params': {'training_validation': ['acq-ax_T2w'], 'testing': ['T1w']}"));
    assertThat(names(index)).containsExactly("sub-01_T1w", "sub-01_acq-ax_T2w");
  }

  @Test
  void takesLabelsFromWhicheverChannelTheyWereDrawnOn() {
    bids.image("sub-01_T1w").image("sub-01_T2w").label("sub-01_T1w_seg");
    bids.image("sub-02_T1w").image("sub-02_T2w");
    BidsIndex index =
        bids.index(
            loader(
                "'target_suffix': ['_seg'], 'multichannel': true,"
                    + " 'contrast_params': {'training_validation': ['T2w', 'T1w']}"));
    assertThat(names(index)).containsExactly("sub-01_T2w");
    assertThat(index.scans().get(0).truths().get(0).get(0).orElseThrow())
        .hasFileName("sub-01_T1w_seg.nii.gz");
    assertThat(index.warnings()).containsExactly("Without any label, left out: sub-02_T2w.nii.gz.");
  }

  @Test
  void joinsAContrastThatWasAcquiredInOneWayOnly() {
    bids.image("sub-01_acq-ax_T2w").image("sub-01_T1w");
    bids.image("sub-02_acq-ax_T2w").image("sub-02_acq-sag_T2w").image("sub-02_T1w");
    BidsIndex index =
        bids.index(
            loader(
                "'multichannel': true, 'contrast_params': {'training_validation': ['T1w', 'T2w']}"));
    assertThat(names(index)).containsExactly("sub-01_T1w");
    assertThat(index.warnings())
        .containsExactly(
            "Without every contrast of T1w, T2w, left out: sub-02, sub-02_acq-ax, sub-02_acq-sag.");
  }

  @Test
  void putsContrastsTogetherAsChannelsPerSessionAndRun() {
    bids.image("sub-01_ses-1_T1w").image("sub-01_ses-1_T2w").label("sub-01_ses-1_T2w_seg");
    bids.image("sub-01_ses-2_T1w").image("sub-01_ses-2_T2w").label("sub-01_ses-2_T1w_seg");
    bids.label("sub-01_ses-1_T1w_seg").label("sub-01_ses-2_T2w_seg");
    bids.image("sub-02_T1w").label("sub-02_T1w_seg");
    BidsIndex index =
        bids.index(
            loader(
                "'target_suffix': ['_seg'], 'multichannel': true,"
                    + " 'contrast_params': {'training_validation': ['T2w', 'T1w']}"));
    assertThat(names(index)).containsExactly("sub-01_ses-1_T2w", "sub-01_ses-2_T2w");
    assertThat(index.scans().get(0).channels())
        .extracting(path -> path.orElseThrow().getFileName().toString())
        .containsExactly("sub-01_ses-1_T2w.nii.gz", "sub-01_ses-1_T1w.nii.gz");
    assertThat(index.scans().get(0).truths().get(0).get(0).orElseThrow())
        .hasFileName("sub-01_ses-1_T2w_seg.nii.gz");
    assertThat(index.warnings())
        .containsExactly("Without every contrast of T2w, T1w, left out: sub-02.");
  }

  @Test
  void keepsWhatLacksAContrastWhereTheMissingOneIsToBeZero() {
    bids.image("sub-01_T1w").image("sub-01_T2w").label("sub-01_T1w_seg").label("sub-01_T2w_seg");
    bids.image("sub-02_T1w").label("sub-02_T1w_seg");
    BidsIndex index =
        bids.index(
            loader(
                "'target_suffix': ['_seg'], 'multichannel': true, 'missing_channels': 'zero',"
                    + " 'contrast_params': {'training_validation': ['T2w', 'T1w']}"));
    assertThat(names(index)).containsExactly("sub-01_T2w", "sub-02_T1w");
    BidsScan lacking = index.scans().get(1);
    assertThat(lacking.channels().get(0)).isEmpty();
    assertThat(lacking.image()).hasFileName("sub-02_T1w.nii.gz");
    assertThat(lacking.files())
        .extracting(path -> path.getFileName().toString())
        .containsExactly("sub-02_T1w.nii.gz", "sub-02_T1w_seg.nii.gz");
    assertThat(index.warnings())
        .containsExactly(
            "Without every contrast of T2w, T1w, of which the missing ones are taken to be zero:"
                + " sub-02.");
  }

  @Test
  void keepsTheRatersOfEachClassApart() {
    bids.image("sub-01_T1w")
        .label("sub-01_T1w_gm-amy")
        .label("sub-01_T1w_gm-bob")
        .label("sub-01_T1w_wm-bob");
    bids.image("sub-02_T1w").label("sub-02_T1w_wm-bob");
    BidsIndex index =
        bids.index(loader("'target_suffix': [['_gm-amy', '_gm-bob'], ['_wm-amy', '_wm-bob']]"));
    assertThat(index.scans().get(0).truths())
        .extracting(
            rater ->
                rater.stream()
                    .map(file -> file.map(f -> f.getFileName().toString()).orElse("none"))
                    .toList())
        .containsExactly(
            List.of("sub-01_T1w_gm-amy.nii.gz", "none"),
            List.of("sub-01_T1w_gm-bob.nii.gz", "sub-01_T1w_wm-bob.nii.gz"));
    assertThat(index.scans().get(1).truths()).as("only bob drew it").hasSize(1);
  }

  @Test
  void inheritsSidecarsFromAboveTheCloserOneWinning() {
    bids.image("sub-01_run-1_T1w")
        .with("T1w.json", "{\"EchoTime\": 1, \"FlipAngle\": 9, \"List\": [1, 2]}")
        .with("sub-01/sub-01_T1w.json", "{\"EchoTime\": 2}")
        .with("sub-01/anat/sub-01_run-2_T1w.json", "{\"EchoTime\": 3}")
        .with("T2w.json", "{\"FlipAngle\": 10}")
        .with("dataset_description.json", "{\"Name\": \"x\"}");
    assertThat(bids.index(loader("")).scans().get(0).metadata())
        .containsEntry("EchoTime", "2")
        .containsEntry("FlipAngle", "9")
        .containsEntry("List", "[1, 2]")
        .doesNotContainKey("Name");
  }

  @Test
  void warnsOfASidecarThatCannotBeRead() {
    bids.image("sub-01_T1w").with("sub-01/anat/sub-01_T1w.json", "{\"a\": 1,}");
    assertThat(bids.index(loader("")).warnings())
        .singleElement()
        .asString()
        .contains("A sidecar that cannot be read, ignored: ")
        .contains("sub-01_T1w.json");
  }

  @Test
  void joinsTablesAndRenamesTheOlderColumnOnAClash() {
    bids.with("sub-01/ses-2/anat/sub-01_ses-2_sample-a_T1w.nii.gz")
        .with(
            "participants.tsv",
            "\uFEFFparticipant_id\tage\tsex\tsite",
            "sub-01\t31\tn/a\t\"A \"\"b\"\"\"",
            "sub-02\t40\tF\tC")
        .with("samples.tsv", "sample_id\tparticipant_id\tage", "sample-a\tsub-01\t3")
        .with("sub-01/sub-01_sessions.tsv", "session_id\tacq_time", "ses-1\tx", "ses-2\ty")
        .with(
            "sub-01/ses-2/sub-01_ses-2_scans.tsv",
            "filename\tacq_time",
            "anat/sub-01_ses-2_sample-a_T1w.nii.gz\tz");
    assertThat(bids.index(loader("")).scans().get(0).metadata())
        .containsEntry("age_x", "31")
        .containsEntry("age", "3")
        .containsEntry("site", "A \"b\"")
        .containsEntry("sample_id", "sample-a")
        .containsEntry("acq_time_x", "y")
        .containsEntry("acq_time", "z")
        .doesNotContainKey("sex");
  }

  @Test
  void takesOtherExtensionsWhenAskedTo() {
    bids.with("sub-01/micr/sub-01_sample-a_SEM.png")
        .with("derivatives/labels/sub-01/micr/sub-01_sample-a_SEM_axon.png")
        .image("sub-01_T1w");
    BidsIndex index = bids.index(loader("'extensions': ['.png'], 'target_suffix': ['_axon']"));
    assertThat(names(index)).containsExactly("sub-01_sample-a_SEM");
    assertThat(index.scans().get(0).metadata())
        .containsEntry("datatype", "micr")
        .containsEntry("extension", ".png")
        .containsEntry("sample", "a");
  }
}
