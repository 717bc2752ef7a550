package scanmill.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.events.DatasetFrozen;
import scanmill.events.EpochCompleted;
import scanmill.events.Event;
import scanmill.events.ModelPublished;
import scanmill.events.ScanIngested;
import scanmill.events.ScanRejected;
import scanmill.events.TrainingCancellationRequested;
import scanmill.events.TrainingCancelled;
import scanmill.events.TrainingFailed;
import scanmill.events.TrainingRequested;
import scanmill.events.TrainingStarted;
import scanmill.ids.RunId;
import scanmill.ids.ScanId;

/**
 * All events of a scan or a run, folded into what a person wants to see. Lives in memory and is
 * rebuilt from the log at start, so it is right or behind, never wrong.
 *
 * <p>Events of different topics may be heard in any order, and twice: the outcome is the same. The
 * newest scans, requests and runs are kept, so memory is bounded. Safe to use from several threads.
 */
final class ReadModel {
  private final Map<String, ScanCard> scans;
  private final Map<String, RequestCard> requests;
  private final Map<RunId, RunCard> runs;

  ReadModel(int mostScans, int mostRuns) {
    scans = newest(mostScans);
    requests = newest(4 * mostScans);
    runs = newest(mostRuns);
  }

  synchronized void hear(Told told) {
    runOf(told.data()).ifPresent(run -> runs.computeIfAbsent(run, RunCard::new).hear(told));
    Event event = told.data();
    if (event instanceof ScanIngested || event instanceof ScanRejected) {
      scans.computeIfAbsent(scanKey(event), ScanCard::new).hear(told);
    }
    RequestCard.requestOf(told)
        .ifPresent(
            request -> {
              RequestCard card = requests.computeIfAbsent(request, RequestCard::new);
              card.hear(told);
              card.scan()
                  .ifPresent(
                      scan ->
                          scans
                              .computeIfAbsent(scan.toString(), ScanCard::new)
                              .attach(request, card));
            });
  }

  /** By name, or by upload id where the upload was no scan. */
  synchronized Optional<ScanView> scan(String id) {
    return Optional.ofNullable(scans.get(id)).map(ScanCard::view);
  }

  /** Newest first. */
  synchronized List<ScanView> scans(int limit) {
    return scans.values().stream()
        .sorted(Comparator.comparing(ScanCard::updated).reversed())
        .limit(limit)
        .map(ScanCard::view)
        .toList();
  }

  synchronized Optional<RequestView> request(String request) {
    return Optional.ofNullable(requests.get(request)).map(RequestCard::view);
  }

  synchronized Optional<RunView> run(RunId run) {
    return Optional.ofNullable(runs.get(run)).map(RunCard::view);
  }

  /** Newest first. */
  synchronized List<RunView> runs(int limit) {
    List<RunView> views = new ArrayList<>();
    runs.values().forEach(card -> views.add(card.view()));
    views.sort(Comparator.comparing(RunView::updated).reversed());
    return List.copyOf(views.subList(0, Math.min(limit, views.size())));
  }

  private static String scanKey(Event event) {
    if (event instanceof ScanIngested known) {
      return known.scan().toString();
    }
    ScanRejected refused = (ScanRejected) event;
    return refused.scan().map(ScanId::toString).orElseGet(() -> refused.upload().toString());
  }

  /** The run an event is part of; a package that was made elsewhere is of no run here. */
  private static Optional<RunId> runOf(Event event) {
    if (event instanceof TrainingRequested asked) {
      return asked.run();
    }
    if (event instanceof TrainingCancellationRequested asked) {
      return Optional.of(asked.run());
    }
    if (event instanceof DatasetFrozen frozen) {
      return Optional.of(frozen.run());
    }
    if (event instanceof TrainingStarted started) {
      return Optional.of(started.run());
    }
    if (event instanceof EpochCompleted epoch) {
      return Optional.of(epoch.run());
    }
    if (event instanceof ModelPublished published) {
      return Optional.of(published.run())
          .filter(run -> !run.value().startsWith(ModelRegistration.RUN_PREFIX));
    }
    if (event instanceof TrainingFailed failed) {
      return Optional.of(failed.run());
    }
    if (event instanceof TrainingCancelled cancelled) {
      return Optional.of(cancelled.run());
    }
    return Optional.empty();
  }

  /** A map that forgets what was not touched for longest. */
  private static <K, V> Map<K, V> newest(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
