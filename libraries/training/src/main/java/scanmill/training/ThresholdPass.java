package scanmill.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.configuration.ThresholdParameters;
import scanmill.datasets.BidsScan;
import scanmill.metrics.ThresholdSearch;
import scanmill.models.ModelPackage;
import scanmill.reports.ThresholdPicture;
import scanmill.transforms.Sample;

/**
 * Finds the threshold of a packaged model's probabilities on scans that it has learnt from, each
 * segmented as a site would, no step done; ivadomed's {@code -t}.
 *
 * <p>Writes {@code thr.png}, mean Dice by threshold, or {@code roc.png}.
 */
record ThresholdPass(
    ModelPackage model,
    ThresholdParameters wish,
    DataAccess access,
    Path outputs,
    int threads,
    int workers) {

  /**
   * @param images whether the model says images, else verdicts on samples
   * @return one threshold for all classes, or one for each; none where no voxel is said or true
   */
  List<Double> run(TestScans scans, boolean images) throws IOException {
    boolean roc = wish.by().map("roc"::equals).orElse(!images);
    ThresholdSearch search = new ThresholdSearch(wish.increment(), roc);
    if (images) {
      segment(scans, search);
    } else {
      classify(scans, search);
    }
    if (roc) {
      ThresholdPicture.rates(outputs.resolve("roc.png"), model.labels(), search.curves());
    } else {
      ThresholdPicture.dice(outputs.resolve("thr.png"), model.labels(), search.curves());
    }
    List<Double> found = wish.perClass() ? search.bestOfEach() : List.of(search.best());
    return found.stream().anyMatch(threshold -> threshold.isNaN()) ? List.of() : found;
  }

  private void segment(TestScans scans, ThresholdSearch search) throws IOException {
    Config config = model.config();
    PreparationPlan plan = PreparationPlan.of(config, Phase.TESTING);
    try (Answering answering = Answering.of(model, config, threads, false)) {
      for (BidsScan scan : scans.scans()) {
        LocalScan local = LocalScan.of(scan, access.files());
        Sample original = local.read(plan.pictures());
        local.done();
        search.add(answering.back(original, scans.facts(scan)), local.truth(original, config));
      }
    }
  }

  private void classify(TestScans scans, ThresholdSearch search) throws IOException {
    Verdicts verdicts = new Verdicts(model.config().outClasses());
    new ClassifierPass(model, access, outputs, threads, workers)
        .each(
            scans,
            (batch, said) -> verdicts.add(said.values(), batch.target().values(), batch.size()));
    verdicts.into(search);
  }
}
