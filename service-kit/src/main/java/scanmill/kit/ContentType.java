package scanmill.kit;

import java.util.Locale;

/** What a browser is told of an object, by the end of its key. */
public final class ContentType {
  private ContentType() {}

  public static String of(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return "application/json";
    }
    if (name.endsWith(".gz")) {
      return "application/gzip";
    }
    if (name.endsWith(".png")) {
      return "image/png";
    }
    if (name.endsWith(".csv")) {
      return "text/csv";
    }
    return "application/octet-stream";
  }
}
