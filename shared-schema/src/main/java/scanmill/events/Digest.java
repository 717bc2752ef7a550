package scanmill.events;

/** SHA-256 as text. */
final class Digest {
  private Digest() {}

  static void require(String sha256) {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("A SHA-256 is 64 hex digits");
    }
  }
}
