package scanmill.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import scanmill.metrics.Evaluation;
import scanmill.metrics.Metric;
import scanmill.metrics.Metrics;
import scanmill.metrics.ObjectFalseDiscovery;
import scanmill.metrics.ObjectRecall;
import scanmill.metrics.OverlapUnit;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Spacing;

/**
 * What it takes to score a picture of many small objects, one by one: all of them in one walk over
 * the picture, beside scipy as ivadomed uses it, which walks over it once for each.
 *
 * <p>Run with arguments {@code [extent] [objects] [rounds]}.
 */
public final class ObjectScores {
  private static final double FILLED = 0.3;
  private static final int PYTHON_OBJECTS = 50;
  private static final List<Metric> BY_OBJECT =
      List.of(new ObjectRecall(3, OverlapUnit.VOX), new ObjectFalseDiscovery(3, OverlapUnit.VOX));

  private ObjectScores() {}

  /** Disks on a lattice, each a little off its place; some are missing on one side. */
  private static final class Pictures {
    final byte[] prediction;
    final byte[] reference;

    Pictures(int extent, int objects) {
      SplittableRandom random = new SplittableRandom(6);
      prediction = new byte[extent * extent];
      reference = new byte[extent * extent];
      int side = (int) Math.ceil(Math.sqrt(objects));
      double cell = (double) extent / side;
      double radius = FILLED * cell;
      for (int n = 0; n < objects; n++) {
        int line = n / side;
        double row = (line + 0.5) * cell;
        double column = (n % side + 0.5) * cell;
        disk(reference, extent, row, column, radius);
        if (random.nextInt(10) > 0) {
          double off = random.nextDouble() * radius / 2;
          disk(prediction, extent, row + off, column, radius);
        }
      }
    }

    private static void disk(byte[] picture, int extent, double row, double column, double radius) {
      for (int i = (int) (row - radius); i <= row + radius && i < extent; i++) {
        for (int j = (int) (column - radius); j <= column + radius && j < extent; j++) {
          if (Math.hypot(i - row, j - column) <= radius) {
            picture[i * extent + j] = 1;
          }
        }
      }
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int extent = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2048;
    int objects = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5000;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    Pictures pictures = new Pictures(extent, objects);
    LabelMap prediction = labels(extent, pictures.prediction);
    LabelMap reference = labels(extent, pictures.reference);
    double first = seconds(prediction, reference, BY_OBJECT);
    double ours = first;
    double all = Double.MAX_VALUE;
    for (int n = 0; n < rounds; n++) {
      ours = Math.min(ours, seconds(prediction, reference, BY_OBJECT));
      all = Math.min(all, seconds(prediction, reference, Metrics.ALL));
    }
    print("%d x %d, %d objects, Java %s", extent, extent, objects, Runtime.version());
    print(
        "scores of objects %.2f s, the first time %.2f s; all %d scores, surfaces too, %.2f s",
        ours, first, Metrics.ALL.size(), all);
    Evaluation evaluation = Evaluation.of("picture", prediction, reference, 1, BY_OBJECT);
    evaluation.scores().forEach(s -> print("  %s %.4f", s.metric().column(), s.value()));
    compare(pictures, extent, ours);
  }

  private static LabelMap labels(int extent, byte[] picture) {
    int[] labels = new int[picture.length];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = picture[v];
    }
    return new LabelMap(
        Grid.of(new GridShape(extent, extent, 1), new Spacing(1e-4, 1e-4, 1)), labels);
  }

  private static double seconds(LabelMap prediction, LabelMap reference, List<Metric> metrics) {
    long start = System.nanoTime();
    Evaluation evaluation = Evaluation.of("picture", prediction, reference, 1, metrics);
    double took = (System.nanoTime() - start) / 1e9;
    if (evaluation.scores().size() != metrics.size()) {
      throw new IllegalStateException("Every metric has a score");
    }
    return took;
  }

  private static void compare(Pictures pictures, int extent, double ours)
      throws IOException, InterruptedException {
    Optional<Interpreter> python = Interpreter.with("numpy, scipy");
    if (python.isEmpty()) {
      print("No Python with numpy and scipy was found: set PYTHON to one.");
      return;
    }
    Path folder = Files.createTempDirectory("object-scores");
    try {
      Files.write(folder.resolve("prediction"), pictures.prediction);
      Files.write(folder.resolve("reference"), pictures.reference);
      String said =
          python
              .get()
              .run(
                  "object_scores.py",
                  folder,
                  folder.toString(),
                  Integer.toString(extent),
                  Integer.toString(PYTHON_OBJECTS));
      double theirs = Double.parseDouble(said.strip());
      print(
          "%s, object by object: %.0f s (from the first %d of them), %.0f times as long",
          python.get().versions(), theirs, PYTHON_OBJECTS, theirs / ours);
    } finally {
      List<Path> files = new ArrayList<>();
      try (Stream<Path> inside = Files.list(folder)) {
        inside.forEach(files::add);
      }
      files.add(folder);
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
