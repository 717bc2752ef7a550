package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.specs.StrictJson;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

class EvaluateTest {
  private static final Grid GRID = Grid.of(new GridShape(10, 6, 4), new Spacing(1, 1, 2));

  @TempDir Path folder;
  private Desk desk = new Desk(Path.of("/"));

  @BeforeEach
  void sitDown() {
    desk = new Desk(folder);
  }

  /** A bar of so many voxels along i, from a place on, of one label. */
  private static LabelMap bar(Grid grid, int from, int length, int label) {
    int[] data = new int[grid.shape().length()];
    for (int i = from; i < from + length; i++) {
      data[grid.shape().index(i, 2, 1)] = label;
    }
    return new LabelMap(grid, data);
  }

  private static LabelMap bar(int from, int length) {
    return bar(GRID, from, length, 1);
  }

  private Path write(String name, LabelMap map) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Nifti.write(file, map);
    return file;
  }

  private JsonNode report() throws IOException {
    return StrictJson.parse(
        Files.readString(folder.resolve("results_eval/evaluation.json")), "evaluation.json");
  }

  private double dice(String id, int c) throws IOException {
    for (JsonNode scan : report().path("scans")) {
      if (scan.path("image_id").asText().equals(id)) {
        return scan.at("/scores/dice_class" + c).asDouble(Double.NaN);
      }
    }
    throw new AssertionError("No " + id + " in the report");
  }

  @Test
  void comparesTwoFiles() throws IOException {
    write("sub-01_T2w_pred.nii.gz", bar(1, 4));
    write("sub-01_T2w_seg-manual.nii.gz", bar(0, 4));
    int code =
        desk.type("evaluate", "-p", "sub-01_T2w_pred.nii.gz", "-r", "sub-01_T2w_seg-manual.nii.gz");
    assertThat(desk.err()).doesNotContain("[");
    assertThat(code).isZero();
    assertThat(desk.out()).contains("sub-01_T2w_pred.nii.gz   sub-01_T2w_seg-manual.nii.gz");
    assertThat(dice("sub-01_T2w_pred", 0)).isEqualTo(0.75);
    assertThat(folder.resolve("results_eval/evaluation_3Dmetrics.csv"))
        .content()
        .contains("\nsub-01_T2w_pred,8.0,8.0,0.0,0.0,0.75,0.75,0.75,");
    assertThat(folder.resolve("results_eval/evaluation.html")).content().contains("data:image/png");
    LabelMap painted =
        Nifti.readLabels(folder.resolve("pred_masks/sub-01_T2w_pred_TP-FP-FN.nii.gz"));
    assertThat(painted.at(0, 2, 1)).isZero();
    assertThat(painted.at(4, 2, 1)).isEqualTo(1);
  }

  @Test
  void matchesFoldersByNamesOfBidsAndCountsWhatHasNoPartner() throws IOException {
    write("pred/sub-01_T2w_pred.nii.gz", bar(0, 4));
    write("pred/sub-01_T2w_unc-vox.nii.gz", bar(0, 0));
    write("pred/sub-01_T2w_pred_TP-FP-FN.nii.gz", bar(0, 1));
    write("pred/sub-02_T2w_pred.nii.gz", bar(1, 4));
    write("pred/sub-03_T2w_pred.nii.gz", bar(1, 4));
    write("data/derivatives/labels/sub-01/anat/sub-01_T2w_seg-manual.nii.gz", bar(0, 4));
    write("data/derivatives/labels/sub-02/anat/sub-02_T2w_seg-manual.nii.gz", bar(0, 4));
    write("data/derivatives/labels/sub-04/anat/sub-04_T2w_seg-manual.nii.gz", bar(0, 4));
    write("data/sub-02/anat/sub-02_T2w.nii.gz", bar(0, 9));
    Files.writeString(
        folder.resolve("data/participants.tsv"),
        "participant_id\tsex\tage\nsub-01\tF\t30\nsub-02\tM\tn/a\n");
    int code =
        desk.type(
            "evaluate",
            "--predictions=pred",
            "--references=data",
            "--images=data",
            "--participants=data/participants.tsv",
            "--by=sex,age",
            "-o",
            ".");
    assertThat(desk.err()).contains("1 predictions have no reference: sub-03_T2w");
    assertThat(code).isZero();
    assertThat(report().path("scans")).hasSize(2);
    assertThat(report().at("/subgroups/sex/M/summary/dice_class0/mean").asDouble()).isEqualTo(0.75);
    assertThat(report().at("/subgroups/age/30/scans").asInt()).isEqualTo(1);
    assertThat(report().path("notes").toString()).contains("sub-03_T2w", "sub-04_T2w");
    assertThat(report().path("error_by_uncertainty")).isNotEmpty();
    assertThat(
            desk.type(
                "evaluate",
                "--predictions=pred",
                "--references=data",
                "--participants=data/participants.tsv",
                "--by=seks"))
        .isEqualTo(1);
    assertThat(desk.err()).contains("participant_id, sex, age", "[participants-column]");
  }

  @Test
  void asksWhichReferenceIsMeantWhereAScanHasSeveral() throws IOException {
    write("pred/sub-01_T1w_pred.nii.gz", bar(0, 4));
    write("ref/sub-01_T1w_seg-a-manual.nii.gz", bar(0, 4));
    write("ref/sub-01_T1w_seg-b-manual.nii.gz", bar(5, 4));
    assertThat(desk.type("evaluate", "--predictions=pred", "--references=ref")).isEqualTo(1);
    assertThat(desk.err()).contains("--suffix _seg-a-manual", "[pairing-ambiguous]");
    assertThat(
            desk.type(
                "evaluate", "--predictions=pred", "--references=ref", "--suffix=_seg-b-manual"))
        .isZero();
    assertThat(dice("sub-01_T1w_pred", 0)).isZero();
  }

  @Test
  void comparesLabelMapsWithOneFileForEachClassOfWhichOneMayBeMissing() throws IOException {
    LabelMap both = bar(GRID, 0, 4, 1);
    both.data()[GRID.shape().index(8, 2, 1)] = 2;
    write("pred/sub-01_T1w_pred.nii.gz", both);
    write("pred/sub-02_T1w_pred.nii.gz", both);
    write("ref/sub-01_T1w_seg-a-manual.nii.gz", bar(0, 4));
    write("ref/sub-01_T1w_seg-b-manual.nii.gz", bar(8, 1));
    write("ref/sub-02_T1w_seg-a-manual.nii.gz", bar(0, 4));
    int code =
        desk.type(
            "evaluate",
            "--predictions=pred",
            "--references=ref",
            "--suffix=_seg-a-manual",
            "--suffix=_seg-b-manual");
    assertThat(code).as(desk.err()).isZero();
    assertThat(dice("sub-01_T1w_pred", 0)).isEqualTo(1);
    assertThat(dice("sub-01_T1w_pred", 1)).isEqualTo(1);
    assertThat(dice("sub-02_T1w_pred", 0)).isEqualTo(1);
    assertThat(dice("sub-02_T1w_pred", 1)).isZero();
    assertThat(report().path("notes").toString()).contains("sub-02_T1w");
    assertThat(report().path("classes").toString()).contains("seg-a-manual", "seg-b-manual");
  }

  @Test
  void comparesEveryLabelOfLabelMaps() throws IOException {
    LabelMap map = bar(GRID, 0, 4, 3);
    map.data()[GRID.shape().index(8, 2, 1)] = 17;
    write("pred/a_pred.nii.gz", map);
    write("ref/a_dseg.nii.gz", bar(GRID, 1, 4, 3));
    assertThat(desk.type("evaluate", "--predictions=pred", "--references=ref")).isZero();
    assertThat(report().path("classes").toString()).isEqualTo("[\"label 3\",\"label 17\"]");
    assertThat(dice("a_pred", 0)).isEqualTo(0.75);
    assertThat(dice("a_pred", 1)).isZero();
  }

  @Test
  void refusesLabelsThatTheOtherSideDoesNotKnowUnlessAllAreOne() throws IOException {
    write("p.nii.gz", bar(GRID, 0, 4, 1));
    write("r.nii.gz", bar(GRID, 0, 4, 255));
    assertThat(desk.type("evaluate", "-p", "p.nii.gz", "-r", "r.nii.gz")).isEqualTo(1);
    assertThat(desk.err()).contains("[255]", "--binary", "[reference-other-labels]");
    assertThat(desk.type("evaluate", "-p", "p.nii.gz", "-r", "r.nii.gz", "--binary")).isZero();
    assertThat(dice("p_pred", 0)).isEqualTo(1);
  }

  @Test
  void refusesAReferenceOnAnotherGridUnlessItMayBeResampled() throws IOException {
    Grid fine = Grid.of(new GridShape(20, 6, 4), new Spacing(0.5, 1, 2));
    write("pred/sub-01_T2w_pred.nii.gz", bar(0, 4));
    write("pred/sub-02_T2w_pred.nii.gz", bar(0, 4));
    write("ref/sub-01_T2w_seg.nii.gz", bar(fine, 0, 8, 1));
    write("ref/sub-02_T2w_seg.nii.gz", bar(0, 4));
    assertThat(desk.type("evaluate", "--predictions=pred", "--references=ref")).isEqualTo(1);
    assertThat(desk.err()).contains("sub-01_T2w was not compared", "20", "--resample");
    assertThat(report().path("scans")).hasSize(1);
    assertThat(report().path("notes").get(0).asText()).startsWith("sub-01_T2w is not in here");
    assertThat(desk.type("evaluate", "--predictions=pred", "--references=ref", "--resample"))
        .isZero();
    assertThat(dice("sub-01_T2w_pred", 0)).isEqualTo(1);
  }

  @Test
  void turnsAReferenceWhoseAxesPointElsewhere() throws IOException {
    Affine flipped = Affine.of(-1, 0, 0, 9, 0, 1, 0, 0, 0, 0, 2, 0);
    write("p.nii.gz", bar(0, 4));
    write("r.nii.gz", bar(new Grid(GRID.shape(), flipped), 6, 4, 1));
    assertThat(desk.type("evaluate", "-p", "p.nii.gz", "-r", "r.nii.gz")).isZero();
    assertThat(dice("p_pred", 0)).isEqualTo(1);
  }

  @Test
  void scoresMasksThatAreEmptyOnEitherSide() throws IOException {
    write("pred/sub-01_T2w_pred.nii.gz", bar(0, 0));
    write("pred/sub-02_T2w_pred.nii.gz", bar(0, 0));
    write("pred/sub-03_T2w_pred.nii.gz", bar(0, 5));
    write("ref/sub-01_T2w_seg.nii.gz", bar(0, 0));
    write("ref/sub-02_T2w_seg.nii.gz", bar(0, 4));
    write("ref/sub-03_T2w_seg.nii.gz", bar(0, 0));
    assertThat(desk.type("evaluate", "--predictions=pred", "--references=ref")).isZero();
    assertThat(dice("sub-01_T2w_pred", 0)).isNaN();
    assertThat(dice("sub-02_T2w_pred", 0)).isZero();
    assertThat(dice("sub-03_T2w_pred", 0)).isZero();
    assertThat(report().at("/summary/dice_class0/count").asInt()).isEqualTo(2);
  }

  @Test
  void countsFourHundredObjectsAsFourHundred() throws IOException {
    Grid wide = Grid.of(new GridShape(60, 60, 1), new Spacing(1, 1, 1));
    int[] data = new int[3600];
    for (int n = 0; n < 400; n++) {
      data[wide.shape().index(n % 20 * 3, n / 20 * 3, 0)] = 1;
    }
    write("p.nii.gz", new LabelMap(wide, data));
    write("r.nii.gz", new LabelMap(wide, data));
    Files.writeString(
        folder.resolve("c.json"),
        "{\"evaluation_parameters\": {\"target_size\": {\"thr\": [20], \"unit\": \"vox\"},"
            + " \"overlap\": {\"thr\": 1, \"unit\": \"vox\"}}}");
    int code = desk.type("evaluate", "-p", "p.nii.gz", "-r", "r.nii.gz", "-c", "c.json");
    assertThat(code).as(desk.err()).isZero();
    JsonNode scores = report().at("/scans/0/scores");
    assertThat(scores.path("n_gt_class0").asInt()).isEqualTo(400);
    assertThat(scores.path("ltpr_class0").asDouble()).isEqualTo(1);
    assertThat(scores.path("lfdr_class0").asDouble()).isZero();
    assertThat(scores.path("n_0-20vox_class0").asInt()).isEqualTo(400);
  }

  @Test
  void scoresSoftPredictionsAndTellsHowTrueTheirProbabilitiesAre() throws IOException {
    float[] soft = new float[GRID.shape().length()];
    float[] hard = new float[GRID.shape().length()];
    for (int i = 0; i < 4; i++) {
      soft[GRID.shape().index(i, 2, 1)] = 0.75f;
      hard[GRID.shape().index(i, 2, 1)] = 1;
    }
    Nifti.write(folder.resolve("p.nii.gz"), new ProbabilityMap(GRID, new float[][] {soft}));
    Nifti.write(folder.resolve("r.nii.gz"), new ProbabilityMap(GRID, new float[][] {hard}));
    assertThat(desk.type("evaluate", "-p", "p.nii.gz", "-r", "r.nii.gz")).isZero();
    assertThat(dice("p_pred", 0)).isCloseTo(6 / 7.0, within(1e-6));
    JsonNode scores = report().at("/scans/0/scores");
    assertThat(scores.path("n_pred_class0").asInt()).isEqualTo(1);
    assertThat(scores.path("ltpr_class0").asDouble()).isEqualTo(1);
    assertThat(scores.path("hausdorff_class0").asDouble()).isZero();
    assertThat(report().at("/calibration/0/largest_error").asDouble())
        .isCloseTo(0.25, within(1e-6));
  }

  @Test
  void comparesPicturesAndPaintsThem() throws IOException {
    BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 5; x < 15; x++) {
      for (int y = 5; y < 9; y++) {
        image.getRaster().setSample(x, y, 0, 255);
      }
    }
    ImageIO.write(image, "png", folder.resolve("sub-rat1_SEM_class-0_pred.png").toFile());
    ImageIO.write(image, "png", folder.resolve("sub-rat1_SEM_seg-axon-manual.png").toFile());
    int code =
        desk.type(
            "evaluate",
            "-p",
            "sub-rat1_SEM_class-0_pred.png",
            "-r",
            "sub-rat1_SEM_seg-axon-manual.png",
            "--pixel-size",
            "0.0001");
    assertThat(code).as(desk.err()).isZero();
    assertThat(report().at("/scans/0/scores/dice_class0").asDouble()).isEqualTo(1);
    assertThat(report().at("/scans/0/scores/vol_gt_class0").asDouble())
        .isCloseTo(40e-12, within(1e-17));
    BufferedImage painted =
        ImageIO.read(folder.resolve("pred_masks/sub-rat1_SEM_class-0_pred_TP-FP-FN.png").toFile());
    assertThat(painted.getRaster().getSample(6, 6, 0)).isEqualTo(85);
  }

  @Test
  void saysHowItIsUsed() {
    assertThat(desk.type("evaluate")).isEqualTo(2);
    assertThat(desk.err()).contains("--predictions and --references");
    assertThat(desk.type("evaluate", "-p", "a.nii.gz")).isEqualTo(2);
    assertThat(desk.type("evaluate", "--predictions=nowhere", "--references=nowhere")).isEqualTo(1);
    assertThat(desk.err()).contains("[folder-missing]");
    assertThat(desk.type("evaluate", "-p", "a.nii.gz", "-r", "b.nii.gz")).isEqualTo(1);
    assertThat(desk.err()).doesNotContain("[unexpected]");
  }
}
