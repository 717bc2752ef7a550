package scanmill.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the work of loading takes in Python. */
final class PythonLoader {
  private PythonLoader() {}

  /** What one piece of work took, and the sum of its numbers. */
  record Measured(double milliseconds, double sum) {}

  /** Not a number where it was not measured. */
  static double milliseconds(Map<String, Measured> measured, String name) {
    Measured found = measured.get(name);
    return found == null ? Double.NaN : found.milliseconds();
  }

  /**
   * @param folder with {@code scan.nii.gz} and {@code truth.nii.gz}
   * @return what was measured, by name
   */
  static Map<String, Measured> measure(Interpreter python, Path folder, int rounds)
      throws IOException, InterruptedException {
    Map<String, Measured> measured = new HashMap<>();
    String said =
        python.run("data_loading.py", folder, folder.toString(), Integer.toString(rounds));
    for (String line : said.lines().toList()) {
      String[] words = line.split(" ", -1);
      measured.put(
          words[0], new Measured(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
    }
    return measured;
  }
}
