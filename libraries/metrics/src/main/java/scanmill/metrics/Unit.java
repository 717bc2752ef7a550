package scanmill.metrics;

/** What a score is counted in. */
public enum Unit {
  /** A ratio of two equal things. */
  ONE("1"),
  MM("mm"),
  MM3("mm3");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** As written in tables and events: {@code 1}, {@code mm}, {@code mm3}. */
  public String symbol() {
    return symbol;
  }
}
