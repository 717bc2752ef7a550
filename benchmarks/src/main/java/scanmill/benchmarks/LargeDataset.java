package scanmill.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.training.EpochReport;
import scanmill.training.LocalData;
import scanmill.training.TrainingObserver;
import scanmill.training.TrainingPlan;
import scanmill.training.TrainingRun;

/**
 * Trains on an imaginary dataset as large as is asked for, and tells how much memory the process
 * took at most. Give the machine less heap than the dataset has, {@code -Xmx2g}.
 *
 * <p>Scans are bright balls in noise, 256x256x200 voxels of 16 bits, uncompressed; prepared, each
 * takes 66 MB. Every run of the same folder goes on with the scans that are there.
 */
public final class LargeDataset {
  private static final int SIDE = 256;
  private static final int SLICES = 200;
  private static final double PREPARED_BYTES = 5.0 * SIDE * SIDE * SLICES;
  private static final int HEADER = 352;
  private static final short INT16 = 4;
  private static final short UINT8 = 2;

  private LargeDataset() {}

  /**
   * @param args folder, gigabytes of prepared scans, gigabytes that may stay on the disk, epochs
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    double gigabytes = Double.parseDouble(args[1]);
    double cache = Double.parseDouble(args[2]);
    int epochs = Integer.parseInt(args[3]);
    int scans = (int) Math.ceil(gigabytes * 1e9 / PREPARED_BYTES);
    long begun = System.nanoTime();
    ObjectNode lists = JsonNodeFactory.instance.objectNode();
    ArrayNode training = lists.putArray("training");
    for (int n = 0; n < scans; n++) {
      Path image = folder.resolve("images/sub-%05d_T1w.nii".formatted(n));
      Path label = folder.resolve("images/sub-%05d_T1w_seg.nii".formatted(n));
      if (!Files.exists(image)) {
        write(image, label, n);
      }
      ObjectNode scan = training.addObject();
      scan.putArray("images").add(image.toAbsolutePath().toString());
      scan.putArray("labels").add(label.toAbsolutePath().toString());
    }
    lists.putArray("validation").add(training.remove(scans - 1));
    Path listed = folder.resolve("lists.json");
    Files.writeString(listed, lists.toPrettyString());
    say(
        "%d scans, %.1f GB prepared, %.0f s to write",
        scans, scans * PREPARED_BYTES / 1e9, since(begun));
    train(folder, listed, cache, epochs);
  }

  private static void train(Path folder, Path lists, double cache, int epochs) throws IOException {
    Config config =
        Config.parse(
                """
                {"model_name": "large", "data_cache_gb": %s,
                 "loader_parameters": {"file_lists": "%s", "target_suffix": ["_seg"],
                   "patch_sampling": {"method": "foreground", "patches_per_scan": 4}},
                 "default_model": {"is_2d": false, "depth": 2, "n_filters": 2,
                   "length_3D": [48, 48, 48], "stride_3D": [48, 48, 48]},
                 "training_parameters": {"batch_size": 2, "training_time": {"num_epochs": %d}},
                 "transformation": {"NormalizeInstance": {}, "RandomReverse": {}}}"""
                    .formatted(cache, lists.toAbsolutePath(), epochs),
                "large")
            .config();
    int workers = Runtime.getRuntime().availableProcessors();
    long begun = System.nanoTime();
    TrainingObserver observer =
        new TrainingObserver() {
          private int told = -1;

          @Override
          public void prepared(int done, int of) {
            if (done == of || done * 10 / of > told) {
              told = done * 10 / of;
              say("%d of %d prepared, %.0f s, %s", done, of, since(begun), memory());
            }
          }

          @Override
          public void epochCompleted(EpochReport report, Path checkpoint) {
            say(
                "epoch %d: %.0f s, %.0f %% of it waiting for data, loss %.4f, %s",
                report.epoch(),
                report.seconds(),
                100 * report.waiting(),
                report.trainingLoss(),
                memory());
          }
        };
    new TrainingRun(
            new TrainingPlan("large", config, List.of(folder), "cpu", 1, workers),
            folder.resolve("run-" + begun),
            new LocalData(folder.resolve("cache")),
            Optional.empty(),
            observer)
        .train();
    say("done, %s", memory());
  }

  /** What the kernel says: resident now, and at most so far. */
  private static String memory() {
    try {
      StringBuilder said = new StringBuilder();
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS") || line.startsWith("VmHWM")) {
          said.append(line.replaceAll("\\s+", " ")).append(' ');
        }
      }
      return said.toString().strip();
    } catch (IOException e) {
      return "memory unknown";
    }
  }

  private static void write(Path image, Path label, int number) throws IOException {
    Files.createDirectories(image.resolveSibling("."));
    int[] middle = {64 + number % 97, 64 + number % 89, 50 + number % 83};
    try (OutputStream voxels = new BufferedOutputStream(Files.newOutputStream(image), 1 << 20);
        OutputStream labels = new BufferedOutputStream(Files.newOutputStream(label), 1 << 20)) {
      voxels.write(header(INT16, 16));
      labels.write(header(UINT8, 8));
      int noise = number * 0x9E3779B9 + 1;
      byte[] row = new byte[2 * SIDE];
      byte[] inside = new byte[SIDE];
      for (int k = 0; k < SLICES; k++) {
        for (int j = 0; j < SIDE; j++) {
          int away = square(j - middle[1]) + square(k - middle[2]);
          for (int i = 0; i < SIDE; i++) {
            noise ^= noise << 13;
            noise ^= noise >>> 17;
            noise ^= noise << 5;
            boolean ball = away + square(i - middle[0]) < 900;
            int value = (ball ? 600 : 300) + (noise & 0xff);
            row[2 * i] = (byte) value;
            row[2 * i + 1] = (byte) (value >> 8);
            inside[i] = (byte) (ball ? 1 : 0);
          }
          voxels.write(row);
          labels.write(inside);
        }
      }
    }
  }

  private static int square(int n) {
    return n * n;
  }

  /** A NIfTI-1 header, little-endian, 1 mm. */
  private static byte[] header(short type, int bits) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, 348);
    short[] dim = {3, SIDE, SIDE, SLICES, 1, 1, 1, 1};
    for (int d = 0; d < dim.length; d++) {
      header.putShort(40 + 2 * d, dim[d]);
      header.putFloat(76 + 4 * d, 1);
    }
    header.putShort(70, type);
    header.putShort(72, (short) bits);
    header.putFloat(108, HEADER);
    header.putFloat(112, 1);
    header.put(123, (byte) 2); // millimetres
    header.putShort(254, (short) 1);
    header.putFloat(280, 1);
    header.putFloat(296 + 4, 1);
    header.putFloat(312 + 8, 1);
    header.put(344, new byte[] {'n', '+', '1', 0});
    return header.array();
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
