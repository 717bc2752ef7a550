package scanmill.engine;

import java.nio.charset.StandardCharsets;

/**
 * Seeds made from what they are for, so that a draw depends on nothing else: not on threads,
 * devices or what was drawn before.
 */
public final class Seed {
  private Seed() {}

  /** One seed from several numbers, such as (run seed, epoch, step); order matters. */
  public static long of(long... parts) {
    long seed = 0x9e3779b97f4a7c15L;
    for (long part : parts) {
      seed = SplitMix.mix(seed ^ SplitMix.mix(part + 0x9e3779b97f4a7c15L)) + 0x9e3779b97f4a7c15L;
    }
    return seed;
  }

  /** A number from a name (FNV-1a, 64 bit). */
  public static long of(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
