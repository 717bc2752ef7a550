package scanmill.datasets;

import java.util.List;

/**
 * What filters need to know of places in a scan, of its slices or of its windows: one letter, 0 or
 * 1, for each place.
 *
 * @param constant whether any channel that is there has one value only
 * @param classes for each class, whether any rater saw it
 */
public record Marks(String constant, List<String> classes) {
  public static final Marks NONE = new Marks("", List.of());

  public Marks {
    classes = List.copyOf(classes);
    for (String seen : classes) {
      if (seen.length() != constant.length()) {
        throw new IllegalArgumentException(
            "Every place has a mark; found " + constant.length() + " and " + seen.length());
      }
    }
  }

  /** Number of places. */
  public int size() {
    return constant.length();
  }

  /** Whether any channel has one value only. */
  public boolean constant(int place) {
    return constant.charAt(place) == '1';
  }

  /** How many classes are seen there. */
  public int present(int place) {
    int present = 0;
    for (String seen : classes) {
      present += seen.charAt(place) == '1' ? 1 : 0;
    }
    return present;
  }

  /** Whether a class is seen there. */
  public boolean present(int place, int ofClass) {
    return classes.get(ofClass).charAt(place) == '1';
  }
}
