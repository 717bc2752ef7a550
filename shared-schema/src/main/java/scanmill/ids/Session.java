package scanmill.ids;

/**
 * One visit of a subject, as BIDS names it without the {@code ses-} prefix.
 *
 * @param label letters and digits only
 */
public record Session(String label) {
  public Session {
    Labels.require("session", label);
  }

  @Override
  public String toString() {
    return "ses-" + label;
  }
}
