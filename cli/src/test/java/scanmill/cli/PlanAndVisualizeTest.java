package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.volumes.GridShape;

/** What is done on this disk: no platform is started. */
class PlanAndVisualizeTest {
  @TempDir Path folder;
  private Desk desk = new Desk(Path.of("/"));

  @BeforeEach
  void sitDown() throws IOException {
    desk = new Desk(folder);
    new PhantomDataset(3, 1, List.of(PhantomContrast.T2W), new GridShape(32, 32, 8))
        .write(folder.resolve("bids"));
  }

  @Test
  void plansAConfigurationAndSaysWhy() throws IOException {
    assertThat(desk.type("plan", "--path-data", "bids", "--memory", "2", "-o", "mine.json"))
        .as(desk.err())
        .isZero();

    assertThat(desk.out()).contains("default_model.is_2d: true", "scanmill train -c mine.json");
    assertThat(Files.readString(folder.resolve("mine.reasons.md"))).contains("Memory: about");
    assertThat(desk.type("config", "check", "mine.json")).as(desk.err()).isZero();
    assertThat(desk.out()).contains("\"_gmseg-manual\"", "\"_seg-manual\"");
  }

  @Test
  void picturesTransforms() throws IOException {
    Files.writeString(
        folder.resolve("c.json"),
        "{\"transformation\": {\"CenterCrop\": {\"size\": [16, 16]}, \"NormalizeInstance\": {}}}");

    int code =
        desk.type(
            "visualize-transforms",
            "-c",
            "c.json",
            "-i",
            "bids/sub-01/anat/sub-01_T2w.nii.gz",
            "-n",
            "2",
            "-o",
            "pictures");

    assertThat(code).as(desk.err()).isZero();
    try (Stream<Path> pictures = Files.list(folder.resolve("pictures"))) {
      assertThat(pictures.map(file -> file.getFileName().toString()))
          .hasSize(4)
          .allMatch(name -> name.matches("CenterCrop(_NormalizeInstance)?_slice[0-7]\\.png"));
    }
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(desk.type("plan", "--path-data", "nowhere")).isEqualTo(1);
    assertThat(desk.err()).contains("nowhere");
    assertThat(desk.type("plan", "--path-data", "bids", "--memory", "0")).isEqualTo(1);
    assertThat(desk.err()).contains("--memory above 0");
  }
}
