package scanmill.trainer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scanmill.datasets.BidsScan;
import scanmill.datasets.PreparedKey;
import scanmill.problems.Problem;

/** Scans that are being prepared, and how far each has come. Safe for use by many threads. */
final class ScanList {
  /** A scan to be prepared. */
  record Entry(int number, PreparedKey key, BidsScan scan) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Set<Integer> over = new HashSet<>();
  private final Set<Integer> here = new HashSet<>();
  private final Set<Integer> asked = new HashSet<>();
  private final Map<Entry, Problem> problems = new LinkedHashMap<>();
  private Optional<Throwable> failure = Optional.empty();

  /** Entries before this one are not taken. */
  private int untaken;

  ScanList(Map<PreparedKey, BidsScan> scans) {
    scans.forEach((key, scan) -> entries.add(new Entry(entries.size(), key, scan)));
    untaken = entries.size();
  }

  int size() {
    return entries.size();
  }

  /** How many are prepared. */
  synchronized int done() {
    return over.size() - problems.size();
  }

  /** Whether each is prepared, or cannot be, or somebody ran into a fault. */
  synchronized boolean isOver() {
    return over.size() == entries.size() || failure.isPresent();
  }

  /** Waits until it is over, at most so long. */
  synchronized void awaitOver(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    long left = most.toNanos();
    try {
      while (!isOver() && left > 0) {
        wait(left / 1_000_000 + 1);
        left = until - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SharedPreparation.Stopped();
    }
  }

  /** Those that others may be preparing: not over, and not taken here. */
  synchronized List<Entry> elsewhere() {
    return entries.stream()
        .filter(entry -> !over.contains(entry.number()))
        .filter(entry -> !here.contains(entry.number()))
        .toList();
  }

  /** The last one that is neither over nor taken, which is the caller's from now on. */
  synchronized Optional<Entry> takeLast() {
    while (untaken > 0) {
      untaken--;
      if (!over.contains(untaken)) {
        here.add(untaken);
        return Optional.of(entries.get(untaken));
      }
    }
    return Optional.empty();
  }

  /** The first ones that replicas have to be asked for, so that they have so many in hand. */
  synchronized List<Entry> toAsk(int most) {
    long inHand = asked.stream().filter(n -> !over.contains(n)).count();
    return entries.stream()
        .filter(entry -> !over.contains(entry.number()))
        .filter(entry -> !here.contains(entry.number()))
        .filter(entry -> !asked.contains(entry.number()))
        .limit(Math.max(0, most - inHand))
        .toList();
  }

  synchronized void asked(Entry entry) {
    asked.add(entry.number());
  }

  /** Prepared; false if it was over before. */
  synchronized boolean finish(Entry entry) {
    return end(entry);
  }

  /** Cannot be prepared; false if it was over before. */
  synchronized boolean fail(Entry entry, Problem problem) {
    boolean news = end(entry);
    if (news) {
      problems.put(entry, problem);
    }
    return news;
  }

  private boolean end(Entry entry) {
    boolean news = over.add(entry.number());
    if (isOver()) {
      notifyAll();
    }
    return news;
  }

  /** Somebody cannot go on. */
  synchronized void broken(Throwable by) {
    if (failure.isEmpty()) {
      failure = Optional.of(by);
    }
    notifyAll();
  }

  synchronized Optional<Throwable> failure() {
    return failure;
  }

  /** How many cannot be prepared and why the first cannot. */
  synchronized Optional<Problem> problems(int ofAll) {
    return problems.entrySet().stream()
        .findFirst()
        .map(
            first ->
                new Problem(
                    first.getValue().code(),
                    problems.size()
                        + " of "
                        + ofAll
                        + " scans cannot be prepared; the first is "
                        + first.getKey().scan().id()
                        + ": "
                        + first.getValue().what(),
                    first.getValue().remedy()));
  }
}
