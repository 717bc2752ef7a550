package scanmill.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import scanmill.engine.Device;
import scanmill.engine.LearningSettings;
import scanmill.engine.Native;
import scanmill.engine.Optimizer;
import scanmill.engine.Precision;
import scanmill.engine.Safetensors;
import scanmill.engine.StepResult;
import scanmill.engine.StepSettings;
import scanmill.engine.Tensor;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.networks.DiceLoss;
import scanmill.networks.FinalActivation;
import scanmill.networks.Modified3dUNet;
import scanmill.networks.UNet;

/**
 * How long a step of training takes beside Python's PyTorch with the same network, weights, data
 * and threads, in turns in one run; how much of it is the optimiser's; how much bfloat16 saves; and
 * whether memory stays where it is.
 *
 * <p>Run with arguments {@code [threads] [rounds] [memory-steps] [dropout]}; without dropout (0)
 * the losses of both are equal but for rounding. {@code $PYTHON} names an interpreter that has
 * torch and numpy. Times are the fastest of all steps, which others on the machine disturb least.
 */
public final class StepTime {
  private static final DiceLoss DICE = new DiceLoss(1);
  private static final int STEPS_PER_TURN = 2;
  private static final int OPTIMIZER_STEPS = 100;

  private StepTime() {}

  /**
   * @param small a shape at which what does not depend on the shape stands out: the optimiser, and
   *     memory that is not given back
   */
  private record Case(
      String name, Architecture network, List<Integer> shape, List<Integer> small) {}

  private record Took(double step, double loss) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    int steps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
    double dropout = arguments.length > 3 ? Double.parseDouble(arguments[3]) : 0.3;
    Native.threads(threads);
    Optional<Interpreter> python = Interpreter.with("torch, numpy");
    System.out.println(
        "libtorch "
            + Native.version()
            + ", "
            + threads
            + " threads; "
            + python.map(Interpreter::versions).orElse("no Python with torch and numpy"));
    List<Case> cases =
        List.of(
            new Case(
                "unet",
                new UNet(1, 1, 4, 32, dropout, 0.1, true, FinalActivation.SIGMOID, false),
                List.of(8, 1, 128, 128),
                List.of(8, 1, 32, 32)),
            new Case(
                "modified3d",
                new Modified3dUNet(1, 1, 8, false, dropout, FinalActivation.SIGMOID, 0, List.of()),
                List.of(2, 1, 64, 64, 64),
                List.of(2, 1, 32, 32, 32)));
    for (Case one : cases) {
      double plain = 0;
      for (Precision precision : Precision.values()) {
        double ours = compare(one, precision, threads, rounds, dropout, python);
        if (precision == Precision.FLOAT32) {
          plain = ours;
        } else {
          print("  float32 / %s %.2f", name(precision), plain / ours);
        }
      }
      if (steps > 0) {
        memory(one, steps);
      }
    }
  }

  private static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  private static double compare(
      Case one,
      Precision precision,
      int threads,
      int rounds,
      double dropout,
      Optional<Interpreter> python)
      throws IOException, InterruptedException {
    Weights weights = Weights.initial(one.network(), 6);
    Tensor image = image(one.shape());
    Tensor target = target(image);
    Optional<Process> peer =
        python.isPresent()
            ? Optional.of(
                start(python.get(), one, precision, threads, dropout, weights, image, target))
            : Optional.empty();
    double step = Double.MAX_VALUE;
    double theirs = Double.NaN;
    double theirUpdate = Double.NaN;
    double loss = Double.NaN;
    double theirLoss = Double.NaN;
    double update;
    try (TrainableNetwork network = network(one, weights, precision)) {
      for (int round = 0; round < rounds; round++) {
        Took took = steps(network, image, target, round);
        step = Math.min(step, took.step());
        loss = took.loss();
        if (peer.isPresent()) {
          double[] said = ask(peer.get());
          theirs = round == 0 ? said[0] : Math.min(theirs, said[0]);
          theirUpdate = round == 0 ? said[2] : Math.min(theirUpdate, said[2]);
          theirLoss = said[1];
        }
      }
      update = update(network, one.small());
    } finally {
      peer.ifPresent(Process::destroy);
    }
    print(
        "%s %s: ours %.1f ms (optimiser %.1f ms, %.1f %%), PyTorch %.1f ms (optimiser %.1f ms),"
            + " ratio %.3f; losses at the end %.4f and %.4f",
        one.name(),
        name(precision),
        step,
        update,
        100 * update / step,
        theirs,
        theirUpdate,
        step / theirs,
        loss,
        theirLoss);
    return step;
  }

  private static TrainableNetwork network(Case one, Weights weights, Precision precision) {
    LearningSettings settings = new LearningSettings(Optimizer.DEFAULT, precision, Set.of());
    return new TrainableNetwork(one.network(), weights, Device.CPU, settings);
  }

  private static Took steps(TrainableNetwork network, Tensor image, Tensor target, int round) {
    double step = Double.MAX_VALUE;
    double loss = Double.NaN;
    for (int n = 0; n < STEPS_PER_TURN; n++) {
      long start = System.nanoTime();
      StepResult result =
          network.step(image, target, DICE, new StepSettings(1e-3, 10L * round + n));
      step = Math.min(step, (System.nanoTime() - start) / 1e6);
      loss = result.loss();
    }
    return new Took(step, loss);
  }

  /**
   * What steps with the optimiser's part take more than steps without it. That does not depend on
   * the images, and beside small ones it can be told from chance.
   */
  private static double update(TrainableNetwork network, List<Integer> shape) {
    Tensor image = image(shape);
    Tensor target = target(image);
    double whole = Double.MAX_VALUE;
    double gathering = Double.MAX_VALUE;
    for (int n = 0; n < OPTIMIZER_STEPS; n++) {
      boolean updates = n % 2 == 0;
      long start = System.nanoTime();
      network.step(
          image, target, DICE, new StepSettings(1e-3, OptionalDouble.empty(), n, 1, updates));
      double took = (System.nanoTime() - start) / 1e6;
      if (updates) {
        whole = Math.min(whole, took);
      } else {
        gathering = Math.min(gathering, took);
      }
    }
    return whole - gathering;
  }

  private static void memory(Case one, int steps) throws IOException {
    Tensor image = image(one.small());
    Tensor target = target(image);
    try (TrainableNetwork network =
        network(one, Weights.initial(one.network(), 6), Precision.FLOAT32)) {
      StringBuilder course = new StringBuilder();
      for (int n = 0; n <= steps; n++) {
        network.step(image, target, DICE, new StepSettings(1e-3, n));
        if (n % Math.max(1, steps / 8) == 0) {
          course.append(' ').append(residentMegabytes());
        }
      }
      print("  resident memory over %d steps of %s, MB:%s", steps, one.small(), course);
    }
  }

  private static long residentMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }

  private static Tensor image(List<Integer> extents) {
    int[] shape = extents.stream().mapToInt(n -> n).toArray();
    SplittableRandom random = new SplittableRandom(6);
    int length = 1;
    for (int extent : shape) {
      length *= extent;
    }
    float[] values = new float[length];
    for (int v = 0; v < length; v++) {
      values[v] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  private static Tensor target(Tensor image) {
    float[] values = image.values().clone();
    for (int v = 0; v < values.length; v++) {
      values[v] = values[v] > 0.5 ? 1 : 0;
    }
    return Tensor.of(values, image.shape());
  }

  private static Process start(
      Interpreter python,
      Case one,
      Precision precision,
      int threads,
      double dropout,
      Weights weights,
      Tensor image,
      Tensor target)
      throws IOException {
    Path folder = Files.createTempDirectory("step-time");
    Path file = folder.resolve("weights.safetensors");
    Weights data = Weights.of(Map.of("image", image, "target", target)).under("data.");
    Safetensors.write(file, weights.and(data), Map.of());
    ProcessBuilder builder =
        new ProcessBuilder(
                python.call(
                    "step_time.py",
                    folder,
                    one.name(),
                    file.toString(),
                    Integer.toString(threads),
                    name(precision),
                    Double.toString(dropout)))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    Process process = builder.start();
    print("  %s", line(process));
    return process;
  }

  private static double[] ask(Process process) throws IOException {
    BufferedWriter to = process.outputWriter(StandardCharsets.UTF_8);
    to.write(STEPS_PER_TURN + "\n");
    to.flush();
    String[] words = line(process).split(" ", -1);
    return new double[] {
      Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2])
    };
  }

  private static String line(Process process) throws IOException {
    BufferedReader from = process.inputReader(StandardCharsets.UTF_8);
    return Optional.ofNullable(from.readLine())
        .orElseThrow(() -> new IOException("The Python part ended"));
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
