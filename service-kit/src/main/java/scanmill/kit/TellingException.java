package scanmill.kit;

/** The log did not take an event; trying again may help. */
public class TellingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TellingException(String message, Throwable cause) {
    super(message, cause);
  }
}
