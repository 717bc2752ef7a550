package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static scanmill.datasets.BidsFolder.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.Config;
import scanmill.configuration.LoaderParameters;
import scanmill.testsupport.RealData;
import scanmill.transforms.Sample;
import scanmill.volumes.ProbabilityMap;

/** Datasets that ivadomed itself was tested with, and the tables that it made of them. */
class RealDatasetsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ivadomed-testing                 | df_ref.csv       | 'target_suffix': ['_lesion-manual'], 'roi_params': {'suffix': '_seg-manual'}, 'contrast_params': {'training_validation': ['T1w', 'T2w'], 'testing': ['T1w', 'T2w']} | 2",
        "ivadomed-testing/microscopy_png  | df_ref.csv       | 'target_suffix': ['_seg-myelin-manual', '_seg-axon-manual'], 'extensions': ['.png'] | 5",
        "ivadomed-testing/ct_scan         | df_ref.csv       | 'target_suffix': ['_seg-manual'], 'contrast_params': {'training_validation': ['ct'], 'testing': ['ct']} | 1"
      })
  void knowsOfEveryImageWhatIvadomedKnows(String data, String table, String json, int images)
      throws IOException {
    Path root = RealData.require(data);
    BidsIndex index = BidsIndex.of(List.of(root), loader(json));
    Map<String, Map<String, String>> reference = csv(root.resolve(table));
    assertThat(index.scans()).hasSize(images);
    for (BidsScan scan : index.scans()) {
      Map<String, String> expected = reference.get(scan.filename());
      assertThat(expected).as(scan.filename()).isNotNull();
      expected.forEach(
          (column, value) ->
              assertThat(plain(scan.metadata().getOrDefault(column, "")))
                  .as(scan.filename() + " " + column)
                  .isEqualTo(plain(value)));
      scan.files().forEach(f -> assertThat(reference).containsKey(name(f)));
    }
    long raw = reference.values().stream().filter(row -> row.containsKey("suffix")).count();
    assertThat(raw).isEqualTo(images);
  }

  @Test
  void readsFoldersOfTwoKindsTogether() throws IOException {
    Path root = RealData.require("ivadomed-testing");
    LoaderParameters loader =
        loader(
            "'target_suffix': ['_seg-manual', '_seg-axon-manual'],"
                + " 'extensions': ['.nii.gz', '.png'], 'contrast_params':"
                + " {'training_validation': ['T1w', 'T2w', 'SEM'], 'testing': ['SEM']}");
    List<BidsScan> scans =
        BidsIndex.of(List.of(root, root.resolve("microscopy_png")), loader).scans();
    Map<String, Map<String, String>> reference = csv(root.resolve("df_ref_multi.csv"));
    assertThat(scans).hasSize(7);
    assertThat(scans)
        .allSatisfy(
            scan -> {
              assertThat(reference).containsKey(scan.filename());
              scan.files().forEach(f -> assertThat(reference).containsKey(name(f)));
            });
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Python and JSON spell lists, numbers and quotes differently. */
  private static String plain(String value) {
    String bare = value.replaceAll("[\\[\\]\"' ]", "");
    List<String> parts = new ArrayList<>();
    for (String part : bare.split(",", -1)) {
      try {
        parts.add(String.valueOf(Double.parseDouble(part)));
      } catch (NumberFormatException e) {
        parts.add(part);
      }
    }
    return String.join(",", parts);
  }

  @Test
  void findsTwoClassesOfEveryHippocampusAndDividesThem() {
    Path root = RealData.require("hippocampus");
    LoaderParameters loader =
        loader(
            "'target_suffix': ['_seg-anterior-manual', '_seg-posterior-manual'],"
                + " 'contrast_params': {'training_validation': ['T1w'], 'testing': ['T1w']}");
    BidsIndex index = BidsIndex.of(List.of(root), loader);
    assertThat(index.scans()).hasSize(180);
    assertThat(index.scans())
        .allSatisfy(
            scan ->
                assertThat(scan.truths().get(0))
                    .hasSize(2)
                    .doesNotContain(java.util.Optional.empty()));
    assertThat(index.warnings()).isEmpty();
    Split split = Split.of(index.scans(), Config.defaults().splitDataset(), loader);
    assertThat(List.of(split.training().size(), split.validation().size(), split.test().size()))
        .containsExactly(108, 36, 36);
  }

  @Test
  void readsHippocampiOnOneGrid() throws IOException {
    Path root = RealData.require("hippocampus");
    LoaderParameters loader =
        loader("'target_suffix': ['_seg-anterior-manual', '_seg-posterior-manual']");
    List<BidsScan> scans = BidsIndex.of(List.of(root), loader).scans();
    for (int n = 0; n < scans.size(); n += 12) {
      BidsScan scan = scans.get(n);
      Sample sample = ScanReader.read(scan);
      ProbabilityMap truth = sample.truth().orElseThrow();
      double voxelMm3 = sample.grid().spacing().voxelMm3();
      assertThat(sum(truth.channel(0)) * voxelMm3)
          .isCloseTo(number(scan, "anterior_mm3"), within(0.1));
      assertThat(sum(truth.channel(1)) * voxelMm3)
          .isCloseTo(number(scan, "posterior_mm3"), within(0.1));
    }
  }

  private static double number(BidsScan scan, String column) {
    return Double.parseDouble(scan.metadata().getOrDefault(column, "NaN"));
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  /** Rows by file name; empty cells are left out. */
  private static Map<String, Map<String, String>> csv(Path file) throws IOException {
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file);
    List<String> columns = cells(lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      Map<String, String> row = new LinkedHashMap<>();
      for (int c = 1; c < cells.size(); c++) {
        if (!cells.get(c).isEmpty()) {
          row.put(columns.get(c), cells.get(c));
        }
      }
      rows.put(cells.get(0), row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
