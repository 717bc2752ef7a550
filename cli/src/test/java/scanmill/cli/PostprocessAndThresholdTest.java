package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.specs.StrictJson;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

class PostprocessAndThresholdTest {
  private static final Grid GRID =
      new Grid(new GridShape(8, 1, 1), Affine.of(-1, 0, 0, 9, 0, 1, 0, 5, 0, 0, 2, 7));

  @TempDir Path folder;
  private Desk desk = new Desk(Path.of("/"));

  @BeforeEach
  void sitDown() {
    desk = new Desk(folder);
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }

  private void write(String name, float... values) throws IOException {
    Nifti.write(file(name), new Volume(GRID, values));
  }

  @Test
  void appliesStepsInTheirOrderAndKeepsGridAndHeader() throws IOException {
    write("p/sub-01_T2w_pred.nii.gz", 0.6f, 0, 0.7f, 0.8f, 0.2f, 0, 0, 0.9f);
    int code =
        desk.type(
            "postprocess",
            "--steps",
            "{\"binarize_prediction\": {\"thr\": 0.5}, \"keep_largest\": {}}",
            "-i",
            "p/sub-01_T2w_pred.nii.gz",
            "-o",
            "clean");
    assertThat(code).as(desk.err()).isZero();
    Path result = folder.resolve("clean/sub-01_T2w_pred.nii.gz");
    assertThat(Nifti.readVolume(result).data()).containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
    NiftiHeader before = Nifti.readHeader(folder.resolve("p/sub-01_T2w_pred.nii.gz"));
    NiftiHeader after = Nifti.readHeader(result);
    assertThat(after.grid()).isEqualTo(before.grid());
    assertThat(after.dims()).isEqualTo(before.dims());
    assertThat(after.sformCode()).isEqualTo(before.sformCode());
  }

  @Test
  void treatsEachClassOfAFourthAxisAndEachLabelByItself() throws IOException {
    Nifti.write(
        file("p/four.nii.gz"),
        new ProbabilityMap(
            GRID, new float[][] {{1, 0, 1, 1, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 1, 0, 1}}));
    Nifti.write(file("p/map.nii.gz"), new LabelMap(GRID, new int[] {3, 0, 3, 3, 7, 7, 0, 7}));
    Files.writeString(folder.resolve("c.json"), "{\"postprocessing\": {\"keep_largest\": {}}}");
    int code =
        desk.type(
            "postprocess", "-c", "c.json", "-i", "p/four.nii.gz", "p/map.nii.gz", "-o", "clean");
    assertThat(code).as(desk.err()).isZero();
    ProbabilityMap four = Nifti.readProbabilities(folder.resolve("clean/four.nii.gz"));
    assertThat(four.channel(0)).containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
    assertThat(four.channel(1)).containsExactly(0, 0, 0, 0, 1, 1, 0, 0);
    assertThat(Nifti.readLabels(folder.resolve("clean/map.nii.gz")).data())
        .containsExactly(0, 0, 3, 3, 7, 7, 0, 0);
  }

  @Test
  void findsTheMapsOfUncertaintyBesideAPrediction() throws IOException {
    write("p/sub-01_T2w_pred.nii.gz", 1, 1, 1, 1, 1, 1, 1, 0.5f);
    write("p/sub-01_T2w_unc-vox.nii.gz", 0, 0, 0.6f, 0, 0, 0, 0, 0);
    String steps = "{\"uncertainty\": {\"thr\": 0.5, \"suffix\": \"_unc-vox.nii.gz\"}}";
    int code =
        desk.type("postprocess", "--steps", steps, "-i", "p/sub-01_T2w_pred.nii.gz", "-o", "c");
    assertThat(code).as(desk.err()).isZero();
    assertThat(Nifti.readVolume(folder.resolve("c/sub-01_T2w_pred.nii.gz")).data())
        .containsExactly(1, 1, 0, 1, 1, 1, 1, 0.5f);
  }

  @Test
  void refusesToOverwriteWhatItReadsAndStepsThatDoNotExist() throws IOException {
    write("p/a.nii.gz", 1, 1, 1, 1, 1, 1, 1, 1);
    assertThat(desk.type("postprocess", "--steps", "{}", "-i", "p/a.nii.gz", "-o", "p"))
        .isEqualTo(1);
    assertThat(desk.err()).contains("[output-is-input]");
    assertThat(
            desk.type(
                "postprocess", "--steps", "{\"keep_lagest\": {}}", "-i", "p/a.nii.gz", "-o", "q"))
        .isEqualTo(1);
    assertThat(desk.err()).contains("keep_largest").doesNotContain("[unexpected]");
    assertThat(desk.type("postprocess", "-i", "p/a.nii.gz", "-o", "q")).isEqualTo(2);
    assertThat(desk.type("postprocess", "--steps", "{}", "-i", "p/b.nii.gz", "-o", "q"))
        .isEqualTo(1);
    assertThat(desk.err()).contains("[file-missing]");
  }

  private JsonNode model() throws IOException {
    return StrictJson.parse(Files.readString(folder.resolve("cord/cord.json")), "cord.json");
  }

  @Test
  void findsTheHighestOfTheBestThresholdsAndKeepsItWithTheModel() throws IOException {
    // Everything from 0.3 to 0.6 parts the true voxels from the others.
    write("pred/sub-01_T2w_pred.nii.gz", 0.9f, 0.6f, 0.6f, 0.25f, 0.1f, 0, 0, 0);
    write("ref/sub-01_T2w_seg.nii.gz", 1, 1, 1, 0, 0, 0, 0, 0);
    Files.writeString(
        file("cord/cord.json"),
        "{\"model_name\": \"cord\", \"postprocessing\": {\"keep_largest\": {}}}");
    int code =
        desk.type(
            "threshold",
            "-m",
            "cord",
            "--predictions=pred",
            "--references=ref",
            "-t",
            "0.1",
            "--suffix",
            "_seg");
    assertThat(code).as(desk.err()).isZero();
    assertThat(desk.out()).contains("class 0         0.6      1.0000");
    assertThat(model().at("/postprocessing/binarize_prediction/thr").asDouble()).isEqualTo(0.6);
    assertThat(model().path("postprocessing").has("keep_largest")).isTrue();
    assertThat(model().path("model_name").asText()).isEqualTo("cord");
    assertThat(folder.resolve("thr.png")).isNotEmptyFile();
  }

  @Test
  void findsAThresholdForEachClassAndByRates() throws IOException {
    Nifti.write(
        file("p.nii.gz"),
        new ProbabilityMap(
            GRID,
            new float[][] {
              {0.9f, 0.8f, 0.7f, 0.6f, 0, 0, 0, 0}, {0.4f, 0.3f, 0.1f, 0.1f, 0, 0, 0, 0}
            }));
    Nifti.write(file("r.nii.gz"), new LabelMap(GRID, new int[] {1, 1, 0, 0, 0, 0, 0, 0}));
    write("r2.nii.gz", 1, 1, 0, 0, 0, 0, 0, 0);
    Files.writeString(file("cord/cord.json"), "{\"model_name\": \"cord\"}");
    int code =
        desk.type(
            "threshold",
            "-m",
            "cord",
            "-p",
            "p.nii.gz",
            "-r",
            "r.nii.gz",
            "r2.nii.gz",
            "-t",
            "0.1",
            "--roc",
            "--per-class");
    assertThat(code).as(desk.err()).isZero();
    assertThat(model().at("/postprocessing/binarize_prediction/thr").toString())
        .isEqualTo("[0.8,0.3]");
    assertThat(folder.resolve("roc.png")).isNotEmptyFile();
    write("half.nii.gz", 0.3f, 0.2f, 0, 0, 0, 0, 0, 0);
    assertThat(desk.type("postprocess", "-c", "cord/cord.json", "-i", "p.nii.gz", "-o", "c"))
        .isZero();
    assertThat(Nifti.readProbabilities(folder.resolve("c/p.nii.gz")).channel(1))
        .containsExactly(1, 1, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void refusesStepsWithoutSenseAndFoldersThatAreNoModels() throws IOException {
    assertThat(desk.type("threshold", "-p", "a", "-r", "b", "-t", "0")).isEqualTo(2);
    assertThat(desk.type("threshold", "-m", "x", "-p", "a", "-r", "b")).isEqualTo(1);
    assertThat(desk.err()).contains("[model-incomplete]");
    write("p.nii.gz", 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(desk.type("threshold", "-p", "p.nii.gz", "-r", "p.nii.gz", "-t", "0.3"))
        .isEqualTo(1);
    assertThat(desk.err()).contains("[threshold-none]");
  }
}
