package scanmill.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import scanmill.problems.BadInputException;

/** Which failures may pass by themselves. */
public final class Fault {
  private static final int MAX_CAUSES = 20;

  private Fault() {}

  /**
   * Whether another attempt can help: the disk, the bucket or the log did not answer. Bad input and
   * mistakes in the program are the same at every attempt.
   */
  public static boolean isTransient(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_CAUSES; depth++) {
      if (at instanceof BadInputException) {
        return false;
      }
      if (at instanceof IOException
          || at instanceof UncheckedIOException
          || at instanceof StoreException
          || at instanceof TellingException
          || at instanceof TimeoutException
          || at instanceof RetriableException) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
