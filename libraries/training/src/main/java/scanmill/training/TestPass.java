package scanmill.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.datasets.BidsScan;
import scanmill.datasets.SourceFiles;
import scanmill.engine.Device;
import scanmill.engine.Predictor;
import scanmill.ids.ScanId;
import scanmill.metrics.Evaluation;
import scanmill.metrics.EvaluationPlan;
import scanmill.metrics.Score;
import scanmill.models.Measured;
import scanmill.models.ModelPackage;
import scanmill.models.Predictors;
import scanmill.models.Preparation;
import scanmill.models.Repetition;
import scanmill.models.Restoration;
import scanmill.models.Segmentation;
import scanmill.models.Segmenter;
import scanmill.models.SideFacts;
import scanmill.reports.EvaluationReport;
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
 * pred_masks/<scan>_class-<k>_pred.png}, and {@code results_eval/evaluation_3Dmetrics.csv} with the
 * same as JSON and as a page. Where the configuration asks how sure the results are, also {@code
 * _soft}, {@code _unc-vox}, {@code _unc-var}, {@code _unc-mi}, {@code _unc-avgUnc}, {@code _unc-cv}
 * and {@code _unc-iou} beside the masks; the masks themselves are made without dropout and
 * augmentation all the same.
 */
final class TestPass {

  private TestPass() {}

  /**
   * Mean scores over scans and classes, NaN left out, by metric name; and per class where there are
   * several.
   */
  static Map<String, Double> run(
      ModelPackage model, FrozenDataset dataset, SourceFiles files, RunFolder folder, int threads)
      throws IOException {
    Path masks = Files.createDirectories(folder.outputs().resolve("pred_masks"));
    Path results = Files.createDirectories(folder.outputs().resolve("results_eval"));
    Config config = model.config();
    Preparation preparation = Preparation.of(config);
    Restoration restoration = Restoration.of(config);
    EvaluationPlan plan = MeasuringPlan.of(config);
    List<Evaluation> evaluations = new ArrayList<>();
    Optional<Repetition> repetition = Repetition.of(config);
    boolean dropping = repetition.filter(Repetition::epistemic).isPresent();
    try (Predictor predictor = Predictors.of(model, Device.CPU, threads, dropping)) {
      Segmenter segmenter =
          new Segmenter(predictor, config, config.trainingParameters().batchSize());
      for (BidsScan scan : dataset.test()) {
        LocalScan local = LocalScan.of(scan, files);
        Sample original = local.read(PreparationPlan.of(config, Phase.TESTING).pictures());
        Sample prepared = preparation.prepare(original);
        History history = History.of(prepared);
        SideFacts facts = dataset.facts(scan);
        Segmentation segmentation;
        if (repetition.isPresent()) {
          Measured measured =
              Measured.of(
                  segmenter, prepared, history, facts, repetition.get(), config.likeIvadomed());
          segmentation = restoration.finish(measured.back(), measured.uncertainty()::find);
          write(masks, scan.id(), measured.uncertainty(), local.image());
        } else {
          segmentation = restoration.restore(segmenter.predict(prepared, facts), history);
        }
        write(masks, scan.id(), segmentation.soft(), local.image());
        local.done();
        evaluations.add(
            Evaluation.of(
                scan.id() + "_pred",
                segmentation.soft(),
                Raters.agreed(
                    original.truth().orElseThrow(),
                    scan.truths().size(),
                    config.loaderParameters().softGt()),
                plan));
      }
    }
    EvaluationReport.of(model.name(), model.labels(), evaluations)
        .write(results, ScanPictures.NONE);
    return means(evaluations, config.outClasses());
  }

  /** With the header of the image, where that has one; of a picture also as pictures. */
  private static void write(Path masks, ScanId scan, ProbabilityMap prediction, Path image)
      throws IOException {
    Path file = masks.resolve(scan + "_pred.nii.gz");
    if (!Picture.is(image)) {
      Nifti.write(file, prediction, Nifti.readHeader(image));
      return;
    }
    Nifti.write(file, prediction);
    if (PredictionPictures.fits(prediction)) {
      PredictionPictures.write(masks, scan.toString(), prediction);
    }
  }

  /** A file for each measure, called as ivadomed calls it: {@code sub-01_T2w_unc-vox.nii.gz}. */
  private static void write(Path masks, ScanId scan, UncertaintyReport report, Path image)
      throws IOException {
    for (Measure measure : Measure.values()) {
      Path file = masks.resolve(scan + "_" + measure.key() + ".nii.gz");
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
