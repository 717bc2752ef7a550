package scanmill.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people call the classes of a model, made from the derivative suffixes it was trained on. */
final class ClassNames {

  private ClassNames() {}

  /**
   * One BIDS label per class, letters and digits only: {@code _seg-anterior-manual} becomes {@code
   * anterior}, {@code _seg-manual} becomes {@code seg}, {@code _lesion-manual} becomes {@code
   * lesion}. Where two would be equal, the class number follows.
   */
  static List<String> of(List<String> targetSuffixes) {
    List<String> names = new ArrayList<>();
    for (String suffix : targetSuffixes) {
      String name = shorten(suffix);
      names.add(names.contains(name) ? name + names.size() : name);
    }
    return List.copyOf(names);
  }

  private static String shorten(String suffix) {
    List<String> words = new ArrayList<>(List.of(suffix.split("[^A-Za-z0-9]+")));
    words.removeIf(String::isEmpty);
    if (words.size() > 1 && words.get(words.size() - 1).toLowerCase(Locale.ROOT).equals("manual")) {
      words.remove(words.size() - 1);
    }
    if (words.size() > 1 && words.get(0).equals("seg")) {
      words.remove(0);
    }
    StringBuilder name = new StringBuilder();
    for (String word : words) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.isEmpty() ? "class" : name.toString();
  }
}
