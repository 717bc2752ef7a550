package scanmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.datasets.BidsScan;
import scanmill.datasets.DiskFiles;
import scanmill.datasets.Split;
import scanmill.events.ArtifactRef;
import scanmill.kit.Digests;
import scanmill.problems.BadInputException;

/** A dataset in the bucket is looked through as one on a disk is, and none of its images comes. */
class OpenDataTest {
  private static final String IMAGE = "sub-01/anat/sub-01_T2w.nii.gz";

  private final Lab lab;
  private final Path disk;

  OpenDataTest(@TempDir Path disk) {
    this.disk = disk;
    this.lab = new Lab(disk, 5);
  }

  private OpenData open(Config config, boolean localAllowed) {
    return OpenData.of(
        config,
        new Datasets(lab.store, disk.resolve("skeletons"), 1 << 24, localAllowed),
        lab.store,
        DiskFiles.forgetful(),
        disk.resolve("opened"));
  }

  private static Config with(String object, String key, String value) {
    ObjectNode json = Lab.config().toJson();
    json.withObjectProperty(object).put(key, value);
    return Config.parse(json.toString(), "config").config();
  }

  private static List<String> ids(List<BidsScan> scans) {
    return scans.stream().map(scan -> scan.id() + " " + scan.metadata().get("age")).toList();
  }

  @Test
  void isSplitAsADatasetOnADiskIs() {
    Split onDisk = Split.of(Lab.config(), List.of(disk.resolve("data")));

    try (OpenData data = lab.open()) {
      Split split = Split.of(data.config(), data.folders());

      assertThat(ids(split.training())).isEqualTo(ids(onDisk.training())).hasSize(3);
      assertThat(ids(split.validation())).isEqualTo(ids(onDisk.validation()));
      assertThat(ids(split.test())).isEqualTo(ids(onDisk.test()));
      assertThat(data.inBucket()).isTrue();
    }
  }

  @Test
  void holdsTablesAndALineForEachImage() throws IOException {
    try (OpenData data = lab.open()) {
      Path root = data.folders().get(0);
      assertThat(root.resolve("participants.tsv"))
          .hasSameTextualContentAs(disk.resolve("data/participants.tsv"));
      assertThat(root.resolve(IMAGE)).content().startsWith("object ");
      assertThat(Files.size(root.resolve(IMAGE))).isLessThan(100);
    }
  }

  @Test
  void tellsTheDigestOfAnImageWithoutReadingItWhereItIsKnown() throws IOException {
    byte[] bytes = lab.store.read("datasets/phantoms/" + IMAGE);
    lab.store.drop("datasets/phantoms/sub-02/anat/sub-02_T2w.nii.gz", bytes);

    try (OpenData data = lab.open()) {
      Path root = data.folders().get(0);
      assertThat(data.identity(root.resolve(IMAGE))).isEqualTo(Digests.hex(bytes));
      assertThat(data.identity(root.resolve("sub-02/anat/sub-02_T2w.nii.gz")))
          .matches("etag-[0-9a-f]{32}-" + bytes.length);
    }
  }

  @Test
  void bringsAnImageWhenItIsReadAndLetsItGo() throws IOException {
    try (OpenData data = lab.open()) {
      Path copy = data.local(data.folders().get(0).resolve(IMAGE));

      assertThat(copy).hasSameBinaryContentAs(disk.resolve("data").resolve(IMAGE));
      assertThat(copy.getFileName().toString()).endsWith("sub-01_T2w.nii.gz");
      data.done(copy);
      assertThat(copy).doesNotExist();
    }
    assertThat(disk.resolve("opened")).doesNotExist();
  }

  @Test
  void isMadeOnceForOneStateOfTheFolder() throws IOException {
    Path first;
    try (OpenData data = lab.open()) {
      first = data.folders().get(0);
    }
    try (OpenData data = lab.open()) {
      assertThat(data.folders().get(0)).isEqualTo(first);
    }
    lab.damage("datasets/phantoms/" + IMAGE);
    try (OpenData data = lab.open()) {
      assertThat(data.folders().get(0)).isNotEqualTo(first);
    }
  }

  @Test
  void readsASplitFromTheBucketUnderAPathThatDependsOnItsContent() throws IOException {
    String split =
        "{\"train\": [\"sub-01_T2w.nii.gz\"], \"valid\": [\"sub-02_T2w.nii.gz\"], \"test\": []}";
    ArtifactRef unused =
        lab.store.put("datasets/split.json", split.getBytes(StandardCharsets.UTF_8));
    Config config = with("split_dataset", "fname_split", "s3://scanmill/datasets/split.json");

    String path;
    try (OpenData data = open(config, false)) {
      path = data.config().splitDataset().fnameSplit().orElseThrow();
      Split read = Split.of(data.config(), data.folders());
      assertThat(read.training()).hasSize(1);
      assertThat(read.validation()).hasSize(1);
    }
    try (OpenData again = open(config, false)) {
      assertThat(again.config().splitDataset().fnameSplit()).contains(path);
    }
  }

  @Test
  void readsAListFromTheBucketThatNamesFilesBesideIt() throws IOException {
    String list =
        """
        {"training": [{"images": ["sub-01/anat/sub-01_T2w.nii.gz"],
           "labels": ["derivatives/labels/sub-01/anat/sub-01_T2w_seg-manual.nii.gz"]}],
         "validation": [], "test": []}
        """;
    ArtifactRef unused =
        lab.store.put("datasets/phantoms/list.json", list.getBytes(StandardCharsets.UTF_8));
    for (String place : List.of("s3://scanmill/datasets/phantoms/list.json", "list.json")) {
      try (OpenData data = open(with("loader_parameters", "file_lists", place), false)) {
        Split read = Split.of(data.config(), data.folders());
        BidsScan scan = read.training().get(0);
        assertThat(data.key(scan.image())).contains("datasets/phantoms/" + IMAGE);
        assertThat(data.identity(scan.image())).matches("[0-9a-f]{64}");
        assertThat(data.inBucket()).isTrue();
      }
    }
  }

  @Test
  void readsThisMachinesDiskWhereThatIsAllowed() throws IOException {
    Path data = disk.resolve("data");
    ObjectNode json = Lab.config().toJson();
    json.withObjectProperty("loader_parameters").putArray("path_data").add(data.toString());
    Config config = Config.parse(json.toString(), "config").config();

    try (OpenData open = open(config, true)) {
      assertThat(open.folders()).containsExactly(data);
      assertThat(open.inBucket()).isFalse();
      assertThat(open.local(data.resolve(IMAGE))).isEqualTo(data.resolve(IMAGE));
      assertThat(open.identity(data.resolve(IMAGE))).isEqualTo(Digests.hex(data.resolve(IMAGE)));
      open.done(data.resolve(IMAGE));
      assertThat(data.resolve(IMAGE)).exists();
    }
    assertThatThrownBy(() -> open(config, false))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> assertThat(e.problem().code()).isEqualTo("dataset-place"));
  }

  @Test
  void saysWhichPlaceIsWrong() {
    for (String place :
        List.of("s3://elsewhere/split.json", "s3://scanmill/none.json", "split.json")) {
      assertThatThrownBy(() -> open(with("split_dataset", "fname_split", place), false))
          .isInstanceOfSatisfying(
              BadInputException.class,
              e -> assertThat(e.problem().code()).isEqualTo("dataset-place"));
    }
  }
}
