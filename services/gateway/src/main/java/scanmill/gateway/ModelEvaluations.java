package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.events.SegmentationWishes;
import scanmill.kit.EventJson;
import scanmill.kit.ObjectStore;
import scanmill.kit.ScanEvaluation;
import scanmill.kit.StoredObject;
import scanmill.metrics.Evaluation;
import scanmill.metrics.Metric;
import scanmill.metrics.Metrics;
import scanmill.metrics.Overlap;
import scanmill.metrics.Score;
import scanmill.problems.BadInputException;
import scanmill.reports.EvaluationReport;
import scanmill.reports.Participants;
import scanmill.reports.ScanPictures;
import scanmill.reports.Subgroups;

/**
 * How well a version of a model did on all scans that were compared with references. Made from the
 * single evaluations in the bucket whenever somebody asks, so there is nothing to keep in step.
 *
 * <p>Safe to use from several threads.
 */
@Singleton
class ModelEvaluations {
  /** What the scans are told apart by, where it is there. */
  static final String PARTICIPANTS = "references/participants.tsv";

  private static final int MOST_SCANS = 5_000;
  private static final Map<String, Metric> METRICS =
      Metrics.ALL.stream().collect(Collectors.toUnmodifiableMap(Metric::name, Function.identity()));

  private final ObjectStore store;
  private final Map<String, ScanEvaluation> read;

  /** A report with the pictures of its scans. */
  record Known(EvaluationReport report, ScanPictures pictures) {}

  @Inject
  ModelEvaluations(ObjectStore store) {
    this.store = store;
    this.read =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<String, ScanEvaluation> eldest) {
                return size() > MOST_SCANS;
              }
            });
  }

  /**
   * All of a version. Of a segmentation that was compared more than once the newest comparison
   * counts; those of requests with wishes say nothing of the model by itself and are left out.
   *
   * @param by columns of the participants; of none, all that tell scans apart
   * @throws BadInputException {@code evaluation-missing} if no scan was compared
   */
  Known of(ModelRef model, List<String> by) {
    List<ScanEvaluation> all = newest(model);
    List<ScanEvaluation> own = all.stream().filter(one -> !wished(one)).toList();
    if (own.isEmpty()) {
      throw BadInputException.of(
          "evaluation-missing",
          "Required scans that this version segmented and that were compared with references;"
              + " found none.",
          "Put references under references/ before the scans are dropped, or name them in the"
              + " request.");
    }
    Map<String, ScanEvaluation> scans = byName(own);
    List<String> labels = new ArrayList<>(labels(own.get(own.size() - 1)));
    List<Evaluation> evaluations = new ArrayList<>();
    scans.forEach((name, scan) -> evaluations.add(evaluation(name, scan, labels)));
    List<String> notes = new ArrayList<>();
    if (own.size() < all.size()) {
      notes.add(all.size() - own.size() + " segmentations with wishes of their own are left out.");
    }
    return new Known(
        new EvaluationReport(
            model.name() + "@" + model.digest().substring(0, 12) + " on " + scans.size() + " scans",
            labels,
            evaluations,
            subgroups(scans, by),
            Optional.empty(),
            notes),
        id -> Optional.ofNullable(scans.get(id)).flatMap(ScanEvaluation::picture).map(this::bytes));
  }

  private byte[] bytes(ArtifactRef picture) {
    return store.read(picture);
  }

  private static boolean wished(ScanEvaluation scan) {
    return scan.wishes().filter(wishes -> !wishes.equals(SegmentationWishes.NONE)).isPresent();
  }

  /** One for each segmentation, oldest first. */
  private List<ScanEvaluation> newest(ModelRef model) {
    List<StoredObject> objects;
    try (Stream<StoredObject> found = store.list("derivatives/" + model.version() + "/")) {
      objects =
          found
              .filter(object -> object.key().endsWith(ScanEvaluation.ENDING))
              .sorted(Comparator.comparing(StoredObject::lastModified).reversed())
              .limit(MOST_SCANS)
              .sorted(Comparator.comparing(StoredObject::lastModified))
              .toList();
    }
    Map<String, ScanEvaluation> newest = new LinkedHashMap<>();
    for (StoredObject object : objects) {
      read(object).ifPresent(scan -> newest.put(scan.segmentation().key(), scan));
    }
    return List.copyOf(newest.values());
  }

  /** Empty if it was written before voxels were counted, or by hand. */
  private Optional<ScanEvaluation> read(StoredObject object) {
    try {
      return Optional.of(
              read.computeIfAbsent(
                  object.key() + "\n" + object.etag(),
                  known -> EventJson.read(store.read(object.key()), ScanEvaluation.class)))
          .filter(scan -> scan.counts().isPresent());
    } catch (BadInputException e) {
      return Optional.empty();
    }
  }

  /** By the scan's name; with the image's digest where images of one scan differ. */
  private static Map<String, ScanEvaluation> byName(List<ScanEvaluation> scans) {
    Map<String, Long> often =
        scans.stream()
            .collect(Collectors.groupingBy(one -> one.scan().toString(), Collectors.counting()));
    Map<String, ScanEvaluation> named = new LinkedHashMap<>();
    for (ScanEvaluation scan : scans) {
      String name = scan.scan().toString();
      String leaf = scan.segmentation().key().replaceFirst(".*/", "").replaceFirst("_dseg.*", "");
      named.put(often.getOrDefault(name, 1L) > 1 ? leaf : name, scan);
    }
    return named;
  }

  private static Set<String> labels(ScanEvaluation scan) {
    return scan.scores().stream()
        .map(scanmill.events.Score::label)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Evaluation evaluation(String name, ScanEvaluation scan, List<String> labels) {
    List<Score> scores = new ArrayList<>();
    for (scanmill.events.Score score : scan.scores()) {
      Optional<Metric> metric = Optional.ofNullable(METRICS.get(score.metric()));
      int label = labels.indexOf(score.label());
      if (metric.isPresent() && label >= 0) {
        scores.add(new Score(label, metric.get(), score.value()));
      }
    }
    List<Overlap> overlaps =
        scan.counts().orElse(List.of()).stream()
            .map(
                count ->
                    new Overlap(
                        count.truePositive(),
                        count.falsePositive(),
                        count.falseNegative(),
                        count.trueNegative()))
            .toList();
    return new Evaluation(name, scores, overlaps);
  }

  private List<Subgroups> subgroups(Map<String, ScanEvaluation> scans, List<String> by) {
    if (store.find(PARTICIPANTS).isEmpty()) {
      if (by.isEmpty()) {
        return List.of();
      }
      throw BadInputException.of(
          "participants-missing",
          "Required " + PARTICIPANTS + " in the bucket, to tell scans apart; found none.",
          "Put the participants.tsv of the references there, or ask without ?by=.");
    }
    Participants participants =
        Participants.read(
            new InputStreamReader(store.open(PARTICIPANTS), StandardCharsets.UTF_8), PARTICIPANTS);
    Map<String, String> subjects = new HashMap<>();
    scans.forEach((name, scan) -> subjects.put(name, scan.scan().subject().toString()));
    return by.isEmpty()
        ? participants.apart(subjects)
        : by.stream().map(column -> participants.by(column, subjects)).toList();
  }
}
