package scanmill.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import scanmill.engine.Device;
import scanmill.engine.LossFunction;
import scanmill.engine.Seed;
import scanmill.engine.StepResult;
import scanmill.engine.StepSettings;
import scanmill.engine.Tensor;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.Weights;

/**
 * Equal copies of a network that learn together, each on a device of its own: a batch is divided
 * among them, their gradients are averaged by the number of samples, and every copy makes the same
 * step, so they stay equal.
 *
 * <p>For a loss that is a mean over samples this is one network with the whole batch, but for
 * rounding. What looks at a batch as a whole sees a copy's part only: a Dice over the batch is one
 * over each part, and batch normalisation measures each part; of its running statistics those of
 * the first copy count. Instance normalisation does not look at other samples. With one device it
 * is that network and nothing else.
 *
 * <p>Gradients meet in the memory of this process. For one thread, whose networks it closes.
 */
final class Replicas implements AutoCloseable {
  /** Sets what one copy drops apart from what the others drop. */
  private static final long COPY = 0x636F7079;

  private final List<TrainableNetwork> networks;
  private final ExecutorService threads;

  private Replicas(List<TrainableNetwork> networks) {
    this.networks = List.copyOf(networks);
    this.threads = Threads.named("replica", networks.size());
  }

  /** Devices by name, {@code cuda:0,cuda:1}; one name for most runs. */
  static List<Device> devices(String names) {
    return Stream.of(names.split(",", -1)).map(String::strip).map(Device::parse).toList();
  }

  static Replicas of(Recipe recipe, Weights weights, List<Device> devices) {
    List<TrainableNetwork> networks = new ArrayList<>();
    try {
      for (Device device : devices) {
        networks.add(
            new TrainableNetwork(recipe.architecture(), weights, device, recipe.settings()));
      }
    } catch (RuntimeException e) {
      networks.forEach(TrainableNetwork::close);
      throw e;
    }
    return new Replicas(networks);
  }

  /** One alone. */
  static Replicas of(TrainableNetwork network) {
    return new Replicas(List.of(network));
  }

  /** The one that is looked at, saved and validated. */
  TrainableNetwork first() {
    return networks.get(0);
  }

  /** See {@link TrainableNetwork#restoreOptimizer}. */
  void restoreOptimizer(Weights state) {
    networks.forEach(network -> network.restoreOptimizer(state));
  }

  /** See {@link TrainableNetwork#forgetGradients}. */
  void forgetGradients() {
    networks.forEach(TrainableNetwork::forgetGradients);
  }

  /** See {@link TrainableNetwork#step}. */
  StepResult step(
      Minibatch batch, LossFunction loss, StepSettings settings, LossFunction observed) {
    if (networks.size() == 1) {
      return first().step(batch.inputs(), batch.target(), loss, settings, observed);
    }
    List<Minibatch> parts = batch.parts(networks.size());
    List<StepResult> results =
        together(
            n ->
                n < parts.size()
                    ? part(n, parts.get(n), batch.size(), loss, settings, observed)
                    : idle(n, parts.get(0), batch.size(), loss, settings, observed));
    double value = 0;
    double seen = 0;
    for (int n = 0; n < parts.size(); n++) {
      double share = (double) parts.get(n).size() / batch.size();
      value += share * results.get(n).loss();
      seen += share * results.get(n).observed().get(0);
    }
    double norm = settings.update() && Double.isFinite(value) ? update(settings) : Double.NaN;
    if (settings.update() && !Double.isFinite(value)) {
      forgetGradients();
    }
    return new StepResult(value, norm, List.of(seen));
  }

  private StepResult part(
      int copy,
      Minibatch part,
      int all,
      LossFunction loss,
      StepSettings settings,
      LossFunction observed) {
    StepSettings gathering =
        new StepSettings(
            settings.learningRate(),
            settings.gradientClipping(),
            copy == 0 ? settings.dropoutSeed() : Seed.of(settings.dropoutSeed(), copy, COPY),
            settings.share() * part.size() / all,
            false);
    return networks.get(copy).step(part.inputs(), part.target(), loss, gathering, observed);
  }

  /** A copy that got no part has gradients of zero, so that it can step with the others. */
  private StepResult idle(
      int copy,
      Minibatch part,
      int all,
      LossFunction loss,
      StepSettings settings,
      LossFunction observed) {
    StepResult unused = part(copy, part, all, loss, settings, observed);
    networks.get(copy).forgetGradients();
    return unused;
  }

  /** One piece of work per copy, all at once; every one has ended when this returns. */
  private <R> List<R> together(IntFunction<R> work) {
    List<Future<R>> pending = new ArrayList<>();
    for (int n = 0; n < networks.size(); n++) {
      int copy = n;
      pending.add(threads.submit(() -> work.apply(copy)));
    }
    List<R> results = new ArrayList<>();
    Optional<Throwable> failure = Optional.empty();
    for (Future<R> one : pending) {
      try {
        results.add(one.get());
      } catch (ExecutionException e) {
        failure = failure.or(() -> Optional.ofNullable(e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while copies learn", e);
      }
    }
    if (failure.isPresent()) {
      if (failure.get() instanceof RuntimeException e) {
        throw e;
      }
      if (failure.get() instanceof Error e) {
        throw e;
      }
      throw new IllegalStateException(failure.get());
    }
    return results;
  }

  /** Every copy by the sum of all gradients, which carry their shares already. */
  private double update(StepSettings settings) {
    Map<String, float[]> sums = new LinkedHashMap<>();
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (TrainableNetwork network : networks) {
      for (Map.Entry<String, Tensor> gradient : network.gradients().asMap().entrySet()) {
        float[] values = gradient.getValue().values();
        shapes.put(gradient.getKey(), gradient.getValue().shape());
        float[] sum = sums.putIfAbsent(gradient.getKey(), values);
        if (sum != null) {
          for (int v = 0; v < sum.length; v++) {
            sum[v] += values[v];
          }
        }
      }
    }
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    sums.forEach(
        (name, sum) -> gradients.put(name, Tensor.of(sum, shapes.getOrDefault(name, new int[0]))));
    Weights together = Weights.of(gradients);
    return together(copy -> networks.get(copy).update(together, settings)).get(0);
  }

  @Override
  public void close() {
    Threads.end(threads);
    networks.forEach(TrainableNetwork::close);
  }
}
