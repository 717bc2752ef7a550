package scanmill.configuration;

/** Who draws the augmented samples of a training; what is drawn does not depend on it. */
public enum Augmentation {
  /** The trainer's own threads. */
  LOCAL,
  /** Preprocess replicas, ahead of the trainer. */
  REMOTE
}
