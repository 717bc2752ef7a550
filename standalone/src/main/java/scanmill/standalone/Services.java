package scanmill.standalone;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All services of this process, on a thread of their own. */
final class Services {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long STOP_SECONDS = 60;

  private final URI gateway;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Services(int port) {
    this.gateway = URI.create("http://127.0.0.1:" + port + "/");
  }

  URI gateway() {
    return gateway;
  }

  /** Starts them and returns when all say that they are ready. */
  void start() {
    Thread thread =
        new Thread(
            () ->
                Quarkus.run(
                    null,
                    (code, error) -> {
                      failure.set(error);
                      stopped.countDown();
                    }),
            "scanmill-services");
    // The runner's loader, where the application's classes are.
    thread.setContextClassLoader(Services.class.getClassLoader());
    thread.start();
    awaitReady();
  }

  private void awaitReady() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    Instant until = Instant.now().plus(PATIENCE);
    String last = "no answer";
    while (Instant.now().isBefore(until)) {
      try {
        if (stopped.await(50, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("The services did not start", failure.get());
        }
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return;
        }
        last = answer.body();
      } catch (IOException e) {
        last = "no answer";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while the services started", e);
      }
    }
    throw new IllegalStateException(
        "The services were not ready after " + PATIENCE.toSeconds() + " s: " + last);
  }

  /** Waits until they have stopped. */
  void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Stops them and waits; the work in hand is saved or left for the next start. */
  void stop() {
    Standalone.askToStop();
    try {
      boolean unused = stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
