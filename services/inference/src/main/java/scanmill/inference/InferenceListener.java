package scanmill.inference;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import scanmill.engine.Device;
import scanmill.events.PredictionProduced;
import scanmill.events.SampleReady;
import scanmill.kit.Inbox;
import scanmill.kit.ModelFolders;
import scanmill.kit.ObjectStore;

/** Hears which samples are ready. */
@ApplicationScoped
class InferenceListener {
  private final Inbox inbox;
  private final MeterRegistry registry;
  private final ResidentModels models;
  private final ResidentModels dropping;
  private final Predict predict;

  @Inject
  InferenceListener(
      Inbox inbox,
      ObjectStore store,
      ModelFolders folders,
      InferenceSettings settings,
      MeterRegistry registry) {
    this.inbox = inbox;
    this.registry = registry;
    int threads = settings.threads().orElse(Runtime.getRuntime().availableProcessors());
    ModelLoader loader =
        new ModelLoader(
            folders,
            Device.parse(settings.device()),
            threads,
            settings.slicesTogether(),
            settings.memoryBytes(),
            false);
    models = new ResidentModels(loader, settings.modelsKept(), settings.modelBytesKept());
    dropping = new ResidentModels(loader.withDropout(), 1, settings.modelBytesKept());
    predict = new Predict(store, models, dropping, settings.atOnce(), this::measure);
  }

  @Incoming("inference-sample-ready")
  @Blocking(value = "inference", ordered = false)
  CompletionStage<Void> ready(Message<byte[]> message) {
    return inbox.answer(message, SampleReady.class, predict);
  }

  private void measure(PredictionProduced produced) {
    Timer.builder("scanmill.prediction")
        .tag("model", produced.order().model().name())
        .tag("device", produced.device())
        .register(registry)
        .record((long) (produced.seconds() * 1e9), TimeUnit.NANOSECONDS);
  }

  @PreDestroy
  void close() {
    models.close();
    dropping.close();
  }
}
