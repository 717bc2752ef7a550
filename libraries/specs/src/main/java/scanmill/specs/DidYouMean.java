package scanmill.specs;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses what was meant by a word that is not known. */
public final class DidYouMean {
  private static final int LONGEST = 100;

  private DidYouMean() {}

  /**
   * The known word closest to an unknown one.
   *
   * <p>Closeness is the Damerau-Levenshtein distance (optimal string alignment) without regard to
   * case; a word is close when at most a third of the longer word would have to change, and at
   * least one letter may. Of equally close words the first wins.
   *
   * @return empty if none is close
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    Optional<String> best = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      int allowed = Math.max(1, Math.max(word.length(), candidate.length()) / 3);
      if (distance <= allowed && distance < least) {
        least = distance;
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that turn one text into another.
   */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
