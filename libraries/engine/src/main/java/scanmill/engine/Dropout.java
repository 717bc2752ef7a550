package scanmill.engine;

/**
 * One place where channels are dropped.
 *
 * @param channels of the tensor there
 * @param rate probability of each to be dropped, in (0, 1)
 */
record Dropout(int channels, double rate) {
  Dropout {
    if (channels < 1 || !(rate > 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "A dropout has channels and a rate in [0, 1), not " + channels + " and " + rate);
    }
  }
}
