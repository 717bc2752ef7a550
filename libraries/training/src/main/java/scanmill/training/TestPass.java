package scanmill.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.BidsScan;
import scanmill.datasets.SourceFiles;
import scanmill.ids.ScanId;
import scanmill.metrics.Evaluation;
import scanmill.metrics.EvaluationPlan;
import scanmill.metrics.Score;
import scanmill.models.Cascade;
import scanmill.models.Measured;
import scanmill.models.ModelPackage;
import scanmill.models.Preparation;
import scanmill.models.Repetition;
import scanmill.models.Restoration;
import scanmill.models.SideFacts;
import scanmill.postprocessing.UncertaintyMaps;
import scanmill.problems.BadInputException;
import scanmill.reports.EvaluationReport;
import scanmill.reports.PaintingFiles;
import scanmill.reports.ScanPictures;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.uncertainty.Measure;
import scanmill.uncertainty.UncertaintyReport;
import scanmill.volumes.Nifti;
import scanmill.volumes.Picture;
import scanmill.volumes.PredictionPictures;
import scanmill.volumes.ProbabilityMap;

/**
 * Segments the test scans with the packaged model, as a site would, and compares the results with
 * their labels.
 *
 * <p>Writes {@code pred_masks/<scan>_pred.nii.gz}, of pictures also {@code
 * pred_masks/<scan>_class-<k>_pred.png}, which objects were found ({@link PaintingFiles}), and
 * {@code results_eval/evaluation_3Dmetrics.csv} with the same as JSON and as a page. Where the
 * configuration asks how sure the results are, also {@code _soft}, {@code _unc-vox}, {@code
 * _unc-var}, {@code _unc-mi}, {@code _unc-avgUnc}, {@code _unc-cv} and {@code _unc-iou} beside the
 * masks; the masks themselves are made without dropout and augmentation all the same.
 */
record TestPass(ModelPackage model, Config config, SourceFiles files, Path outputs, int threads) {

  /**
   * @param notes what a reader of the report must know besides
   * @param done is told of each scan
   * @return mean scores over scans and classes, NaN left out, by metric name; and per class where
   *     there are several
   */
  Map<String, Double> run(TestScans tested, List<String> notes, Consumer<ScanId> done)
      throws IOException {
    Files.createDirectories(masks());
    List<Evaluation> evaluations = new ArrayList<>();
    Optional<Repetition> repetition = Repetition.of(config);
    if (Cascade.declared(config)) {
      requireOnce(repetition);
    }
    boolean dropping = repetition.filter(Repetition::epistemic).isPresent();
    try (Answering answering = Answering.of(model, config, threads, dropping)) {
      for (BidsScan scan : tested.scans()) {
        SideFacts facts = tested.facts(scan);
        evaluations.add(test(scan, original -> said(answering, original, facts, repetition)));
        done.accept(scan.id());
      }
    }
    new EvaluationReport(
            model.name(), model.labels(), evaluations, List.of(), Optional.empty(), notes)
        .write(outputs.resolve("results_eval"), ScanPictures.NONE);
    return means(evaluations, config.outClasses());
  }

  private Path masks() {
    return outputs.resolve("pred_masks");
  }

  private static void requireOnce(Optional<Repetition> repetition) {
    if (repetition.isPresent()) {
      throw BadInputException.of(
          "cascade-wishes",
          "uncertainty: required none of a model that looks where another one found something;"
              + " found "
              + repetition.get().times()
              + " repetitions.",
          "Set uncertainty.epistemic and aleatoric to false.");
    }
  }

  /** What is said of a scan, on its own grid. */
  private record Said(ProbabilityMap soft, Optional<UncertaintyReport> uncertainty) {}

  private Said said(
      Answering answering, Sample original, SideFacts facts, Optional<Repetition> repetition) {
    Restoration restoration = Restoration.of(config);
    if (repetition.isEmpty()) {
      ProbabilityMap back = answering.back(original, facts);
      return new Said(restoration.finish(back, UncertaintyMaps.NONE).soft(), Optional.empty());
    }
    Sample prepared = Preparation.of(config).prepare(original);
    History history = History.of(prepared);
    Measured measured =
        Measured.of(
            answering.segmenter(),
            prepared,
            history,
            facts,
            repetition.get(),
            config.likeIvadomed());
    return new Said(
        restoration.finish(measured.back(), measured.uncertainty()::find).soft(),
        Optional.of(measured.uncertainty()));
  }

  private Evaluation test(BidsScan scan, Function<Sample, Said> segmenting) throws IOException {
    LocalScan local = LocalScan.of(scan, files);
    Sample original = local.read(PreparationPlan.of(config, Phase.TESTING).pictures());
    Said said = segmenting.apply(original);
    write(scan.id(), said.soft(), local.image());
    if (said.uncertainty().isPresent()) {
      write(scan.id(), said.uncertainty().get(), local.image());
    }
    ProbabilityMap truth = local.truth(original, config);
    EvaluationPlan plan = MeasuringPlan.of(config);
    if (plan.objects()) {
      PaintingFiles.write(masks(), scan.id().toString(), local.image(), said.soft(), truth, plan);
    }
    local.done();
    return Evaluation.of(scan.id() + "_pred", said.soft(), truth, plan);
  }

  /** With the header of the image, where that has one; of a picture also as pictures. */
  private void write(ScanId scan, ProbabilityMap prediction, Path image) throws IOException {
    Path file = masks().resolve(scan + "_pred.nii.gz");
    if (!Picture.is(image)) {
      Nifti.write(file, prediction, Nifti.readHeader(image));
      return;
    }
    Nifti.write(file, prediction);
    if (PredictionPictures.fits(prediction)) {
      PredictionPictures.write(masks(), scan.toString(), prediction);
    }
  }

  /** A file for each measure, called as ivadomed calls it: {@code sub-01_T2w_unc-vox.nii.gz}. */
  private void write(ScanId scan, UncertaintyReport report, Path image) throws IOException {
    for (Measure measure : Measure.values()) {
      Path file = masks().resolve(scan + "_" + measure.key() + ".nii.gz");
      ProbabilityMap map = report.map(measure);
      if (Picture.is(image)) {
        Nifti.write(file, map);
      } else {
        Nifti.write(file, map, Nifti.readHeader(image));
      }
    }
  }

  private static Map<String, Double> means(List<Evaluation> evaluations, int classes) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (Evaluation evaluation : evaluations) {
      for (Score score : evaluation.scores()) {
        if (!Double.isNaN(score.value())) {
          add(sums, score.metric().name(), score.value());
          if (classes > 1) {
            add(sums, score.column(), score.value());
          }
        }
      }
    }
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
    return means;
  }

  private static void add(Map<String, double[]> sums, String name, double value) {
    double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
    sum[0] += value;
    sum[1]++;
  }
}
