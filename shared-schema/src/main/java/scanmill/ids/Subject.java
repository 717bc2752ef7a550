package scanmill.ids;

/**
 * A participant of a dataset, as BIDS names it without the {@code sub-} prefix.
 *
 * @param label letters and digits only
 */
public record Subject(String label) {
  public Subject {
    Labels.require("subject", label);
  }

  @Override
  public String toString() {
    return "sub-" + label;
  }
}
