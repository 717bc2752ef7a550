package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Nifti;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/** Pictures go out as scans and come back as pictures. */
class SegmentPicturesTest {
  private static final String PLACE = "derivatives/axons-dddd/sub-1/micr/a_";

  @TempDir Path folder;
  private final FakePlatform platform = new FakePlatform();

  @BeforeEach
  void publish() throws IOException {
    platform
        .answer(
            "GET /api/models/axons/latest", 200, "{\"model\": {\"prefix\": \"models/axons/d/\"}}")
        .answer("POST /api/segmentations", 202, "{\"request\": \"r1\"}")
        .tell("SegmentationReady", "sub-1_SEM", "{\"order\": {\"request\": \"r1\"}}")
        .answer(
            "GET /api/requests/r1",
            200,
            """
            {"ended": true, "state": "segmented", "stages": [],
             "segmentation": {"key": "PLACEdseg.nii.gz"},
             "probabilities": [{"key": "PLACEaxon.nii.gz"}, {"key": "PLACEmyelin.nii.gz"}],
             "volumesMm3": {"axon": 1.5e-9}}
            """
                .replace("PLACE", PLACE));
    platform.objects.put(PLACE + "dseg.nii.gz", new byte[] {1});
    platform.objects.put(PLACE + "axon.nii.gz", map(1));
    platform.objects.put(PLACE + "myelin.nii.gz", map(0.2f));
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(2, 0, 0, 0x1234);
    ImageIO.write(image, "png", folder.resolve("sub-1_SEM.png").toFile());
  }

  @AfterEach
  void close() {
    platform.close();
  }

  private void configured(String json) {
    platform.objects.put("models/axons/d/axons.json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] map(float value) throws IOException {
    float[] values = new float[6];
    Arrays.fill(values, value);
    Grid grid = Grid.of(new GridShape(2, 3, 1), new Spacing(0.001, 0.001, 0.001));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path file = Files.createTempFile("map", ".nii.gz");
    Nifti.write(file, new ProbabilityMap(grid, new float[][] {values}));
    Files.copy(file, out);
    Files.delete(file);
    return out.toByteArray();
  }

  private Desk segment(int code, String... more) {
    List<String> words = new ArrayList<>(List.of("segment", "-m", "axons", "-i", "sub-1_SEM.png"));
    words.addAll(List.of("-o", "out", "--server", platform.address().toString()));
    words.addAll(List.of(more));
    Desk desk = new Desk(folder);
    assertThat(desk.type(words.toArray(String[]::new))).as(desk.err()).isEqualTo(code);
    return desk;
  }

  private Volume sent() throws IOException {
    String key = platform.body("POST /api/segmentations").path("image").asText();
    assertThat(key).endsWith("/sub-1_SEM.nii.gz");
    Path file = folder.resolve("sent.nii.gz");
    Files.copy(new ByteArrayInputStream(platform.objects.get(key)), file);
    return Nifti.readVolume(file);
  }

  @Test
  void goOutWithTheSizeOfTheirPixelsAndComeBackForEachClass() throws IOException {
    configured("{}");
    Files.writeString(
        folder.resolve("sub-1_SEM.json"),
        "{\"PixelSize\": [0.13, 0.1], \"PixelSizeUnits\": \"um\", \"Stain\": \"none\"}");

    Desk desk = segment(0);

    Volume sent = sent();
    assertThat(sent.shape()).isEqualTo(new GridShape(2, 3, 1));
    assertThat(sent.at(0, 2, 0)).isEqualTo(0x1234);
    assertThat(sent.grid().spacing().iMm()).isCloseTo(0.0001, within(1e-9));
    assertThat(sent.grid().spacing().jMm()).isCloseTo(0.00013, within(1e-9));
    BufferedImage myelin = ImageIO.read(folder.resolve("out/sub-1_SEM_class-1_pred.png").toFile());
    assertThat(myelin.getWidth()).isEqualTo(3);
    assertThat(myelin.getRaster().getSample(2, 1, 0)).isEqualTo(51);
    assertThat(folder.resolve("out/sub-1_SEM_class-0_pred.png")).isRegularFile();
    assertThat(desk.out()).contains("1.5000 um3");
  }

  @Test
  void inheritTheSizeOfTheirPixelsFromTheDataset() throws IOException {
    configured("{}");
    Files.writeString(folder.resolve("dataset_description.json"), "{}");
    Files.writeString(
        folder.resolve("SEM.json"), "{\"PixelSize\": [0.2, 0.2], \"PixelSizeUnits\": \"um\"}");
    segment(0);
    assertThat(sent().grid().spacing().iMm()).isCloseTo(0.0002, within(1e-9));
  }

  @Test
  void areSeenByModelsOfIvadomedAsIvadomedSeesThem() throws IOException {
    configured("{\"compat\": \"ivadomed-2.9\"}");
    segment(0, "--pixel-size", "0.0002");
    assertThat(sent().at(0, 2, 0)).isEqualTo(0x12);
  }

  @Test
  void needTheSizeOfTheirPixels() {
    configured("{}");
    assertThat(segment(1).err()).contains("PixelSize", "--pixel-size", "[picture-pixel-size]");
    assertThat(segment(1, "--pixel-size", "-1").err()).contains("[option-value]");
  }
}
