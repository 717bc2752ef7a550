package scanmill.kit;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the process was asked to end, so that waits end and long work saves what it has. */
@Singleton
public class Stopping {
  private final CountDownLatch asked = new CountDownLatch(1);

  void onShutdown(@Observes ShutdownEvent event) {
    ask();
  }

  /** As if the process was asked to end. */
  public void ask() {
    asked.countDown();
  }

  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /**
   * Waits, but not past the request to end.
   *
   * @return false if the process was asked to end, or the thread interrupted
   */
  public boolean pause(Duration time) {
    try {
      return !asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
