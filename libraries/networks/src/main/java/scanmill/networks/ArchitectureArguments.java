package scanmill.networks;

import java.util.List;

/** What the arguments of several architectures must be. */
final class ArchitectureArguments {
  private static final int DEEPEST = 10;
  private static final int MOST_FEATURES = 1 << 16;

  private ArchitectureArguments() {}

  static void requireChannels(int inChannels, int outChannels) {
    if (inChannels < 1 || outChannels < 1) {
      throw new IllegalArgumentException("in_channel and out_channel are at least 1");
    }
  }

  /** Features double from level to level. */
  static void requireWidth(int depth, int nFilters) {
    if (depth < 1 || depth > DEEPEST) {
      throw new IllegalArgumentException("depth is 1 to " + DEEPEST);
    }
    if (nFilters < 1 || nFilters > MOST_FEATURES >> depth) {
      throw new IllegalArgumentException(
          "n_filters is 1 to " + (MOST_FEATURES >> depth) + " at depth " + depth);
    }
  }

  static void requireDropout(double dropoutRate) {
    if (!(dropoutRate >= 0 && dropoutRate < 1)) {
      throw new IllegalArgumentException("dropout_rate lies in [0, 1)");
    }
  }

  static void requireMomentum(double bnMomentum) {
    if (!(bnMomentum >= 0 && bnMomentum <= 1)) {
      throw new IllegalArgumentException("bn_momentum lies in [0, 1]");
    }
  }

  /** Empty lists mean no modulation at all. */
  static void requireFilm(List<Integer> filmLayers, int places, String formula, int nMetadata) {
    if (!filmLayers.isEmpty() && filmLayers.size() != places) {
      throw new IllegalArgumentException(
          "film_layers has " + formula + " entries, not " + filmLayers.size());
    }
    if (filmLayers.stream().anyMatch(each -> each != 0 && each != 1)) {
      throw new IllegalArgumentException("film_layers has entries 0 and 1 only");
    }
    if (filmLayers.contains(1) ? nMetadata < 1 : nMetadata < 0) {
      throw new IllegalArgumentException(
          "n_metadata, the length of a sample's condition, is at least 1 where film_layers has a 1");
    }
  }
}
