package scanmill.evaluation;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import scanmill.events.SegmentationReady;
import scanmill.kit.Inbox;
import scanmill.kit.ObjectStore;

/** Hears which segmentations are ready. */
@ApplicationScoped
class EvaluationListener {
  private final Inbox inbox;
  private final Evaluate evaluate;

  @Inject
  EvaluationListener(Inbox inbox, ObjectStore store) {
    this.inbox = inbox;
    this.evaluate = new Evaluate(store);
  }

  @Incoming("evaluation-segmentation-ready")
  @Blocking(value = "evaluation", ordered = false)
  CompletionStage<Void> ready(Message<byte[]> message) {
    return inbox.answer(message, SegmentationReady.class, evaluate);
  }
}
