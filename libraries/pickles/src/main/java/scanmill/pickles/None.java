package scanmill.pickles;

/** Python's {@code None}. */
enum None {
  NONE
}
