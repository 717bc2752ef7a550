package scanmill.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import scanmill.configuration.Config;

/**
 * A run in a process of its own, which says a line after every batch, so that others know when to
 * kill it.
 */
final class KilledRun {
  static final String BATCH = "batch";

  private KilledRun() {}

  /**
   * @param arguments the configuration's file, the data, the run's folder
   */
  public static void main(String[] arguments) throws IOException {
    run(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
  }

  static Ending run(Path config, Path data, Path folder) throws IOException {
    TrainingObserver telling =
        new TrainingObserver() {
          @Override
          public void batchCompleted(int epoch, int batch, int batches) {
            System.out.println(BATCH + " " + epoch + " " + batch);
          }
        };
    Config read = Config.parse(Files.readString(config), "config.json").config();
    TrainingPlan plan = new TrainingPlan("run-1", read, List.of(data), "cpu", 1, 2);
    return new TrainingRun(plan, folder, telling).train();
  }
}
