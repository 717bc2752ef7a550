package scanmill.datasets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what is missing, so that a thousand equal complaints become one. */
final class Missing {
  private static final int MOST_NAMES = 3;

  private final Map<String, List<String>> names = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /** Notes that a name has a complaint. */
  void add(String complaint, String name) {
    counts.merge(complaint, 1, Integer::sum);
    List<String> known = names.computeIfAbsent(complaint, any -> new ArrayList<>());
    if (known.size() < MOST_NAMES) {
      known.add(name);
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
                    + String.join(", ", names.getOrDefault(complaint, List.of()))
                    + (count > MOST_NAMES ? " and " + (count - MOST_NAMES) + " more" : "")
                    + "."));
    return sentences;
  }
}
