package scanmill.ids;

import java.util.regex.Pattern;

/**
 * The alphabet of BIDS labels: letters and digits, nothing that means something in a path or a key.
 */
final class Labels {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]{1,64}");

  private Labels() {}

  static void require(String what, String label) {
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "A "
              + what
              + " label is 1 to 64 letters and digits; found "
              + label.length()
              + " characters with others among them");
    }
  }

  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }
}
