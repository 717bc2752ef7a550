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
import scanmill.kit.UseCase;
import scanmill.metrics.Evaluation;
import scanmill.problems.BadInputException;
import scanmill.reports.DifferencePicture;
import scanmill.reports.EvaluationReport;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.ProbabilityMap;

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
    byte[] picture =
        DifferencePicture.png(
            Optional.empty(), classes(predicted, labels.size()), classes(referred, labels.size()));
    String html =
        EvaluationReport.of("Evaluation of " + ready.order().scan(), labels, List.of(evaluation))
            .html(id -> Optional.of(picture));
    String key = key(ready.segmentation(), reference);
    ArtifactRef page =
        store.put(key.replaceAll("json$", "html"), html.getBytes(StandardCharsets.UTF_8));
    List<Score> scores = new ArrayList<>();
    for (scanmill.metrics.Score score : evaluation.scores()) {
      scores.add(
          new Score(
              labels.get(score.index()),
              score.metric().name(),
              score.value(),
              score.metric().unit().symbol()));
    }
    Report report =
        new Report(
            ready.order().scan(),
            ready.order().model(),
            ready.segmentation(),
            reference,
            page,
            scores);
    ArtifactRef written = store.put(key, EventJson.write(report));
    return new EvaluationCompleted(ready.order(), ready.segmentation(), reference, written, scores);
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
    try (InputStream in = store.open(artifact)) {
      LabelMap map = Nifti.readLabels(in, name, Limits.DEFAULT);
      long unused = in.transferTo(OutputStream.nullOutputStream()); // so that the digest is checked
      return map;
    }
  }

  /** Beside the segmentation; scans compared with two references have two reports. */
  private static String key(ArtifactRef segmentation, ArtifactRef reference) {
    String stem = segmentation.key().replaceAll("_dseg\\.nii(\\.gz)?$", "");
    return stem + "_ref-" + reference.sha256().substring(0, DIGITS) + "_evaluation.json";
  }
}
