package scanmill.datasets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Counts what is missing, so that a thousand equal complaints become one; it names the first few by
 * alphabet, whatever order they come in.
 */
final class Missing {
  private static final int MOST_NAMES = 3;

  private final Map<String, TreeSet<String>> names = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /** Notes that a name has a complaint. */
  void add(String complaint, String name) {
    counts.merge(complaint, 1, Integer::sum);
    TreeSet<String> known = names.computeIfAbsent(complaint, any -> new TreeSet<>());
    known.add(name);
    if (known.size() > MOST_NAMES) {
      known.pollLast();
    }
  }

  /** One sentence per complaint: how many, and the first few. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    counts.forEach(
        (complaint, count) ->
            sentences.add(
                complaint
                    + ": "
                    + String.join(", ", names.getOrDefault(complaint, new TreeSet<>()))
                    + (count > MOST_NAMES ? " and " + (count - MOST_NAMES) + " more" : "")
                    + "."));
    return sentences;
  }
}
