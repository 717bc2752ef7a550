package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static scanmill.datasets.BidsFolder.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.LoaderParameters;
import scanmill.specs.StrictJson;
import scanmill.testsupport.RealData;

/** The table of all files, held to those that ivadomed itself makes of its own test data. */
class BidsTableTest {
  @TempDir Path folder;

  /** Rows by file name, without the path; line for line what the reference has. */
  private static List<String> lines(BidsTable table) {
    List<BidsTable.Row> rows = new ArrayList<>(table.rows());
    rows.sort(Comparator.comparing(row -> row.values().getOrDefault("filename", "")));
    return new BidsTable(table.columns(), rows)
        .csv()
        .lines()
        .map(line -> line.substring(line.indexOf(',') + 1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ivadomed-testing                | 6  | 67 | 'target_suffix': ['_lesion-manual'], 'roi_params': {'suffix': '_seg-manual'}, 'contrast_params': {'training_validation': ['T1w', 'T2w'], 'testing': ['T1w', 'T2w']}",
        "ivadomed-testing/microscopy_png | 15 | 23 | 'target_suffix': [['_seg-myelin-manual', '_seg-axon-manual']], 'extensions': ['.png']",
        "ivadomed-testing/ct_scan        | 2  | 15 | 'target_suffix': ['_seg-manual'], 'contrast_params': {'training_validation': ['ct'], 'testing': ['ct']}"
      })
  void equalsTheTablesOfIvadomed(String data, int rows, int columns, String json)
      throws IOException {
    Path root = RealData.require(data);
    BidsTable table = BidsIndex.of(List.of(root), loader(json)).table();
    assertThat(table.rows()).hasSize(rows);
    assertThat(table.columns()).hasSize(columns);
    assertThat(lines(table)).isEqualTo(Files.readAllLines(root.resolve("df_ref.csv")));
  }

  @Test
  void equalsTheTableOfTwoFoldersTogether() throws IOException {
    Path root = RealData.require("ivadomed-testing");
    LoaderParameters loader =
        loader(
            "'target_suffix': ['_seg-manual', '_seg-axon-manual'],"
                + " 'extensions': ['.nii.gz', '.png'], 'contrast_params':"
                + " {'training_validation': ['T1w', 'T2w', 'SEM'], 'testing': ['T1w', 'T2w',"
                + " 'SEM']}");
    BidsTable table = BidsIndex.of(List.of(root, root.resolve("microscopy_png")), loader).table();
    assertThat(table.rows()).hasSize(14);
    assertThat(lines(table)).isEqualTo(Files.readAllLines(root.resolve("df_ref_multi.csv")));
  }

  @Test
  void equalsTheTableOfAFolderThatIsNotOfBids() throws IOException {
    Path data = RealData.require("ivadomed-testing/ct_scan");
    for (String kind : List.of("", "derivatives/labels/")) {
      Path to = folder.resolve(kind + "ssub-spleen2/ct");
      Files.createDirectories(to);
      try (Stream<Path> files = Files.list(data.resolve(kind + "sub-spleen2/ct"))) {
        for (Path file : files.toList()) {
          Files.createFile(to.resolve(file.getFileName()));
        }
      }
    }
    Files.copy(data.resolve("participants.tsv"), folder.resolve("participants.tsv"));
    LoaderParameters loader =
        loader(
            "'bids_validate': false, 'target_suffix': ['_seg-manual'],"
                + " 'contrast_params': {'training_validation': ['ct'], 'testing': ['ct']}");
    assertThat(lines(BidsIndex.of(List.of(folder), loader).table()))
        .isEqualTo(Files.readAllLines(data.resolve("df_ref.csv")));
  }

  @Test
  void quotesWhatWouldBreakACell() {
    BidsTable table =
        BidsTable.of(
            List.of("a", "b", "none"),
            List.of(
                new BidsTable.Row(
                    Path.of("x,y"), Map.of("filename", "f", "a", "say \"no\"", "b", "1\n2")),
                BidsTable.Row.derivative(Path.of("g"))));
    assertThat(table.columns()).containsExactly("filename", "a", "b");
    assertThat(table.csv())
        .isEqualTo("path,filename,a,b\n\"x,y\",f,\"say \"\"no\"\"\",\"1\n2\"\ng,g,,\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2.5e-006 | 2.5e-06",
        "0.0001 | 0.0001",
        "0.00001234 | 1.234e-05",
        "3 | 3",
        "3.0 | 3.0",
        "1e3 | 1000.0",
        "1e16 | 1e+16",
        "9007199254740993.0 | 9007199254740992.0",
        "-0.00523601 | -0.00523601",
        "true | True",
        "\"a b\" | a b",
        "[1, \"a\", null, 0.5, false] | [1, 'a', None, 0.5, False]",
        "[\"it's\", \"\\\\\"] | [\"it's\", '\\\\']",
        "{\"k\": [4.897e-012]} | {'k': [4.897e-12]}"
      })
  void spellsValuesAsPythonDoes(String json, String python) {
    assertThat(PythonText.of(StrictJson.parse(json, "x"))).isEqualTo(python);
  }
}
