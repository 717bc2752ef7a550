package scanmill.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.events.EvaluationCompleted;
import scanmill.events.EvaluationFailed;
import scanmill.events.Event;
import scanmill.events.PostprocessingFailed;
import scanmill.events.PredictionFailed;
import scanmill.events.PredictionProduced;
import scanmill.events.SampleReady;
import scanmill.events.SampleRejected;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationReady;
import scanmill.events.SegmentationRequested;
import scanmill.ids.ScanId;
import scanmill.problems.Problem;

/**
 * What is known of one request for a segmentation. The order in which events are heard does not
 * matter, since topics are read side by side; nor does hearing one twice.
 */
final class RequestCard {
  private final String request;
  private final Map<Stage, Passed> passed = new EnumMap<>(Stage.class);
  private Instant updated = Instant.EPOCH;
  private Optional<Instant> requested = Optional.empty();
  private Optional<String> model = Optional.empty();
  private Optional<ScanId> scan = Optional.empty();
  private Optional<SegmentationOrder> order = Optional.empty();
  private Optional<Trouble> trouble = Optional.empty();

  /** First told at that time; a repeat does not move it. */
  private record Passed(Instant time, Event event) {}

  private record Trouble(Stage stage, Instant time, String state, Problem problem) {}

  RequestCard(String request) {
    this.request = request;
  }

  /** The id of the request an event belongs to; empty if to none. */
  static Optional<String> requestOf(Told told) {
    Event event = told.data();
    if (event instanceof SegmentationRequested) {
      return Optional.of(told.id());
    }
    if (event instanceof SampleRejected rejected) {
      return Optional.of(rejected.request());
    }
    return orderOf(event).map(SegmentationOrder::request);
  }

  void hear(Told told) {
    Event event = told.data();
    Instant time = told.time();
    if (time.isAfter(updated)) {
      updated = time;
    }
    orderOf(event)
        .ifPresent(
            o -> {
              order = Optional.of(o);
              scan = Optional.of(o.scan());
            });
    if (event instanceof SegmentationRequested asked) {
      requested = RunCard.earlier(requested, time);
      model = Optional.of(asked.model().toString());
      scan = scan.or(asked::scan);
    } else if (event instanceof SampleReady) {
      pass(Stage.PREPROCESS, time, event);
    } else if (event instanceof SampleRejected rejected) {
      scan = scan.or(rejected::scan);
      stumble(Stage.PREPROCESS, time, "rejected", rejected.problem());
    } else if (event instanceof PredictionProduced) {
      pass(Stage.INFERENCE, time, event);
    } else if (event instanceof PredictionFailed failed) {
      stumble(Stage.INFERENCE, time, "failed", failed.problem());
    } else if (event instanceof SegmentationReady) {
      pass(Stage.POSTPROCESS, time, event);
    } else if (event instanceof PostprocessingFailed failed) {
      stumble(Stage.POSTPROCESS, time, "failed", failed.problem());
    } else if (event instanceof EvaluationCompleted) {
      pass(Stage.EVALUATION, time, event);
    } else if (event instanceof EvaluationFailed failed) {
      stumble(Stage.EVALUATION, time, Stage.POSTPROCESS.reached(), failed.problem());
    }
  }

  private static Optional<SegmentationOrder> orderOf(Event event) {
    if (event instanceof SampleReady ready) {
      return Optional.of(ready.order());
    }
    if (event instanceof PredictionProduced produced) {
      return Optional.of(produced.order());
    }
    if (event instanceof PredictionFailed failed) {
      return Optional.of(failed.order());
    }
    if (event instanceof SegmentationReady ready) {
      return Optional.of(ready.order());
    }
    if (event instanceof PostprocessingFailed failed) {
      return Optional.of(failed.order());
    }
    if (event instanceof EvaluationCompleted completed) {
      return Optional.of(completed.order());
    }
    if (event instanceof EvaluationFailed failed) {
      return Optional.of(failed.order());
    }
    return Optional.empty();
  }

  private void pass(Stage stage, Instant time, Event event) {
    Passed before = passed.get(stage);
    if (before == null || time.isBefore(before.time())) {
      passed.put(stage, new Passed(time, event));
    }
  }

  private void stumble(Stage stage, Instant time, String state, Problem problem) {
    if (trouble.isEmpty() || !trouble.get().time().isAfter(time)) {
      trouble = Optional.of(new Trouble(stage, time, state, problem));
    }
  }

  Optional<ScanId> scan() {
    return scan;
  }

  Instant updated() {
    return updated;
  }

  RequestView view() {
    // A stage that was passed after all takes its trouble back.
    Optional<Trouble> standing =
        trouble.filter(t -> passed.keySet().stream().noneMatch(s -> s.compareTo(t.stage()) >= 0));
    String furthest = "requested";
    for (Stage stage : passed.keySet()) {
      furthest = stage.reached();
    }
    Optional<SegmentationReady> ready = at(Stage.POSTPROCESS, SegmentationReady.class);
    Optional<EvaluationCompleted> evaluated = at(Stage.EVALUATION, EvaluationCompleted.class);
    boolean nothingToCompare = order.isPresent() && order.get().reference().isEmpty();
    boolean ended =
        standing.isPresent() || evaluated.isPresent() || (ready.isPresent() && nothingToCompare);
    return new RequestView(
        request,
        scan,
        standing.map(Trouble::state).orElse(furthest),
        ended,
        requested,
        updated,
        model.or(() -> order.map(o -> o.model().name())),
        order.map(SegmentationOrder::model),
        order.map(SegmentationOrder::image),
        stages(),
        at(Stage.INFERENCE, PredictionProduced.class).map(PredictionProduced::device),
        ready.map(SegmentationReady::segmentation),
        ready.map(SegmentationReady::probabilities).orElse(List.of()),
        ready.map(SegmentationReady::manifest),
        ready.map(SegmentationReady::overlay),
        ready.map(SegmentationReady::volumesMm3).orElse(Map.of()),
        order.flatMap(SegmentationOrder::reference),
        evaluated.map(EvaluationCompleted::report),
        evaluated.map(EvaluationCompleted::scores).orElse(List.of()),
        standing.map(Trouble::problem),
        ready.flatMap(SegmentationReady::uncertainty).orElse(Map.of()),
        ready.flatMap(SegmentationReady::notes).orElse(List.of()),
        evaluated.flatMap(EvaluationCompleted::page),
        evaluated.flatMap(EvaluationCompleted::table),
        ready.flatMap(SegmentationReady::pictures).orElse(List.of()));
  }

  private List<StageView> stages() {
    List<StageView> stages = new ArrayList<>();
    Optional<Instant> before = requested;
    for (Map.Entry<Stage, Passed> entry : passed.entrySet()) {
      Instant end = entry.getValue().time();
      stages.add(
          new StageView(
              entry.getKey(),
              end,
              before.map(b -> Math.max(0, Duration.between(b, end).toMillis() / 1000.0))));
      before = Optional.of(end);
    }
    return stages;
  }

  private <E extends Event> Optional<E> at(Stage stage, Class<E> type) {
    return Optional.ofNullable(passed.get(stage)).map(Passed::event).map(type::cast);
  }
}
