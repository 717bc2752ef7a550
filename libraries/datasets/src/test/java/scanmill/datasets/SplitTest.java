package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.Config;
import scanmill.configuration.LoaderParameters;
import scanmill.configuration.SplitDataset;
import scanmill.ids.ScanId;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

class SplitTest {

  /** Centres of the ten subjects of ivadomed's tutorial dataset. */
  private static final Map<String, String> TUTORIAL =
      new TreeMap<>(
          Map.of(
              "cardiff03", "cardiff",
              "hamburg01", "hamburg",
              "juntendo750w01", "juntendo750w",
              "mpicbs06", "mpicbs",
              "oxfordFmrib07", "oxfordFmrib",
              "oxfordFmrib11", "oxfordFmrib",
              "sapienza05", "sapienza",
              "strasbourg04", "strasbourg",
              "tokyoSkyra06", "tokyo",
              "unf01", "unf"));

  private static BidsScan scan(String subject, String contrast, Map<String, String> more) {
    ScanId id = ScanId.of(subject, contrast);
    Map<String, String> metadata = new TreeMap<>(more);
    metadata.put("participant_id", "sub-" + subject);
    return BidsScan.of(id, Path.of("sub-" + subject, "anat", id + ".nii.gz"), List.of(), metadata);
  }

  private static List<BidsScan> tutorial() {
    List<BidsScan> scans = new ArrayList<>();
    TUTORIAL.forEach(
        (subject, centre) -> {
          for (String contrast : List.of("T1w", "T2star", "T2w")) {
            if (!(subject.equals("hamburg01") && contrast.equals("T2star"))) {
              scans.add(scan(subject, contrast, Map.of("institution_id", centre)));
            }
          }
        });
    return scans;
  }

  /** The dataset of ivadomed's own split tests: five centres, three disabilities. */
  private static List<BidsScan> twoHundred() {
    Map<String, BidsScan> byName = new TreeMap<>();
    for (int n = 0; n < 200; n++) {
      byName.put(
          "00" + n,
          scan("00" + n, "T1w", Map.of("institution_id", "" + n % 5, "disability", "" + n % 3)));
    }
    return new ArrayList<>(byName.values());
  }

  private static Config config(String json) {
    return Config.parse(json, "c.json").config();
  }

  private static SplitDataset how(String json) {
    return config("{\"split_dataset\": " + json + "}").splitDataset();
  }

  private static Set<String> subjects(List<BidsScan> scans) {
    Set<String> subjects = new LinkedHashSet<>();
    scans.forEach(scan -> subjects.add(scan.id().subject().label()));
    return subjects;
  }

  @Test
  void dividesTheTutorialDatasetAsItsTutorialSays() {
    Split split = Split.of(tutorial(), how("{}"));
    assertThat(subjects(split.test())).containsExactly("mpicbs06", "unf01");
    assertThat(subjects(split.validation())).containsExactly("cardiff03", "sapienza05");
    assertThat(subjects(split.training()))
        .containsExactly(
            "hamburg01",
            "juntendo750w01",
            "oxfordFmrib07",
            "oxfordFmrib11",
            "strasbourg04",
            "tokyoSkyra06");
    assertThat(List.of(split.training().size(), split.validation().size(), split.test().size()))
        .containsExactly(17, 6, 6);
    assertThat(split.warnings()).isEmpty();
  }

  @Test
  void keepsWholeCentresForTesting() {
    Split split =
        Split.of(tutorial(), how("{\"data_testing\": {\"data_type\": \"institution_id\"}}"));
    assertThat(subjects(split.test())).containsExactly("mpicbs06");
    assertThat(subjects(split.validation())).containsExactly("hamburg01", "tokyoSkyra06", "unf01");
    assertThat(subjects(split.training()))
        .containsExactly(
            "cardiff03",
            "juntendo750w01",
            "oxfordFmrib07",
            "oxfordFmrib11",
            "sapienza05",
            "strasbourg04");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'institution_id', [0] | 0.6  | 0.2  | 120 | 40 | 40",
        "'institution_id', []  | 0.2  | 0.4  | 40  | 80 | 80",
        "null, []              | 0.45 | 0.35 | 90  | 40 | 70",
        "null, []              | 0.6  | 0    | 120 | 80 | 0"
      })
  void dividesTwoHundredSubjects(
      String testing, double train, double test, int training, int validation, int tested) {
    String type = testing.split(", ", -1)[0].replace('\'', '"');
    String value = testing.split(", ", -1)[1];
    Split split =
        Split.of(
            twoHundred(),
            how(
                String.format(
                    Locale.ROOT,
                    "{\"data_testing\": {\"data_type\": %s, \"data_value\": %s},"
                        + " \"train_fraction\": %f, \"test_fraction\": %f}",
                    type,
                    value,
                    train,
                    test)));
    assertThat(List.of(split.training().size(), split.validation().size(), split.test().size()))
        .containsExactly(training, validation, tested);
    assertThat(new LinkedHashSet<>(split.all())).hasSize(200);
    if (type.contains("institution")) {
      Set<String> centres = new LinkedHashSet<>();
      split
          .test()
          .forEach(scan -> centres.add(String.valueOf(scan.metadata().get("institution_id"))));
      Set<String> expected = value.equals("[0]") ? Set.of("0") : Set.of("1", "2");
      assertThat(centres).isEqualTo(expected);
      assertThat(split.training())
          .noneMatch(s -> expected.contains(String.valueOf(s.metadata().get("institution_id"))));
    }
  }

  @Test
  void spreadsEveryCategoryEvenly() {
    Split split =
        Split.of(
            twoHundred(),
            how(
                "{\"balance\": \"disability\", \"train_fraction\": 0.45, \"test_fraction\": 0.35}"));
    for (List<BidsScan> part : List.of(split.training(), split.validation(), split.test())) {
      List<Long> counts = new ArrayList<>();
      for (String disability : List.of("0", "1", "2")) {
        counts.add(
            part.stream().filter(s -> disability.equals(s.metadata().get("disability"))).count());
      }
      assertThat(
              counts.stream().max(Long::compare).orElseThrow()
                  - counts.stream().min(Long::compare).orElseThrow())
          .isLessThanOrEqualTo(1);
    }
    assertThat(split.training()).hasSizeBetween(89, 91);
    assertThat(split.test()).hasSizeBetween(69, 71);
  }

  @Test
  void sortsNumbersAsNumbersBeforeItDraws() {
    assertThat(Values.sorted(List.of("10", "9", "2.5"))).containsExactly("2.5", "9", "10");
    assertThat(Values.sorted(List.of("10", "9", "b"))).containsExactly("10", "9", "b");
  }

  @Test
  void saysWhichColumnsThereAre() {
    assertThatThrownBy(() -> Split.of(tutorial(), how("{\"split_method\": \"institutionid\"}")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "Did you mean \"institution_id\"? Known: institution_id, participant_id.")
        .hasMessageContaining("[split-unknown-column]");
  }

  @Test
  void warnsOfWhatItCouldNotHeed() {
    Split split =
        Split.of(
            tutorial(),
            how(
                "{\"balance\": \"sex\", \"data_testing\": {\"data_type\": \"site\","
                    + " \"data_value\": [\"sub-unf01\", \"nobody\"]}}"));
    assertThat(split.warnings())
        .containsExactly(
            "No scan has split_dataset.balance sex in its metadata; not balanced.",
            "No scan has split_dataset.data_testing.data_type site in its metadata;"
                + " participant_id was used.",
            "No scan has participant_id nobody, which is to be for testing.");
    assertThat(subjects(split.test())).containsExactly("unf01");
  }

  @Test
  void leavesOutScansWithoutTheColumn() {
    List<BidsScan> scans = tutorial();
    scans.add(scan("new", "T1w", Map.of()));
    Split split = Split.of(scans, how("{\"split_method\": \"institution_id\"}"));
    assertThat(subjects(split.all())).doesNotContain("new").hasSize(10);
    assertThat(split.warnings())
        .containsExactly("1 scans have no institution_id in their metadata; left out.");
  }

  @ParameterizedTest
  @CsvSource({
    "0.8, 0.2, split-train-fraction, Lower split_dataset.train_fraction",
    "0.05, 0.2, split-train-fraction, Raise split_dataset.train_fraction",
    "0.0, 1.0, split-test-fraction, Lower split_dataset.test_fraction"
  })
  void refusesFractionsThatLeaveNothing(double train, double test, String code, String remedy) {
    SplitDataset how = how("{\"train_fraction\": " + train + ", \"test_fraction\": " + test + "}");
    assertThatThrownBy(() -> Split.of(tutorial(), how))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(remedy)
        .hasMessageContaining("[" + code + "]");
  }

  @Test
  void refusesToLearnFromMoreThanTestingLeaves() {
    SplitDataset how =
        how("{\"train_fraction\": 0.95, \"data_testing\": {\"data_type\": \"institution_id\"}}");
    assertThatThrownBy(() -> Split.of(tutorial(), how))
        .hasMessageContaining("found 9 of 10 left after testing, and train_fraction 0.95")
        .hasMessageContaining("Lower split_dataset.train_fraction or test_fraction")
        .hasMessageContaining("[split-train-fraction]");
  }

  @Test
  void refusesToDivideOneSubject() {
    List<BidsScan> one = List.of(scan("01", "T1w", Map.of()));
    assertThatThrownBy(() -> Split.of(one, how("{}")))
        .hasMessageContaining("found 1 and the share 1.0");
    assertThatThrownBy(() -> Split.of(one, how("{\"test_fraction\": 0}")))
        .hasMessageContaining("found 1 of 1 left after testing");
  }

  @Test
  void readsBackWhatItWrote(@TempDir Path folder) throws IOException {
    Split split = Split.of(tutorial(), how("{}"));
    Path file = folder.resolve("split_datasets.json");
    Files.writeString(file, split.toJson().toPrettyString());
    SplitDataset fixed = how("{\"random_seed\": 1, \"fname_split\": \"" + file + "\"}");
    assertThat(Split.of(tutorial(), fixed)).isEqualTo(split);
  }

  @Test
  void readsParticipantsForAllTheirFiles() {
    var json =
        StrictJson.parse(
            "{\"train\": [\"sub-unf01\"], \"valid\": [\"sub-cardiff03_T1w.nii.gz\"],"
                + " \"test\": [\"sub-gone\"]}",
            "s");
    Split split = Split.fromJson(json, tutorial(), "s");
    assertThat(split.training()).hasSize(3);
    assertThat(split.validation()).hasSize(1);
    assertThat(split.test()).isEmpty();
    assertThat(split.warnings())
        .containsExactly("In the split file but not in the dataset: sub-gone.");
  }

  @Test
  void refusesASplitFileThatLearnsFromTheTest() {
    var json =
        StrictJson.parse(
            "{\"train\": [\"sub-unf01\"], \"valid\": [], \"test\": [\"sub-unf01_T1w.nii.gz\"]}",
            "s.json");
    assertThatThrownBy(() -> Split.fromJson(json, tutorial(), "s.json"))
        .hasMessageContaining("s.json: required each scan in one part; found sub-unf01_T1w in two")
        .hasMessageContaining("[split-file-overlaps]");
  }

  /** A dict of lists, as {@code pickle.dumps(split, 0)} writes it. */
  private static String pickled(String train, String valid, String test) {
    return "(dVtrain\n(lV" + train + "\nasVvalid\n(lV" + valid + "\nasVtest\n(lV" + test + "\nas.";
  }

  @Test
  void readsAnOldSplitOfIvadomed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("split_datasets.joblib");
    Files.writeString(file, pickled("sub-unf01", "sub-cardiff03_T1w.nii.gz", "sub-mpicbs06"));
    Split split = Split.of(tutorial(), how("{\"fname_split\": \"" + file + "\"}"));
    assertThat(subjects(split.training())).containsExactly("unf01");
    assertThat(split.training()).hasSize(3);
    assertThat(split.validation()).hasSize(1);
    assertThat(split.test()).hasSize(3);
    Files.writeString(file, pickled("sub-unf01", "sub-unf01_T1w.nii.gz", "sub-mpicbs06"));
    assertThatThrownBy(() -> Split.of(tutorial(), how("{\"fname_split\": \"" + file + "\"}")))
        .hasMessageContaining("[split-file-overlaps]");
  }

  @Test
  void refusesASplitThatIsAProgram(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("split_datasets.joblib");
    Files.writeString(file, "cposix\nsystem\n(Vtouch owned\ntR.");
    assertThatThrownBy(() -> Split.of(tutorial(), how("{\"fname_split\": \"" + file + "\"}")))
        .hasMessageContaining("found posix.system, which Python would run")
        .hasMessageContaining("[pickle-foreign-class]");
    assertThatThrownBy(() -> Split.of(tutorial(), how("{\"fname_split\": \"gone.json\"}")))
        .hasMessageContaining("[split-file-missing]");
  }

  @Test
  void looksThroughFoldersAndDivides(@TempDir Path root) {
    BidsFolder folder = new BidsFolder(root);
    for (int n = 1; n <= 5; n++) {
      folder.image("sub-0" + n + "_T1w").label("sub-0" + n + "_T1w_seg");
    }
    folder.image("sub-06_T1w");
    folder.with("mine.json", "{\"train\": [\"sub-05\"], \"valid\": [\"sub-03\"], \"test\": []}");
    String loader = "\"loader_parameters\": {\"target_suffix\": [\"_seg\"]}";
    Split split = Split.of(config("{" + loader + "}"), List.of(root));
    assertThat(List.of(split.training().size(), split.validation().size(), split.test().size()))
        .containsExactly(3, 1, 1);
    assertThat(split.warnings()).containsExactly("Without any label, left out: sub-06_T1w.nii.gz.");
    Split mine =
        Split.of(
            config("{" + loader + ", \"split_dataset\": {\"fname_split\": \"mine.json\"}}"),
            List.of(root));
    assertThat(subjects(mine.training())).containsExactly("05");
    assertThat(subjects(mine.validation())).containsExactly("03");
  }

  @Test
  void drawsTheSubjectsThatAreAskedFor() {
    Config config =
        config(
            """
            {"loader_parameters": {"subject_selection":
              {"n": [2, 3], "metadata": ["disability", "institution_id"], "value": [1, 0]}},
             "split_dataset": {"test_fraction": 0}}
            """);
    List<BidsScan> scans = twoHundred();
    Split split = Split.of(scans, config.splitDataset(), config.loaderParameters());
    assertThat(subjects(split.all())).hasSize(5);
    assertThat(split.all().stream().filter(s -> "1".equals(s.metadata().get("disability"))).count())
        .isGreaterThanOrEqualTo(2);
    LoaderParameters many =
        config(
                "{\"loader_parameters\": {\"subject_selection\":"
                    + " {\"n\": [41], \"metadata\": [\"institution_id\"], \"value\": [\"0\"]}}}")
            .loaderParameters();
    assertThatThrownBy(() -> Split.of(scans, how("{}"), many))
        .hasMessageContaining("required 41 subjects whose institution_id is 0; found 40")
        .hasMessageContaining("[split-selection]");
  }

  @Test
  void dividesFiftyThousandScansWithoutDelay() {
    List<BidsScan> scans = new ArrayList<>();
    for (int n = 0; n < 50_000; n++) {
      scans.add(scan("" + n, "T1w", Map.of("age", "" + n % 90, "weight", "" + n / 7.0)));
    }
    Config config =
        config(
            """
            {"loader_parameters": {"subject_selection":
              {"n": [500, 400], "metadata": ["age", "age"], "value": [30, 31]}},
             "split_dataset": {"data_testing": {"data_type": "weight"}}}
            """);
    assertTimeout(
        Duration.ofSeconds(30),
        () -> {
          Split all = Split.of(scans, config.splitDataset());
          assertThat(all.all()).hasSize(50_000);
          Split some = Split.of(scans, config.splitDataset(), config.loaderParameters());
          assertThat(some.all()).hasSize(900);
        });
  }

  @Test
  void keepsTheWantedShareOfAContrast() {
    Config config =
        config(
            """
            {"loader_parameters": {"contrast_params": {"training_validation": ["T1w", "T2w"],
              "testing": ["T2star"], "balance": {"T1w": 0.5}}}}
            """);
    Split split = Split.of(tutorial(), config.splitDataset(), config.loaderParameters());
    assertThat(split.training().stream().map(BidsScan::filename))
        .containsExactly(
            "sub-hamburg01_T1w.nii.gz",
            "sub-hamburg01_T2w.nii.gz",
            "sub-juntendo750w01_T1w.nii.gz",
            "sub-juntendo750w01_T2w.nii.gz",
            "sub-oxfordFmrib07_T1w.nii.gz",
            "sub-oxfordFmrib07_T2w.nii.gz",
            "sub-oxfordFmrib11_T2w.nii.gz",
            "sub-strasbourg04_T2w.nii.gz",
            "sub-tokyoSkyra06_T2w.nii.gz");
    assertThat(split.test().stream().map(BidsScan::filename))
        .containsExactly("sub-mpicbs06_T2star.nii.gz", "sub-unf01_T2star.nii.gz");
  }
}
