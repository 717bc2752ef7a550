package scanmill.configuration;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A check that many records need: nothing is named twice. */
final class Repeated {
  private Repeated() {}

  static void refuse(String key, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(key + " names \"" + name + "\" twice");
      }
    }
  }
}
