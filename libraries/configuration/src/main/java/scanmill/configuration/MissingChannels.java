package scanmill.configuration;

/** What becomes of a subject that lacks a contrast of a multichannel sample. */
public enum MissingChannels {
  /** It is left out, with a warning. */
  DROP,
  /** The channel is zero everywhere and marked as absent. */
  ZERO
}
