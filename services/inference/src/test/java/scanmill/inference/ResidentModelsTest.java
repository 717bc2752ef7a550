package scanmill.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.events.ModelRef;
import scanmill.models.Segmenter;

class ResidentModelsTest {
  private final List<String> loaded = Collections.synchronizedList(new ArrayList<>());
  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

  /** Says its input, and when it is closed. */
  private record Copy(String name, List<String> closed) implements Predictor {
    @Override
    public Tensor predict(Tensor input) {
      return input;
    }

    @Override
    public int inputChannels() {
      return 1;
    }

    @Override
    public OptionalInt outputChannels() {
      return OptionalInt.of(1);
    }

    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  @Test
  void loadsAModelOnce() {
    ResidentModels models = new ResidentModels(this::load, 2, 1000);
    use(models, "a");
    use(models, "a");

    assertThat(loaded).containsExactly("a");
    assertThat(closed).isEmpty();
  }

  @Test
  void closesTheLeastRecentlyUsedWhenThereAreTooMany() {
    ResidentModels models = new ResidentModels(this::load, 2, 1000);
    use(models, "a");
    use(models, "b");
    use(models, "a");
    use(models, "c");

    assertThat(closed).containsExactly("b");
    use(models, "a");
    assertThat(loaded).containsExactly("a", "b", "c");
  }

  @Test
  void closesTheLeastRecentlyUsedWhenTheyAreTooLargeTogether() {
    ResidentModels models = new ResidentModels(this::load, 9, 250); // 100 bytes each
    use(models, "a");
    use(models, "b");
    use(models, "c");

    assertThat(closed).containsExactly("a");
  }

  @Test
  void keepsTheLastOneHoweverLargeItIs() {
    ResidentModels models = new ResidentModels(this::load, 9, 1);
    use(models, "a");
    use(models, "a");

    assertThat(loaded).containsExactly("a");
    assertThat(closed).isEmpty();
  }

  @Test
  void closesAModelInUseOnlyWhenItsUserIsDone() {
    ResidentModels models = new ResidentModels(this::load, 1, 1000);
    List<String> closedMeanwhile =
        models.with(
            ref("a"),
            a -> {
              use(models, "b");
              return List.copyOf(closed);
            });

    assertThat(closedMeanwhile).isEmpty();
    assertThat(closed).containsExactly("a");
  }

  @Test
  void loadsOnceForManyWhoAskAtOnce() throws Exception {
    ResidentModels models = new ResidentModels(this::load, 2, 1000);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> all = new ArrayList<>();
      for (int n = 0; n < 8; n++) {
        all.add(
            pool.submit(
                () -> {
                  start.await();
                  use(models, "a");
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(loaded).containsExactly("a");
  }

  @Test
  void triesAgainToLoadWhatCouldNotBeLoaded() {
    AtomicInteger attempts = new AtomicInteger();
    ResidentModels models =
        new ResidentModels(
            model -> {
              if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("the bucket is away");
              }
              return load(model);
            },
            2,
            1000);
    assertThatThrownBy(() -> use(models, "a")).isInstanceOf(IllegalStateException.class);

    use(models, "a");

    assertThat(loaded).containsExactly("a");
  }

  @Test
  void closesAllInTheEnd() {
    ResidentModels models = new ResidentModels(this::load, 2, 1000);
    use(models, "a");
    use(models, "b");
    models.close();

    assertThat(closed).containsExactlyInAnyOrder("a", "b");
  }

  private static void use(ResidentModels models, String name) {
    String unused = models.with(ref(name), LoadedModel::device);
  }

  private LoadedModel load(ModelRef model) {
    loaded.add(model.name());
    Copy copy = new Copy(model.name(), closed);
    Config config =
        Config.parse("{\"loader_parameters\": {\"target_suffix\": [\"_seg\"]}}", "test").config();
    return new LoadedModel(copy, new Segmenter(copy, config, 1), "cpu", 100);
  }

  private static ModelRef ref(String name) {
    return new ModelRef(name, name.repeat(64), "scanmill", "models/" + name + "/");
  }
}
