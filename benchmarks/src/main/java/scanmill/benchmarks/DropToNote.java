package scanmill.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import scanmill.engine.Device;
import scanmill.engine.Predictor;
import scanmill.models.ModelPackage;
import scanmill.models.Predictors;
import scanmill.volumes.Nifti;

/**
 * How long a running platform takes from a dropped scan to the note beside it, cold and warm, and
 * how long the bare network takes for the same slices on this machine. A warm result may take 1.5
 * times the bare network and 300 ms; the program says whether it does, and ends with 1 if not.
 *
 * <p>Arguments: the address of the platform, as {@code scanmill up} prints it, and how many rounds.
 * It publishes a model named {@code benchmark} there.
 */
public final class DropToNote {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Between two looks for the note: seldom enough to take nothing from what is measured. */
  private static final long LOOK_MS = 25;

  private static final long PATIENCE_MS = 120_000;

  private final URI platform;
  private final HttpClient http = HttpClient.newHttpClient();

  private DropToNote(URI platform) {
    this.platform = platform;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    DropToNote measuring = new DropToNote(URI.create(args[0]));
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 9;
    int threads = Runtime.getRuntime().availableProcessors();
    Path folder = Files.createTempDirectory("scanmill-benchmark-");
    ModelPackage model = ModelPackage.open(WarmCase.packaged(folder));
    measuring.publish(model);
    int first = (int) (System.currentTimeMillis() / 1000 % 1_000_000); // other bytes each time
    System.out.printf("cold: %.0f ms%n", measuring.drop(folder, first));
    double[] warm = new double[rounds];
    double[] bare = new double[rounds];
    try (Predictor predictor = Predictors.of(model, Device.CPU, threads, false)) {
      WarmCase.bare(predictor);
      for (int round = 0; round < rounds; round++) {
        warm[round] = measuring.drop(folder, first + 1 + round);
        bare[round] = WarmCase.bare(predictor);
        System.out.printf(
            "warm: %.0f ms (%s), bare network %.0f ms%n",
            warm[round], measuring.stages(name(first + 1 + round)), bare[round]);
      }
    }
    if (!WarmCase.kept(warm, bare)) {
      System.exit(1);
    }
  }

  private static String name(int number) {
    return "sub-" + number + "_T2w";
  }

  private void publish(ModelPackage model) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Path file : model.files()) {
        String name = String.valueOf(file.getFileName()).replaceFirst("^cord\\.", "benchmark.");
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
      }
    }
    answer(request("api/models/benchmark").PUT(BodyPublishers.ofByteArray(bytes.toByteArray())));
  }

  /** From the first byte that is sent to the note that is there, in ms. */
  private double drop(Path folder, int number) throws IOException, InterruptedException {
    String file = name(number) + ".nii.gz";
    Path scan = folder.resolve(file);
    Nifti.write(scan, WarmCase.volume(number));
    long start = System.nanoTime();
    answer(
        request("api/uploads?folder=benchmark&name=" + file)
            .POST(BodyPublishers.ofByteArray(Files.readAllBytes(scan))));
    String note = "api/objects/incoming/benchmark/" + file;
    while (WarmCase.since(start) < PATIENCE_MS) {
      if (status(note + ".DONE.json") == 200) {
        return WarmCase.since(start);
      }
      Thread.sleep(LOOK_MS);
    }
    throw new IOException("No result: " + answer(request(note + ".FAILED.json")));
  }

  /** Where the time went, as the platform says. */
  private String stages(String scan) throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    JsonNode request = answer(request("api/scans/" + scan)).path("requests").path(0);
    for (JsonNode stage : request.path("stages")) {
      said.append(said.isEmpty() ? "" : ", ")
          .append(stage.path("stage").asText())
          .append(' ')
          .append(Math.round(1000 * stage.path("seconds").asDouble()));
    }
    return said.toString();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(platform.resolve(path));
  }

  private int status(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException("The platform refused: " + answer.body());
    }
    return JSON.readTree(answer.body());
  }
}
