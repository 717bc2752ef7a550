package scanmill.kit;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import scanmill.events.Event;
import scanmill.events.ScanIngested;

/** A service of the test: answers as the subject's name says. */
@ApplicationScoped
class EchoListener {
  private final Inbox inbox;
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  EchoListener(Inbox inbox) {
    this.inbox = inbox;
  }

  @Incoming("echo-scan-ingested")
  @Blocking(value = "echo", ordered = false)
  CompletionStage<Void> hear(Message<byte[]> message) {
    return inbox.answer(message, ScanIngested.class, this::answer);
  }

  private List<Event> answer(Heard<ScanIngested> heard) throws Exception {
    String subject = heard.event().scan().subject().label();
    int attempt = attempts.merge(subject, 1, Integer::sum);
    switch (subject) {
      case "down" -> throw new IOException("out of reach");
      case "flaky" -> {
        if (attempt < 3) {
          throw new IOException("flaky");
        }
      }
      case "mistake" -> throw new IllegalStateException("mistake");
      case "slow" -> Thread.sleep(4000);
      default -> {}
    }
    return List.of(Examples.requested(subject));
  }
}
