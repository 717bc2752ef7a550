package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.engine.Device;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.transforms.Sample;
import scanmill.volumes.Volume;

class TogetherTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Two windows of one number each. */
  private static Tensor windows(float number) {
    return Tensor.of(new float[] {number, number + 1}, 2, 1, 1, 1);
  }

  @Test
  void letsWhatWaitedGoTogetherUpToTheMost() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    LinkedBlockingQueue<Integer> batches = new LinkedBlockingQueue<>();
    Together together = held(batches, gate, image -> image);

    List<Future<Tensor>> answers = asked(together, batches, gate, 10, 20, 30, 40);

    for (int n = 0; n < answers.size(); n++) {
      assertThat(answers.get(n).get().values()).isEqualTo(windows(10 * (n + 1)).values());
      assertThat(answers.get(n).get().shape()).containsExactly(2, 1, 1, 1);
    }
    assertThat(batches).containsExactly(6, 2); // behind the first one, which went alone
  }

  @Test
  void failsNobodyForAnothersSake() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    LinkedBlockingQueue<Integer> batches = new LinkedBlockingQueue<>();
    Together together =
        held(
            batches,
            gate,
            image -> {
              for (float value : image.values()) {
                if (value == 20) {
                  throw new IllegalStateException("no 20");
                }
              }
              return image;
            });

    List<Future<Tensor>> answers = asked(together, batches, gate, 10, 20, 30);

    assertThat(answers.get(0).get().values()).containsExactly(10, 11);
    assertThatThrownBy(() -> answers.get(1).get())
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("no 20");
    assertThat(answers.get(2).get().values()).containsExactly(30, 31);
  }

  /** A network that tells how many windows came, and answers once a gate is open; six at most. */
  private static Together held(
      LinkedBlockingQueue<Integer> batches, CountDownLatch gate, UnaryOperator<Tensor> answer) {
    return new Together(
        FakeNetwork.of(
            2,
            image -> {
              batches.add(image.extent(0));
              await(gate);
              return answer.apply(image);
            }),
        6);
  }

  /** One call that holds the network up until the others wait. */
  private List<Future<Tensor>> asked(
      Together together,
      LinkedBlockingQueue<Integer> batches,
      CountDownLatch gate,
      float... numbers)
      throws InterruptedException {
    Future<Tensor> unused = threads.submit(() -> together.predict(windows(0)));
    Integer unusedFirst = batches.take();
    List<Future<Tensor>> answers = new ArrayList<>();
    for (float number : numbers) {
      answers.add(threads.submit(() -> together.predict(windows(number))));
      while (together.waiting() < answers.size()) {
        Thread.onSpinWait();
      }
    }
    gate.countDown();
    return answers;
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void predictsTheSameWhoeverElseWaits(@TempDir Path folder) throws Exception {
    ModelPackage model = ModelPackage.open(CascadeTest.write(folder, "cord", ""));
    List<Sample> scans = new ArrayList<>();
    List<float[]> alone = new ArrayList<>();
    try (Predictor network = Predictors.of(model, Device.CPU, 1, false)) {
      Segmenter segmenter = new Segmenter(network, model.config(), 1);
      for (int n = 0; n < 6; n++) {
        Sample waves = SegmenterTest.waves(8, 8, 8);
        float[] data = waves.channels().get(0).data().clone();
        data[n * 11] += 3;
        scans.add(Sample.of(List.of(new Volume(waves.grid(), data))));
        alone.add(segmenter.predict(scans.get(n)).channel(0));
      }
    }
    try (Predictor network = new Together(Predictors.of(model, Device.CPU, 2, false), 8)) {
      Segmenter segmenter = new Segmenter(network, model.config(), 1);
      for (int round = 0; round < 5; round++) {
        List<Future<float[]>> answers = new ArrayList<>();
        for (int n = scans.size() - 1; n >= 0; n--) {
          Sample scan = scans.get(n);
          answers.add(0, threads.submit(() -> segmenter.predict(scan).channel(0)));
        }
        for (int n = 0; n < scans.size(); n++) {
          assertThat(answers.get(n).get()).isEqualTo(alone.get(n));
        }
      }
    }
  }
}
