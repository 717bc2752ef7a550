package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.problems.BadInputException;
import scanmill.testsupport.PhantomContrast;
import scanmill.testsupport.PhantomDataset;
import scanmill.testsupport.RealData;
import scanmill.volumes.GridShape;

class DatasetPlanTest {
  @TempDir Path folder;

  @Test
  void choosesSlicesWhereTheyAreFarApart() throws IOException {
    write(new GridShape(40, 40, 14));

    DatasetPlan plan = DatasetPlan.of(folder, List.of(), 4);

    JsonNode model = plan.config().toJson().path("default_model");
    assertThat(model.path("is_2d").asBoolean()).isTrue();
    assertThat(plan.reasons()).anyMatch(why -> why.startsWith("default_model.is_2d: true, slices"));
    // 40 can be halved three times to at least 4
    assertThat(model.path("depth").asInt()).isEqualTo(3);
    assertThat(model.path("length_2D").toString()).isEqualTo("[40,40]");
    assertThat(plan.config().loaderParameters().targetSuffix()).hasSize(2);
    // grey matter is within the cord
    assertThat(model.path("final_activation").asText()).isEqualTo("sigmoid");
    assertThat(plan.config().trainingParameters().loss().name()).isEqualTo("LossCombination");
    assertThat(plan.config().loaderParameters().contrasts()).containsExactly("T2w");
  }

  @Test
  void staysWithinTheMemoryThatIsGranted() throws IOException {
    write(new GridShape(40, 40, 14));

    DatasetPlan small = DatasetPlan.of(folder, List.of("_seg-manual"), 0.02);
    DatasetPlan large = DatasetPlan.of(folder, List.of("_seg-manual"), 8);

    int few = small.config().trainingParameters().batchSize();
    assertThat(few).isLessThanOrEqualTo(large.config().trainingParameters().batchSize());
    assertThat(small.config().toJson().path("default_model").path("length_2D").path(0).asInt())
        .isLessThan(40);
    assertThat(small.config().loaderParameters().targetSuffix()).hasSize(1);
  }

  @Test
  void plansWhatCanBeTrained() throws IOException {
    write(new GridShape(32, 32, 13));
    DatasetPlan plan = DatasetPlan.of(folder, List.of("_seg-manual"), 0.05);

    TrainingPlan training = new TrainingPlan("run-1", plan.config(), List.of(folder), "cpu", 1, 1);
    boolean[] stepped = {false};
    Ending ending =
        new TrainingRun(
                training,
                folder.resolve("run"),
                new TrainingObserver() {
                  @Override
                  public void batchCompleted(int epoch, int batch, int batches) {
                    stepped[0] = true;
                  }

                  @Override
                  public boolean stopRequested() {
                    return true;
                  }
                })
            .train();

    assertThat(ending).isEqualTo(new Ending.Stopped(0));
    assertThat(stepped[0]).isTrue();
  }

  @Test
  void seesHippocampiAsVolumesOfTwoClasses() throws IOException {
    Path data = RealData.require("hippocampus");
    Path some = folder.resolve("some");
    List<Path> subjects;
    try (Stream<Path> all = Files.list(data)) {
      subjects =
          all.filter(path -> String.valueOf(path.getFileName()).startsWith("sub-"))
              .sorted()
              .limit(6)
              .toList();
    }
    for (Path subject : subjects) {
      copy(data, subject, some);
      copy(data, data.resolve("derivatives/labels").resolve(subject.getFileName()), some);
    }

    DatasetPlan plan = DatasetPlan.of(some, List.of(), 8);

    JsonNode model = plan.config().toJson().path("default_model");
    assertThat(model.path("is_2d").asBoolean()).isFalse();
    assertThat(plan.config().loaderParameters().targetSuffix().toString())
        .contains("_seg-anterior-manual", "_seg-posterior-manual")
        .doesNotContain("dseg");
    assertThat(model.path("final_activation").asText()).isEqualTo("softmax");
    assertThat(plan.reasons()).anyMatch(why -> why.contains("holds several classes in one file"));
  }

  @Test
  void needsLabels() throws IOException {
    Files.createDirectories(folder.resolve("sub-01/anat"));

    assertThatThrownBy(() -> DatasetPlan.of(folder, List.of(), 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--target-suffix")
        .hasMessageContaining("[dataset-no-labels]");
  }

  private void write(GridShape shape) throws IOException {
    new PhantomDataset(4, 1, List.of(PhantomContrast.T2W), shape).write(folder);
  }

  private static void copy(Path root, Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path there = to.resolve(root.relativize(file));
        Files.createDirectories(there.getParent());
        Files.copy(file, there);
      }
    }
  }
}
