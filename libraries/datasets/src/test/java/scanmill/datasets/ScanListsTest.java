package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.Config;
import scanmill.configuration.LoaderParameters;
import scanmill.problems.BadInputException;
import scanmill.testsupport.RealData;
import scanmill.transforms.Sample;

class ScanListsTest {
  private static final LoaderParameters ONE = BidsFolder.loader("'target_suffix': ['_seg']");

  @TempDir Path root;

  @BeforeEach
  void filesAreThere() {
    BidsFolder folder = new BidsFolder(root);
    for (String name : List.of("a", "b", "c", "d", "a_seg", "b_seg", "c_seg", "a_gm", "a_roi")) {
      folder.with("images/" + name + ".nii.gz");
    }
    folder.with("images/sub-07_acq-ax_T2w.nii.gz").with("images/sub-07_seg.nii.gz");
  }

  private Path lists(String json) {
    new BidsFolder(root).with("images/lists.json", json.replace('\'', '"'));
    return root.resolve("images/lists.json");
  }

  private Split read(LoaderParameters loader, String json) {
    return ScanLists.read(lists(json), loader);
  }

  private Path file(String name) {
    return root.resolve("images").resolve(name).toAbsolutePath().normalize();
  }

  @Test
  void readsWhatIsListedForWhat() {
    Split split =
        read(
            ONE,
            """
            {'training': [{'id': 'case-1', 'images': ['a.nii.gz'], 'labels': ['a_seg.nii.gz'],
                           'roi': './a_roi.nii.gz',
                           'metadata': {'sex': 'F', 'age': 31, 'EchoTime': 0.05, 'site': null}}],
             'validation': [{'images': 'b.nii.gz', 'labels': 'b_seg.nii.gz'}],
             'test': [{'images': ['../images/c.nii.gz'], 'labels': ['c_seg.nii.gz']}]}
            """);
    BidsScan first = split.training().get(0);
    assertThat(first.id()).hasToString("sub-case1_image");
    assertThat(first.channels()).containsExactly(Optional.of(file("a.nii.gz")));
    assertThat(first.truths()).containsExactly(List.of(Optional.of(file("a_seg.nii.gz"))));
    assertThat(first.roi()).contains(file("a_roi.nii.gz"));
    assertThat(first.metadata())
        .containsEntry("sex", "F")
        .containsEntry("age", "31")
        .containsEntry("EchoTime", "0.05")
        .containsEntry("participant_id", "sub-case1")
        .containsEntry("filename", "a.nii.gz")
        .doesNotContainKey("site");
    assertThat(split.validation().get(0).id()).hasToString("sub-b_image");
    assertThat(split.test().get(0).image()).isEqualTo(file("c.nii.gz"));
    assertThat(split.warnings()).isEmpty();
  }

  @Test
  void keepsBidsNamesAndTakesTheContrastThatIsSaid() {
    LoaderParameters t1 =
        BidsFolder.loader(
            "'target_suffix': ['_seg'], 'contrast_params': {'training_validation': ['T1w']}");
    Split split =
        read(
            t1,
            """
            {'training': [{'images': ['sub-07_acq-ax_T2w.nii.gz'], 'labels': ['sub-07_seg.nii.gz']},
                          {'images': ['a.nii.gz'], 'labels': ['a_seg.nii.gz']},
                          {'images': ['b.nii.gz'], 'labels': ['b_seg.nii.gz'],
                           'metadata': {'contrast': 'T2*w'}}]}
            """);
    assertThat(split.training())
        .extracting(scan -> scan.id().toString())
        .containsExactly("sub-07_acq-ax_T2w", "sub-a_T1w", "sub-b_T2w");
  }

  @Test
  void readsChannelsClassesAndRaters() {
    LoaderParameters two =
        BidsFolder.loader(
            "'target_suffix': ['_seg', '_gm'], 'multichannel': true, 'missing_channels': 'zero',"
                + " 'contrast_params': {'training_validation': ['T1w', 'T2w']}");
    Split split =
        read(
            two,
            """
            {'training': [{'images': ['a.nii.gz', null], 'labels': ['a_seg.nii.gz', null]},
                          {'images': ['b.nii.gz', 'c.nii.gz'],
                           'labels': [['b_seg.nii.gz', 'a_gm.nii.gz'], ['c_seg.nii.gz', null],
                                      [null, null]]}]}
            """);
    BidsScan lacking = split.training().get(0);
    assertThat(lacking.channels()).containsExactly(Optional.of(file("a.nii.gz")), Optional.empty());
    assertThat(lacking.truths())
        .containsExactly(List.of(Optional.of(file("a_seg.nii.gz")), Optional.empty()));
    assertThat(split.training().get(1).truths())
        .containsExactly(
            List.of(Optional.of(file("b_seg.nii.gz")), Optional.of(file("a_gm.nii.gz"))),
            List.of(Optional.of(file("c_seg.nii.gz")), Optional.empty()));
  }

  @Test
  void listsScansThatAreReadAsTheirFilesSay() throws IOException {
    Path data = RealData.require("ivadomed-testing").toAbsolutePath();
    String stem = "/sub-unf01/anat/sub-unf01_T2w";
    Split split =
        read(
            ONE,
            "{'training': [{'images': ['%s.nii.gz'], 'labels': ['%s_lesion-manual.nii.gz']}]}"
                .formatted(data + stem, data + "/derivatives/labels" + stem));
    Sample sample = ScanReader.read(split.training().get(0));
    float lesion = 0;
    for (float voxel : sample.truth().orElseThrow().channel(0)) {
      lesion += voxel;
    }
    assertThat(lesion).isEqualTo(141);
    assertThat(split.training().get(0).id()).hasToString("sub-unf01_T2w");
  }

  @Test
  void leavesOutScansWithoutAnyLabel() {
    Split split =
        read(
            ONE,
            "{'training': [{'images': ['a.nii.gz'], 'labels': ['a_seg.nii.gz']},"
                + " {'images': ['b.nii.gz'], 'labels': [null]}]}");
    assertThat(split.training()).hasSize(1);
    assertThat(split.warnings()).containsExactly("Without any label, left out: b.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'training': [{'image': ['a.nii.gz']}]} | config-unknown-key | Did you mean \"images\"?",
        "{'trainig': []} | config-unknown-key | Did you mean \"training\"?",
        "{'training': [{'labels': ['a_seg.nii.gz']}]} | config-missing-key | training[0].images",
        "{'training': [{'images': ['a.nii.gz'], 'labels': []}]} | scan-list-labels"
            + " | lists.json: training[0].labels: required 1 file or null, one for each of"
            + " loader_parameters.target_suffix",
        "{'test': [{'images': ['a.nii.gz'], 'labels': ['a_seg.nii.gz', null]}]} | scan-list-labels"
            + " | test[0].labels",
        "{'test': [{'images': ['a.nii.gz'], 'labels': [3]}]} | scan-list-labels | found something"
            + " else",
        "{'test': [{'images': ['a.nii.gz', 'b.nii.gz'], 'labels': [null]}]} | scan-list-images"
            + " | required one image; found 2",
        "{'test': [{'images': [null], 'labels': [null]}]} | scan-list-images | of which 1 are null",
        "{'test': [{'images': [], 'labels': [null]}]} | scan-list-images | found 0",
        "{'training': [{'images': ['gone.nii.gz'], 'labels': ['a_seg.nii.gz']}]}"
            + " | scan-list-file-absent | images/gone.nii.gz.",
        "{'training': [{'images': ['a.nii.gz'], 'labels': ['a_seg.nii.gz']}],"
            + " 'test': [{'id': 'other', 'images': ['./a.nii.gz'], 'labels': ['a_seg.nii.gz']}]}"
            + " | scan-list-twice | required each image once; found",
        "{'training': [{'id': 'x-1', 'images': ['a.nii.gz'], 'labels': ['a_seg.nii.gz']},"
            + " {'id': 'x1', 'images': ['b.nii.gz'], 'labels': ['a_seg.nii.gz']}]}"
            + " | scan-list-twice | found sub-x1_image for both",
        "{'training': [{'id': '--', 'images': ['a.nii.gz'], 'labels': ['a_seg.nii.gz']}]}"
            + " | scan-list-id | required an id with 1 to 64 letters and digits; found 0",
        "{} | scan-list-empty | required scans with labels",
        "[] | config-wrong-type | required an object",
        "{'training' | json-malformed | lists.json"
      })
  void saysWhatIsWrongAndWhere(String json, String code, String words) {
    assertThatThrownBy(() -> read(ONE, json))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[" + code + "]")
        .hasMessageContaining(words);
  }

  @Test
  void takesThePlaceOfFolders() {
    lists(
        "{'training': [{'images': ['a.nii.gz'], 'labels': ['a_seg.nii.gz']}],"
            + " 'test': [{'images': ['b.nii.gz'], 'labels': ['b_seg.nii.gz']}]}");
    Config config =
        Config.parse(
                """
                {"loader_parameters": {"file_lists": "images/lists.json", "target_suffix": ["_seg"],
                   "contrast_params": {"training_validation": ["T1w"], "testing": ["T2w"]}}}
                """,
                "c.json")
            .config();
    Split split = Split.of(config, List.of(root));
    assertThat(split.training()).hasSize(1);
    assertThat(split.test()).hasSize(1);
    assertThat(split.warnings()).isEmpty();
    assertThatThrownBy(() -> Split.of(config, List.of(root.resolve("elsewhere"))))
        .hasMessageContaining("elsewhere/images/lists.json")
        .hasMessageContaining("[scan-list-missing]");
  }
}
