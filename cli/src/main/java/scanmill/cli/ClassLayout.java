package scanmill.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import scanmill.problems.BadInputException;
import scanmill.volumes.ProbabilityMap;

/**
 * How files become classes, the same way for all scans.
 *
 * @param count of classes
 * @param labels of label maps, one for each class; empty if no file is one
 * @param binary everything that is not 0 is the one class
 */
record ClassLayout(int count, List<Integer> labels, boolean binary) {

  /** Sees every file of both sides before the first is compared. */
  static final class Survey {
    private final NavigableSet<Integer> predicted = new TreeSet<>();
    private final NavigableSet<Integer> referred = new TreeSet<>();
    private int channels = 1;
    private boolean soft;

    void prediction(ProbabilityMap map) {
      see(map, predicted);
    }

    void reference(ProbabilityMap map) {
      see(map, referred);
    }

    private void see(ProbabilityMap map, NavigableSet<Integer> labels) {
      channels = Math.max(channels, map.classes());
      if (map.classes() == 1) {
        Optional<NavigableSet<Integer>> found = MaskFiles.labels(map);
        soft |= found.isEmpty();
        found.ifPresent(labels::addAll);
      }
    }

    /**
     * @throws BadInputException {@code reference-other-labels} if both sides have labels and none
     *     in common, or labels beyond the classes
     */
    ClassLayout layout(boolean binary) {
      NavigableSet<Integer> all = new TreeSet<>(predicted);
      all.addAll(referred);
      if (channels > 1) {
        if (!all.isEmpty() && all.last() > channels) {
          throw otherLabels("1 to " + channels + ", one for each class", all.toString());
        }
        List<Integer> labels = new ArrayList<>();
        for (int c = 1; c <= channels; c++) {
          labels.add(c);
        }
        return new ClassLayout(channels, labels, false);
      }
      if (binary || all.isEmpty() || (all.size() == 1 && all.first() == 1)) {
        return new ClassLayout(1, List.of(), binary);
      }
      boolean common = predicted.stream().anyMatch(referred::contains);
      if (soft || (!common && !predicted.isEmpty() && !referred.isEmpty())) {
        throw otherLabels(
            "the labels of the predictions, " + (soft ? "probabilities" : predicted),
            referred.toString());
      }
      return new ClassLayout(all.size(), List.copyOf(all), false);
    }

    private static BadInputException otherLabels(String required, String found) {
      return BadInputException.of(
          "reference-other-labels",
          "Required references with " + required + "; found " + found + ".",
          "Give the labels the same numbers, or compare everything that is not 0 with --binary.");
    }
  }

  /**
   * @throws BadInputException {@code reference-other-classes} if the file has another number of
   *     classes
   */
  ProbabilityMap apply(ProbabilityMap map) {
    if (map.classes() == count && (count > 1 || (labels.isEmpty() && !binary))) {
      return map;
    }
    if (map.classes() != 1 || (count > 1 && MaskFiles.labels(map).isEmpty())) {
      throw BadInputException.of(
          "reference-other-classes",
          "Required " + count + " classes on both sides; found " + map.classes() + ".",
          "Give label maps, or one file for each class.");
    }
    float[] values = map.channel(0);
    float[][] channels = new float[count][values.length];
    for (int c = 0; c < count; c++) {
      for (int v = 0; v < values.length; v++) {
        boolean is = binary ? values[v] > 0 : values[v] == labels.get(c);
        channels[c][v] = is ? 1 : 0;
      }
    }
    return new ProbabilityMap(map.grid(), channels);
  }

  /** What the classes are called if nobody says it. */
  List<String> names() {
    return labels.stream().map(label -> "label " + label).toList();
  }
}
