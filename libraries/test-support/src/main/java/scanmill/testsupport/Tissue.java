package scanmill.testsupport;

/** What a place inside a phantom is made of. */
enum Tissue {
  AIR,
  FAT,
  MUSCLE,
  BONE,
  DISC,
  FLUID,
  WHITE_MATTER,
  GREY_MATTER
}
