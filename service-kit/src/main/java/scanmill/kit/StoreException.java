package scanmill.kit;

/** The bucket did not answer as it should; trying again may help. Never thrown for bad input. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
