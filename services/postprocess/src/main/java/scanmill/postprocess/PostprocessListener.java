package scanmill.postprocess;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import scanmill.events.PredictionProduced;
import scanmill.kit.Inbox;
import scanmill.kit.ModelFolders;
import scanmill.kit.ObjectStore;

/** Hears which predictions are there. */
@ApplicationScoped
class PostprocessListener {
  private final Inbox inbox;
  private final Deliver deliver;

  @Inject
  PostprocessListener(
      Inbox inbox,
      ObjectStore store,
      ModelFolders folders,
      @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown")
          String version) {
    this.inbox = inbox;
    this.deliver =
        new Deliver(
            store,
            new Models(folders),
            Map.of("scanmill", version, "java", Runtime.version().toString()));
  }

  @Incoming("postprocess-prediction-produced")
  @Blocking(value = "postprocess", ordered = false)
  CompletionStage<Void> produced(Message<byte[]> message) {
    return inbox.answer(message, PredictionProduced.class, deliver);
  }
}
