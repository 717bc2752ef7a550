package scanmill.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.events.ImageFacts;
import scanmill.events.ObjectLocation;
import scanmill.events.ScanIngested;
import scanmill.events.ScanRejected;
import scanmill.events.SegmentationRequested;
import scanmill.events.SegmentationWishes;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.kit.Digests;
import scanmill.kit.InMemoryOutbox;
import scanmill.kit.StoreException;

class TakeUpTest {
  private static final String KEY = "incoming/cord/sub-01_ses-02_T2w.nii.gz";

  private static final String PICTURE = "incoming/cord/sub-rat1_SEM.png";

  private final Path scratch;
  private Door door;

  TakeUpTest(@TempDir Path scratch) {
    this.scratch = scratch;
    door = new Door(scratch);
    door.store.put("models/cord/latest.json", "{}".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellsThatAScanIsKnownAndWhichModelItIsFor() {
    byte[] bytes = Scans.small();
    String sha = Digests.hex(bytes);

    assertThat(door.drop(KEY, bytes)).isEqualTo(TakeUp.Outcome.TOLD);

    ScanIngested ingested = door.told(ScanIngested.class);
    assertThat(ingested.scan()).isEqualTo(ScanId.require("sub-01_ses-02_T2w"));
    assertThat(ingested.upload()).isEqualTo(door.upload(KEY));
    assertThat(ingested.image().key())
        .isEqualTo("raw/" + sha.substring(0, 2) + "/" + sha + ".nii.gz");
    assertThat(ingested.facts())
        .isEqualTo(new ImageFacts(List.of(4, 3, 2), List.of(1.0, 1.0, 2.0), "RAS", "int16"));
    assertThat(door.store.read(ingested.image())).isEqualTo(bytes);
    SegmentationRequested requested = door.told(SegmentationRequested.class);
    assertThat(requested.scan()).contains(ingested.scan());
    assertThat(requested.model()).isEqualTo(ModelId.latest("cord"));
    assertThat(requested.image().map(ObjectLocation::key)).contains(ingested.image().key());
    assertThat(requested.upload()).contains(ingested.upload());
    assertThat(requested.reference()).isEmpty();
    assertThat(door.outbox.events()).hasSize(2);
    assertThat(door.ledger(KEY).state()).isEqualTo(LedgerEntry.State.TOLD);
  }

  @Test
  void takesUncompressedScansToo() {
    assertThat(door.drop("incoming/cord/a.nii", Scans.nifti(0, 4, 3, 2)))
        .isEqualTo(TakeUp.Outcome.TOLD);
    assertThat(door.told(ScanIngested.class).image().key()).endsWith(".nii");
  }

  @Test
  void namesAScanAfterItsContentWhereTheFileNameIsNoBidsName() {
    byte[] bytes = Scans.small();

    door.drop("incoming/cord/Meier, Anna (neu).nii.gz", bytes);

    assertThat(door.told(ScanIngested.class).scan())
        .hasToString("sub-x" + Digests.hex(bytes).substring(0, 10) + "_scan");
  }

  @Test
  void takesTheContrastFromTheRule() {
    door.rules(
        """
        {"rules": [{"folder": "cord", "model": "other@0123456789ab", "contrast": "T2w"}]}
        """);

    door.drop("incoming/cord/a.nii.gz", Scans.small());

    assertThat(door.told(ScanIngested.class).scan().contrast().suffix()).isEqualTo("T2w");
    assertThat(door.told(SegmentationRequested.class).model())
        .isEqualTo(ModelId.parse("other@0123456789ab"));
  }

  @Test
  void namesTheReferenceThatLiesReady() {
    door.store.put("references/sub-01_ses-02_T2w_dseg.nii.gz", Scans.small());

    door.drop(KEY, Scans.small());

    assertThat(door.told(SegmentationRequested.class).reference())
        .contains(ObjectLocation.of("references/sub-01_ses-02_T2w_dseg.nii.gz"));
  }

  @Test
  void theSameFileTwiceIsToldOnce() {
    door.drop(KEY, Scans.small());
    assertThat(door.take(KEY)).isEqualTo(TakeUp.Outcome.KNOWN);

    assertThat(door.outbox.events()).hasSize(2);
  }

  @Test
  void otherContentUnderTheSameNameIsAnotherUpload() {
    door.drop(KEY, Scans.small());
    door.store.put(
        KEY + ".DONE.json", "{\"upload\": \"of before\"}".getBytes(StandardCharsets.UTF_8));

    door.drop(KEY, Scans.gz(Scans.nifti(5, 4, 3, 2)));

    assertThat(door.outbox.events()).hasSize(4);
    assertThat(door.store.find(KEY + ".DONE.json")).isEmpty();
  }

  @Test
  void oneContentUnderTwoNamesIsTwoUploadsOfOneImage() {
    door.drop("incoming/cord/a.nii.gz", Scans.small());
    door.drop("incoming/cord/b.nii.gz", Scans.small());

    List<ScanIngested> told =
        door.outbox.events().stream()
            .filter(ScanIngested.class::isInstance)
            .map(ScanIngested.class::cast)
            .toList();
    assertThat(told).hasSize(2);
    assertThat(told.get(0).image()).isEqualTo(told.get(1).image());
    assertThat(told.get(0).upload()).isNotEqualTo(told.get(1).upload());
  }

  @Test
  void rejectsWhatIsNoNifti() {
    door.drop("incoming/cord/a.nii.gz", "no scan at all".getBytes(StandardCharsets.UTF_8));

    assertThat(door.told(ScanRejected.class).upload())
        .isEqualTo(door.upload("incoming/cord/a.nii.gz"));
    assertThat(door.failedNote("incoming/cord/a.nii.gz"))
        .contains(door.told(ScanRejected.class).problem().what())
        .contains(door.told(ScanRejected.class).problem().remedy());
    assertThat(door.told(ScanRejected.class).problem().what())
        .contains("scan.nii.gz looks like text");
  }

  @Test
  void rejectsAScanThatBreaksOffAnywhere() {
    byte[] whole = Scans.gz(Scans.nifti(0, 40, 40, 20));

    for (int length = 0; length < whole.length; length += 512) {
      door.drop("incoming/cord/cut-" + length + ".nii.gz", Arrays.copyOf(whole, length));
    }

    assertThat(door.outbox.events()).isNotEmpty().allMatch(ScanRejected.class::isInstance);
  }

  @Test
  void rejectsFilesThatAreNoScansByName() {
    door.drop("incoming/cord/a.dcm", Scans.small());

    assertThat(door.told(ScanRejected.class).problem().code()).isEqualTo("unsupported-file");
    assertThat(door.failedNote("incoming/cord/a.dcm")).contains("dcm2niix");
  }

  @Test
  void rejectsFilesThatAreTooLargeWithoutReadingThem() {
    door = new Door(scratch, 100);

    door.drop(KEY, Scans.small());

    assertThat(door.told(ScanRejected.class).problem().code()).isEqualTo("file-too-large");
  }

  @Test
  void takesPicturesWithTheSizeOfTheirPixelsAndWishesPicturesOfThem() throws IOException {
    door.store.put(PICTURE.replace(".png", ".json"), sidecar("0.1"));

    assertThat(door.drop(PICTURE, png())).isEqualTo(TakeUp.Outcome.TOLD);

    ScanIngested ingested = door.told(ScanIngested.class);
    assertThat(ingested.scan()).hasToString("sub-rat1_SEM");
    assertThat(ingested.image().key()).matches("raw/../[0-9a-f]{64}\\.png");
    assertThat(ingested.facts())
        .isEqualTo(new ImageFacts(List.of(3, 4, 1), List.of(1e-4, 1e-4, 1e-4), "RAS", "picture"));
    assertThat(door.store.read(ingested.image())).isEqualTo(png());
    byte[] kept = door.store.read(ingested.image().key().replace(".png", ".json"));
    assertThat(new String(kept, StandardCharsets.UTF_8))
        .contains("PixelSize")
        .doesNotContain("Meier");
    SegmentationRequested requested = door.told(SegmentationRequested.class);
    assertThat(requested.wishes()).contains(SegmentationWishes.NONE.withPictures());
    assertThat(requested.image().map(ObjectLocation::key)).contains(ingested.image().key());

    String other = PICTURE.replace("rat1", "rat2_sample-3");
    door.store.put("incoming/cord/sub-rat2_SEM.json", sidecar("0.2"));
    door.drop(other, png());
    assertThat(door.told(ScanIngested.class).image().key()).isNotEqualTo(ingested.image().key());
  }

  @Test
  void waitsForWhatLiesBesideAPictureUntilTheSweepComes() throws IOException {
    assertThat(door.drop(PICTURE, png())).isEqualTo(TakeUp.Outcome.LATER);
    assertThat(door.outbox.events()).isEmpty();

    assertThat(door.takeUp.take(door.store.find(PICTURE).orElseThrow()))
        .isEqualTo(TakeUp.Outcome.REJECTED);

    assertThat(door.failedNote(PICTURE)).contains("picture-pixel-size").contains("PixelSizeUnits");
    door.store.put(PICTURE.replace(".png", ".json"), sidecar("0.1"));
    door.clock.forward(5);
    assertThat(door.drop(PICTURE, png())).isEqualTo(TakeUp.Outcome.TOLD);
  }

  @Test
  void rejectsPicturesThatAreBroken() throws IOException {
    door.store.put(PICTURE.replace(".png", ".json"), sidecar("0.1"));

    door.drop(PICTURE, Arrays.copyOf(png(), 60));

    assertThat(door.told(ScanRejected.class).problem().code()).startsWith("picture-");
  }

  private static byte[] sidecar(String size) {
    String json =
        "{\"PixelSize\": [SIZE, SIZE], \"PixelSizeUnits\": \"um\", \"Operator\": \"Meier\"}";
    return json.replace("SIZE", size).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] png() throws IOException {
    BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(2, 1, 0, 200);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  @Test
  void rejectsADropThatNoRuleIsForAndSaysWhatToDo() {
    door.drop("incoming/heart/a.nii.gz", Scans.small());

    assertThat(door.told(ScanRejected.class).problem().code()).isEqualTo("no-rule");
    assertThat(door.failedNote("incoming/heart/a.nii.gz"))
        .contains("Published: cord.")
        .contains("config/routing.json");
  }

  @Test
  void saysWhatIsWrongWithTheRuleFile() {
    door.rules("{\"rules\": [{\"modell\": \"cord\"}]}");

    door.drop(KEY, Scans.small());

    assertThat(door.told(ScanRejected.class).problem().code()).isEqualTo("routing-invalid");
    assertThat(door.told(ScanRejected.class).problem().what()).contains("modell");
  }

  @Test
  void givesADropAnotherChanceWhenTheRulesChanged() {
    door.drop("incoming/heart/a.nii.gz", Scans.small());
    door.rules("{\"rules\": [{\"folder\": \"heart\", \"model\": \"cord\"}]}");

    assertThat(door.take("incoming/heart/a.nii.gz")).isEqualTo(TakeUp.Outcome.TOLD);
    assertThat(door.store.find("incoming/heart/a.nii.gz.FAILED.json")).isEmpty();
  }

  @Test
  void takesAFailedDropAgainWhenItIsDroppedAgain() {
    door.drop("incoming/heart/a.nii.gz", Scans.small());
    door.store.put("models/heart/latest.json", "{}".getBytes(StandardCharsets.UTF_8));
    door.clock.forward(5);
    door.drop("incoming/heart/a.nii.gz", Scans.small());

    assertThat(door.told(SegmentationRequested.class).model()).isEqualTo(ModelId.latest("heart"));
    assertThat(door.ledger("incoming/heart/a.nii.gz").attempt()).isEqualTo(2);
    assertThat(door.outbox.told()).extracting(InMemoryOutbox.Told::id).doesNotHaveDuplicates();
  }

  @Test
  void doesNothingAgainWhileTheResultLiesBesideTheDrop() {
    door.drop(KEY, Scans.small());
    door.store.put(
        KEY + ".DONE.json",
        ("{\"upload\": \"" + door.upload(KEY) + "\"}").getBytes(StandardCharsets.UTF_8));
    door.clock.forward(60);

    assertThat(door.drop(KEY, Scans.small())).isEqualTo(TakeUp.Outcome.KNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "incoming/../../etc/passwd.nii.gz",
        "incoming//Meier.nii.gz",
        "incoming/Meier\u0000.nii.gz",
        "incoming/Meier\r\nX: y.nii.gz",
        "incoming/\u202EMeier.nii.gz",
        "incoming/..\\Meier.nii.gz"
      })
  void rejectsHostileKeysWithoutTouchingThem(String key) {
    assertThat(door.takeUp.take(new BucketNotification.Location("scanmill", key, "e")))
        .isEqualTo(TakeUp.Outcome.REJECTED);

    ScanRejected rejected = door.told(ScanRejected.class);
    assertThat(rejected.problem().code()).isEqualTo("key-unusable");
    assertThat(rejected.toString()).doesNotContain("Meier").doesNotContain("passwd");
    assertThat(door.keys()).noneMatch(k -> k.endsWith(".FAILED.json"));
    assertThat(door.takeUp.take(new BucketNotification.Location("scanmill", key, "e")))
        .isEqualTo(TakeUp.Outcome.KNOWN);
  }

  @Test
  void rejectsAKeyThatFillsAllThatS3Allows() {
    String folder = "f".repeat(200) + "/";
    String full = "incoming/" + folder.repeat(5) + "abc.nii.gz"; // 9 + 1005 + 10 bytes

    assertThat(full.length()).isEqualTo(1024);
    assertThat(door.drop(full, Scans.small())).isEqualTo(TakeUp.Outcome.REJECTED);
    assertThat(door.told(ScanRejected.class).problem().code()).isEqualTo("key-too-long");
  }

  @Test
  void takesNamesOfEveryScript() {
    assertThat(door.drop("incoming/cord/脳 Übersicht №1.nii.gz", Scans.small()))
        .isEqualTo(TakeUp.Outcome.TOLD);
    assertThat(door.outbox.events().toString()).doesNotContain("脳").doesNotContain("bersicht");
  }

  @Test
  void leavesOtherBucketsAlone() {
    door.store.drop(KEY, Scans.small());

    assertThat(door.takeUp.take(new BucketNotification.Location("other", KEY, "e")))
        .isEqualTo(TakeUp.Outcome.NOT_A_DROP);
  }

  @Test
  void waitsForNewsOfADropThatIsGone() {
    assertThat(door.take(KEY)).isEqualTo(TakeUp.Outcome.LATER);
    assertThat(door.outbox.events()).isEmpty();
  }

  @Test
  void letsABucketThatDoesNotAnswerBeTriedAgain() {
    door.store.drop(KEY, Scans.small());
    door.store.away(true);
    assertThatThrownBy(() -> door.take(KEY)).isInstanceOf(StoreException.class);

    door.store.away(false);

    assertThat(door.take(KEY)).isEqualTo(TakeUp.Outcome.TOLD);
  }

  @Test
  void leavesNothingOnTheDisk() throws Exception {
    door.drop(KEY, Scans.small());
    door.drop("incoming/cord/b.nii.gz", new byte[10]);

    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void anUploadIdIsMadeFromBucketKeyAndETag() {
    door.drop(KEY, Scans.small());
    String etag = door.store.find(KEY).orElseThrow().etag();

    assertThat(door.told(ScanIngested.class).upload())
        .isEqualTo(UploadId.of("scanmill", KEY, etag));
    assertThat(door.ledger(KEY).key()).isEqualTo(KEY);
  }
}
