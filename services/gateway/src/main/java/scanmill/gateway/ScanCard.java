package scanmill.gateway;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.Event;
import scanmill.events.ImageFacts;
import scanmill.events.ScanIngested;
import scanmill.events.ScanRejected;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.problems.Problem;

/** What is known of one scan, or of one upload that is none. */
final class ScanCard {
  /** A scan that was asked for more often shows its newest. */
  static final int MOST_REQUESTS = 50;

  private final String id;
  private final Map<String, RequestCard> requests = new LinkedHashMap<>();
  private Instant updated = Instant.EPOCH;
  private Optional<ScanId> scan;
  private Optional<UploadId> upload = Optional.empty();
  private Optional<Instant> ingested = Optional.empty();
  private Optional<Instant> rejected = Optional.empty();
  private Optional<ArtifactRef> image = Optional.empty();
  private Optional<ImageFacts> facts = Optional.empty();
  private Optional<Problem> problem = Optional.empty();

  ScanCard(String id) {
    this.id = id;
    this.scan = ScanId.parse(id);
  }

  /** Takes what the upload became. */
  void hear(Told told) {
    Instant time = told.time();
    touch(time);
    Event event = told.data();
    if (event instanceof ScanIngested known) {
      ingested = RunCard.later(ingested, time);
      scan = Optional.of(known.scan());
      upload = Optional.of(known.upload());
      image = Optional.of(known.image());
      facts = Optional.of(known.facts());
    } else if (event instanceof ScanRejected refused) {
      rejected = RunCard.later(rejected, time);
      scan = scan.or(refused::scan);
      upload = Optional.of(refused.upload());
      problem = Optional.of(refused.problem());
    }
  }

  void attach(String request, RequestCard card) {
    touch(card.updated());
    requests.put(request, card);
    if (requests.size() > MOST_REQUESTS) {
      requests.entrySet().stream()
          .min(Comparator.comparing(entry -> entry.getValue().updated()))
          .map(Map.Entry::getKey)
          .ifPresent(requests::remove);
    }
  }

  private void touch(Instant time) {
    if (time.isAfter(updated)) {
      updated = time;
    }
  }

  Instant updated() {
    return updated;
  }

  ScanView view() {
    List<RequestView> asked =
        requests.values().stream()
            .sorted(Comparator.comparing(RequestCard::updated).reversed())
            .map(RequestCard::view)
            .toList();
    boolean refused =
        rejected.isPresent() && (ingested.isEmpty() || ingested.get().isBefore(rejected.get()));
    String state;
    if (refused) {
      state = "rejected";
    } else if (asked.isEmpty()) {
      state = "ingested";
    } else {
      state = asked.get(0).state();
    }
    return new ScanView(
        id,
        scan,
        upload,
        state,
        ingested,
        updated,
        image,
        facts,
        refused ? problem : Optional.empty(),
        asked);
  }
}
