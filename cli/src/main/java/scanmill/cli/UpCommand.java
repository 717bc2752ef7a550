package scanmill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** Keeps a platform up. */
@Command(
    name = "up",
    description = {
      "Start the whole platform in this process and keep it up until Ctrl-C.",
      "Data, log and credentials stay in the data folder and are there again at the next start."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill up",
      "  scanmill up --data /srv/scanmill --http-port 8000",
      "  scanmill up --s3-port 0 --kafka-port 0     # any free ports",
      "",
      "A scan put under incoming/<model>/ of the bucket is segmented by that model."
    })
final class UpCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder (default: $SCANMILL_DATA or ~/.scanmill).")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the page and the REST interface (default: ${DEFAULT-VALUE}; 0: any).")
  private int httpPort;

  @Option(
      names = "--s3-port",
      paramLabel = "N",
      defaultValue = "9000",
      description = "Port of the bucket (default: ${DEFAULT-VALUE}; 0: any).")
  private int s3Port;

  @Option(
      names = "--kafka-port",
      paramLabel = "N",
      defaultValue = "9092",
      description = "Port of the log (default: ${DEFAULT-VALUE}; 0: any).")
  private int kafkaPort;

  UpCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path dataDir = data.map(around::resolve).orElseGet(around::defaultDataDir);
    PlatformSettings settings = settings(dataDir);
    Connection.running(dataDir)
        .ifPresent(
            gateway -> {
              throw BadInputException.of(
                  "already-running",
                  "A platform is already up on "
                      + dataDir
                      + "; it answers at "
                      + gateway.address()
                      + ".",
                  "Use that one, stop it first, or name another folder with --data.");
            });
    try (EmbeddedPlatform.Running running = around.platform().start(settings)) {
      Path note = Connection.runningNote(dataDir);
      write(note, running);
      Thread removal = new Thread(() -> remove(note), "running-note");
      Runtime.getRuntime().addShutdownHook(removal);
      announce(running);
      running.awaitStop();
      remove(note);
      return 0;
    }
  }

  private PlatformSettings settings(Path dataDir) {
    try {
      return new PlatformSettings(dataDir, httpPort, s3Port, kafkaPort);
    } catch (IllegalArgumentException e) {
      throw BadInputException.of(
          "port-invalid", e.getMessage() + ".", "Give a port from 1 to 65535, or 0 for any.");
    }
  }

  private void announce(EmbeddedPlatform.Running running) {
    around.out().println("Scanmill is up. Ctrl-C stops it.");
    around.out().println();
    around.out().println("  Page and REST   " + running.gateway());
    around.out().println("  S3 endpoint     " + running.s3Endpoint());
    around.out().println("    bucket        " + running.bucket());
    around.out().println("    access key    " + running.accessKey());
    around.out().println("    secret key    " + running.secretKey());
    around.out().println("    also in       " + running.credentialsFile());
    around.out().println("  Kafka           " + running.kafka());
    around.out().println("  Data folder     " + running.dataDir());
    around.out().println();
    around
        .out()
        .println("Drop a scan: put it under incoming/<model>/ of the bucket with any S3 client.");
    around.out().flush();
  }

  private static void write(Path note, EmbeddedPlatform.Running running) {
    try {
      Files.createDirectories(running.dataDir());
      Path part = note.resolveSibling(".running.json.part");
      Files.writeString(
          part,
          Gateway.object()
              .put("gateway", running.gateway().toString())
              .put("s3", running.s3Endpoint())
              .put("kafka", running.kafka())
              .put("bucket", running.bucket())
              .put("pid", ProcessHandle.current().pid())
              .toPrettyString());
      Files.move(part, note, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BadInputException(
          new Problem(
              "data-folder-unusable",
              "Could not write " + note + ": " + e.getMessage() + ".",
              "See that the folder can be written to and the disk has room."),
          e);
    }
  }

  private static void remove(Path note) {
    try {
      Files.deleteIfExists(note);
    } catch (IOException e) {
      return; // Whoever reads it next finds that nobody answers there.
    }
  }
}
