package scanmill.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.EvaluationCompleted;
import scanmill.events.EvaluationFailed;
import scanmill.events.Event;
import scanmill.events.Score;
import scanmill.events.SegmentationReady;
import scanmill.kit.EventJson;
import scanmill.kit.Heard;
import scanmill.kit.ObjectStore;
import scanmill.kit.ScanEvaluation;
import scanmill.kit.UseCase;
import scanmill.metrics.Evaluation;
import scanmill.problems.BadInputException;
import scanmill.reports.DifferencePicture;
import scanmill.reports.EvaluationReport;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * Compares a segmentation with its reference, class by class, where there is a reference.
 *
 * <p>Safe for use by many threads; needs memory for both label maps and the distances between them.
 */
final class Evaluate implements UseCase<Heard<SegmentationReady>> {
  private static final int DIGITS = 8;

  private final ObjectStore store;

  Evaluate(ObjectStore store) {
    this.store = store;
  }

  @Override
  public List<Event> handle(Heard<SegmentationReady> heard) throws IOException {
    SegmentationReady ready = heard.event();
    if (ready.order().reference().isEmpty()) {
      return List.of();
    }
    try {
      return List.of(compare(ready, ready.order().reference().get()));
    } catch (BadInputException e) {
      return List.of(new EvaluationFailed(ready.order(), e.problem()));
    }
  }

  private EvaluationCompleted compare(SegmentationReady ready, ArtifactRef reference)
      throws IOException {
    List<String> labels = labels(ready);
    LabelMap predicted = labels(ready.segmentation(), "the segmentation");
    LabelMap referred = labels(reference, "the reference");
    Evaluation evaluation =
        Evaluation.of(ready.order().scan().toString(), predicted, referred, labels.size());
    EvaluationReport report =
        EvaluationReport.of("Evaluation of " + ready.order().scan(), labels, List.of(evaluation));
    byte[] png =
        DifferencePicture.png(
            Optional.of(image(ready.order().image())),
            classes(predicted, labels.size()),
            classes(referred, labels.size()));
    String stem = stem(ready.segmentation(), reference);
    ArtifactRef picture = store.put(stem + "_evaluation.png", png);
    ArtifactRef table = store.put(stem + "_evaluation.csv", utf8(report.csv()));
    ArtifactRef page =
        store.put(stem + "_evaluation.html", utf8(report.html(id -> Optional.of(png))));
    List<Score> scores = scores(labels, evaluation);
    ScanEvaluation all =
        new ScanEvaluation(
            ready.order().scan(),
            ready.order().model(),
            ready.segmentation(),
            reference,
            page,
            scores,
            ready.order().wishes(),
            Optional.of(picture),
            Optional.of(counts(evaluation)));
    return new EvaluationCompleted(
        ready.order(),
        ready.segmentation(),
        reference,
        store.put(stem + ScanEvaluation.ENDING, EventJson.write(all)),
        scores,
        Optional.of(page),
        Optional.of(table));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<Score> scores(List<String> labels, Evaluation evaluation) {
    List<Score> scores = new ArrayList<>();
    for (scanmill.metrics.Score score : evaluation.scores()) {
      scores.add(
          new Score(
              labels.get(score.index()),
              score.metric().name(),
              score.value(),
              score.metric().unit().symbol()));
    }
    return scores;
  }

  private static List<ScanEvaluation.Counts> counts(Evaluation evaluation) {
    return evaluation.overlaps().stream()
        .map(
            overlap ->
                new ScanEvaluation.Counts(
                    overlap.truePositive(),
                    overlap.falsePositive(),
                    overlap.falseNegative(),
                    overlap.trueNegative()))
        .toList();
  }

  private static ProbabilityMap classes(LabelMap map, int count) {
    float[][] channels = new float[count][map.data().length];
    for (int v = 0; v < map.data().length; v++) {
      int label = map.data()[v];
      if (label > 0 && label <= count) {
        channels[label - 1][v] = 1;
      }
    }
    return new ProbabilityMap(map.grid(), channels);
  }

  /** The names of the classes in their order, as the run manifest has them. */
  private List<String> labels(SegmentationReady ready) throws IOException {
    List<String> names = new ArrayList<>();
    JsonNode manifest = EventJson.mapper().readTree(store.read(ready.manifest()));
    for (JsonNode label : manifest.path("labels")) {
      names.add(label.asText());
    }
    if (names.isEmpty()) {
      throw BadInputException.of(
          "manifest-without-labels",
          "A run manifest names the labels of its segmentation; this one names none.",
          "Segment the scan again.");
    }
    return names;
  }

  private LabelMap labels(ArtifactRef artifact, String name) throws IOException {
    return read(artifact, in -> Nifti.readLabels(in, name, Limits.DEFAULT));
  }

  private Volume image(ArtifactRef artifact) throws IOException {
    return read(artifact, in -> Nifti.readVolume(in, "the scan", Limits.DEFAULT));
  }

  private interface Reading<T> {
    T from(InputStream in) throws IOException;
  }

  private <T> T read(ArtifactRef artifact, Reading<T> reading) throws IOException {
    try (InputStream in = store.open(artifact)) {
      T read = reading.from(in);
      long unused = in.transferTo(OutputStream.nullOutputStream()); // so that the digest is checked
      return read;
    }
  }

  /** Beside the segmentation; scans compared with two references have two reports. */
  private static String stem(ArtifactRef segmentation, ArtifactRef reference) {
    String stem = segmentation.key().replaceAll("_dseg\\.nii(\\.gz)?$", "");
    return stem + "_ref-" + reference.sha256().substring(0, DIGITS);
  }
}
