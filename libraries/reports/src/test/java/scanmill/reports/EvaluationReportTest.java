package scanmill.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import scanmill.metrics.Evaluation;
import scanmill.metrics.EvaluationPlan;
import scanmill.metrics.ObjectSizes;
import scanmill.metrics.OverlapUnit;
import scanmill.specs.StrictJson;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

class EvaluationReportTest {
  private static final Grid GRID = Grid.of(new GridShape(8, 8, 4), new Spacing(1, 1, 2));
  private static final EvaluationPlan SIZES =
      new EvaluationPlan(
          true, 1, OverlapUnit.VOX, Optional.of(new ObjectSizes(List.of(10.0), false)), false);

  @TempDir Path folder;

  /** A bar of so many voxels along i, from a place on. */
  private static ProbabilityMap bar(int from, int length) {
    float[] data = new float[GRID.shape().length()];
    for (int i = from; i < from + length; i++) {
      data[GRID.shape().index(i, 3, 1)] = 1;
    }
    return new ProbabilityMap(GRID, new float[][] {data});
  }

  private static Evaluation shifted(String id, int by) {
    return Evaluation.of(id, bar(by, 4), bar(0, 4), SIZES);
  }

  private static EvaluationReport report() {
    return new EvaluationReport(
        "Cord & <b>lesion</b>",
        List.of("\"lesion\"<script>"),
        List.of(shifted("sub-01", 0), shifted("sub-02", 3), shifted("sub-03", 1)),
        List.of(new Subgroups("sex", Map.of("sub-01", "F", "sub-02", "F", "sub-03", "M"))),
        Optional.empty(),
        List.of("sub-04 has no reference <img src=x>."));
  }

  @Test
  void putsTheWorstScanFirst() {
    assertThat(report().worstFirst())
        .extracting(Evaluation::imageId)
        .containsExactly("sub-02", "sub-03", "sub-01");
  }

  @Test
  void putsScansWithoutAnyDiceLast() {
    Evaluation empty = Evaluation.of("a", bar(0, 0), bar(0, 0));
    EvaluationReport report =
        EvaluationReport.of("t", List.of("c"), List.of(empty, shifted("b", 0)));
    assertThat(report.worstFirst()).extracting(Evaluation::imageId).containsExactly("b", "a");
    JsonNode scan = report.json().at("/scans/1");
    assertThat(scan.path("mean_dice").isNull()).isTrue();
    assertThat(scan.at("/scores/dice_class0").isNull()).isTrue();
    assertThat(scan.at("/scores/vol_gt_class0").asDouble()).isZero();
  }

  @Test
  void tellsMeansIntervalsAndGroupsToPrograms() {
    JsonNode json = report().json();
    // Dice of 4 voxels shifted by 0, 3 and 1: 1, 0.25 and 0.75.
    assertThat(json.at("/summary/dice_class0/mean").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(json.at("/summary/dice_class0/low").asDouble()).isBetween(0.25, 0.66);
    assertThat(json.at("/global_dice/0").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(json.at("/subgroups/sex/F/scans").asInt()).isEqualTo(2);
    assertThat(json.at("/subgroups/sex/F/summary/dice_class0/mean").asDouble()).isEqualTo(0.625);
    assertThat(json.at("/subgroups/sex/M/summary/dice_class0/mean").asDouble()).isEqualTo(0.75);
    assertThat(StrictJson.parse(StrictJson.pretty(json), "report")).isEqualTo(json);
  }

  @Test
  void writesOnePageThatIsWellFormedNeedsNoNetworkAndEscapesEveryName() throws Exception {
    Reliability reliability = new Reliability();
    reliability.add(0, new float[] {0.1f, 0.9f}, new float[] {0, 1});
    reliability.addEntropy(new float[] {0.1f, 0.6f}, new float[] {0, 1}, new float[] {0, 0});
    EvaluationReport known = report();
    String html =
        new EvaluationReport(
                known.title(),
                known.classes(),
                known.evaluations(),
                known.subgroups(),
                Optional.of(reliability),
                known.notes())
            .html(id -> Optional.of(DifferencePicture.png(Optional.empty(), bar(1, 4), bar(0, 4))));
    assertThat(html)
        .contains("Cord &amp; &lt;b&gt;lesion&lt;/b&gt;", "&quot;lesion&quot;&lt;script&gt;")
        .contains("no reference &lt;img src=x&gt;")
        .contains(
            "id=\"subgroups\"", "id=\"objects\"", "id=\"reliability\"", "0-10vox", "11-INFvox")
        .doesNotContain("<script", "<b>lesion", "<img src=x", "<link", "url(", "@import");
    assertThat(html.split("data:image/png;base64,", -1)).hasSize(4);
    String xml =
        html.substring(html.indexOf("<html"))
            .replaceAll("<meta [^>]*>", "")
            .replaceAll("(<img [^>]*)>", "$1/>");
    var unused =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void writesThreeFilesAndTheSameBytesAgain() throws IOException {
    report().write(folder.resolve("results_eval"), ScanPictures.NONE);
    Path html = folder.resolve("results_eval").resolve(EvaluationReport.HTML);
    String first = Files.readString(html);
    report().write(folder.resolve("results_eval"), ScanPictures.NONE);
    assertThat(html).hasContent(first);
    try (var files = Files.list(folder.resolve("results_eval"))) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly("evaluation.html", "evaluation.json", "evaluation_3Dmetrics.csv");
    }
    assertThat(folder.resolve("results_eval/evaluation_3Dmetrics.csv"))
        .content()
        .startsWith("image_id,vol_pred_class0,vol_gt_class0,rvd_class0,avd_class0,dice_class0,");
  }

  @Test
  void saysSomethingOfNoScansAtAll() throws IOException {
    String html = EvaluationReport.of("None", List.of(), List.of()).html(ScanPictures.NONE);
    assertThat(html).contains("0 scans, 0 classes").endsWith("</html>\n");
  }

  @Test
  void picturesAPictureWithItsRowsAsRows() throws IOException {
    Grid flat = Grid.of(new GridShape(2, 3, 1), new Spacing(1, 1, 1));
    // Row 0 is right, row 1 is predicted only in its last column and missed in its first.
    ProbabilityMap prediction = new ProbabilityMap(flat, new float[][] {{1, 0, 1, 0, 1, 1}});
    ProbabilityMap reference = new ProbabilityMap(flat, new float[][] {{1, 1, 1, 0, 1, 0}});
    byte[] png = DifferencePicture.png(Optional.empty(), prediction, reference);
    var image = ImageIO.read(new ByteArrayInputStream(png));
    int scale = image.getWidth() / 3;
    assertThat(image.getHeight()).isEqualTo(2 * scale);
    int right = image.getRGB(scale / 2, scale / 2);
    int missed = image.getRGB(scale / 2, scale + scale / 2);
    int wrong = image.getRGB(2 * scale + scale / 2, scale + scale / 2);
    assertThat(right >> 8 & 255).isGreaterThan(right >> 16 & 255).isGreaterThan(right & 255);
    assertThat(missed & 255).isGreaterThan(missed >> 16 & 255);
    assertThat(wrong >> 16 & 255).isGreaterThan(wrong >> 8 & 255).isGreaterThan(wrong & 255);
  }

  @Test
  void bringsMasksOntoAnotherGridByTheNearestVoxel() {
    Grid fine = Grid.of(new GridShape(4, 1, 1), new Spacing(1, 1, 1));
    Grid coarse = Grid.of(new GridShape(3, 1, 1), new Spacing(2, 1, 1));
    ProbabilityMap map = new ProbabilityMap(fine, new float[][] {{0, 1, 5, 7}});
    assertThat(OntoGrid.nearest(map, coarse).channel(0)).containsExactly(0, 5, 0);
  }

  @Test
  void choosesRoundNumbersForAxes() {
    assertThat(Frame.ticks(0, 1).stream().map(Numbers::tick))
        .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    assertThat(Frame.ticks(-3500, 3500).stream().map(Numbers::tick))
        .containsExactly("-2000", "0", "2000");
    assertThat(Numbers.tick(120)).isEqualTo("120");
  }
}
