package scanmill.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.Batch;
import scanmill.datasets.BatchLoader;
import scanmill.datasets.EpochOrder;
import scanmill.datasets.PreparedFacts;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.models.ModelPackage;

/**
 * Asks a packaged classifier about every slice or patch of the test scans and compares its answers
 * with whether their labels show anything.
 *
 * <p>Writes {@code results_eval/classification.csv}, a row per sample with its truth and its
 * probability of each class, and {@code results_eval/evaluation_classification.csv}, the scores.
 */
record ClassifierPass(
    ModelPackage model, DataAccess access, Path outputs, int threads, int workers) {
  private static final double BYTES_PER_GB = 1e9;

  /** The scores of {@link Verdicts}. */
  Map<String, Double> run(TestScans tested) throws IOException {
    int classes = model.config().outClasses();
    Verdicts verdicts = new Verdicts(classes, model.config().postprocessing().thresholds());
    StringBuilder table = new StringBuilder("sample");
    for (int c = 0; c < classes; c++) {
      table.append(",truth_class").append(c).append(",probability_class").append(c);
    }
    table.append('\n');
    each(
        tested,
        (batch, said) -> {
          verdicts.add(said.values(), batch.target().values(), batch.size());
          append(table, batch, said);
        });
    Path results = Files.createDirectories(outputs.resolve("results_eval"));
    RunFolder.write(results.resolve("classification.csv"), table.toString());
    Map<String, Double> scores = verdicts.scores();
    StringBuilder summary = new StringBuilder("score,value\n");
    scores.forEach((name, value) -> summary.append(name).append(',').append(value).append('\n'));
    RunFolder.write(results.resolve("evaluation_classification.csv"), summary.toString());
    scores.values().removeIf(value -> value.isNaN());
    return scores;
  }

  /**
   * Asks about every sample.
   *
   * @param told of each batch and the probabilities of its samples, (N, K)
   */
  void each(TestScans scans, BiConsumer<Minibatch, Tensor> told) throws IOException {
    Config config = model.config();
    LearningPlan plan = LearningPlan.of(config);
    long disk = (long) (config.dataCacheGb() * BYTES_PER_GB);
    try (Predictor network = new OnnxPredictor(model.onnx(), threads);
        PreparedShelf shelf = access.shelf(disk, workers)) {
      List<PreparedFacts> facts =
          shelf.prepare(plan.preparation(Phase.TESTING), scans.scans(), (done, of) -> {});
      EpochOrder order =
          LearningData.order(
              plan,
              Phase.TESTING,
              scans.scans(),
              facts,
              scans.conditioning(),
              Math.max(1, disk / 2));
      try (BatchLoader loader =
          new BatchLoader(order, plan.batches(Phase.TESTING, shelf), shelf, workers)) {
        for (Iterator<Batch> batches = loader.epoch(1); batches.hasNext(); ) {
          Minibatch batch = Minibatch.of(batches.next(), network.vectors(), false);
          Tensor said = network.predict(batch.inputs()); // (N, K)
          told.accept(batch, said);
        }
      }
    }
  }

  private static void append(StringBuilder table, Minibatch batch, Tensor said) {
    int classes = said.extent(1);
    for (int n = 0; n < batch.size(); n++) {
      table.append(batch.ids().get(n));
      for (int c = 0; c < classes; c++) {
        int at = n * classes + c;
        table.append(',').append((int) batch.target().values()[at]);
        table.append(',').append(said.values()[at]);
      }
      table.append('\n');
    }
  }
}
