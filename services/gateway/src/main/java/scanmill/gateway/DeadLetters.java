package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.problems.BadInputException;

/**
 * What services gave up, and which of it was put back: a reading of the log like {@link ReadModel},
 * the oldest forgotten first. Safe to use from several threads.
 */
@Singleton
class DeadLetters {
  private final Map<String, DeadLetter> letters;

  /** Of letters put back that were not heard of yet, since topics are read side by side. */
  private final Map<String, Instant> early = new HashMap<>();

  @Inject
  DeadLetters(GatewaySettings settings) {
    int most = settings.mostEvents();
    letters =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, DeadLetter> eldest) {
            return size() > most;
          }
        };
  }

  synchronized void parked(DeadLetter letter) {
    Optional<Instant> redriven = Optional.ofNullable(early.remove(letter.id()));
    letters.put(letter.id(), redriven.map(letter::redriven).orElse(letter));
  }

  synchronized void redriven(String id, Instant time) {
    DeadLetter known = letters.get(id);
    if (known == null) {
      early.put(id, time);
    } else if (known.redriven().isEmpty()) {
      letters.put(id, known.redriven(time));
    }
  }

  /**
   * One of them.
   *
   * @throws BadInputException {@code dead-letter-unknown} if there is none such
   */
  synchronized DeadLetter find(String id) {
    return Optional.ofNullable(letters.get(id))
        .orElseThrow(
            () ->
                BadInputException.of(
                    "dead-letter-unknown",
                    "No dead letter of this id is known.",
                    "See GET /api/dead-letters for those that are; the oldest are forgotten."));
  }

  /**
   * Newest first.
   *
   * @param waiting only those that were not put back
   */
  synchronized List<DeadLetter> all(boolean waiting) {
    List<DeadLetter> all = new ArrayList<>(letters.values());
    all.removeIf(letter -> waiting && letter.redriven().isPresent());
    all.sort(Comparator.comparing(DeadLetter::parked).reversed().thenComparing(DeadLetter::id));
    return List.copyOf(all);
  }

  /** How many wait for somebody. */
  synchronized int waiting() {
    return (int) letters.values().stream().filter(l -> l.redriven().isEmpty()).count();
  }
}
