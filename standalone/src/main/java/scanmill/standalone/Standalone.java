package scanmill.standalone;

import io.quarkus.runtime.Quarkus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Exit;
import scanmill.cli.EmbeddedPlatform;
import scanmill.cli.PlatformSettings;
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.embedded.LogAndBucket;
import scanmill.embedded.Ports;
import scanmill.models.Network;
import scanmill.models.Preparation;
import scanmill.models.Restoration;
import scanmill.networks.Losses;
import scanmill.problems.Problem;

/** The platform in this process: broker and bucket first, then all services around them. */
final class Standalone implements EmbeddedPlatform {
  private static final String BUCKET = "scanmill";
  private static final int PARTITIONS = 4;

  @Override
  public Running start(PlatformSettings settings) {
    sayWhyTheLogStops(settings);
    LogAndBucket base =
        LogAndBucket.start(
            new LogAndBucket.Settings(
                settings.dataDir(),
                settings.kafkaPort(),
                settings.s3Port(),
                BUCKET,
                "",
                PARTITIONS));
    try {
      int port = Ports.require("the gateway (HTTP)", settings.httpPort());
      tell(base.serviceSettings());
      tell(ownSettings(settings, port));
      Services services = new Services(port);
      RunningStandalone running = new RunningStandalone(settings.dataDir(), base, services);
      Runtime.getRuntime().addShutdownHook(new Thread(running::close, "scanmill-stop"));
      services.start();
      return running;
    } catch (RuntimeException | Error e) {
      base.close();
      throw e;
    }
  }

  @Override
  public void check(Config config) {
    Preparation.of(config, Phase.TRAINING);
    Restoration.of(config);
    if (config.outClasses() > 0) { // a part of a configuration names no classes yet
      Network.of(config);
    }
    Losses.read(
        config.trainingParameters().loss().name(),
        config.trainingParameters().loss().args(),
        "training_parameters.loss",
        config.likeIvadomed());
  }

  private static Map<String, String> ownSettings(PlatformSettings settings, int port) {
    Map<String, String> own = new HashMap<>();
    own.put("quarkus.http.host", "127.0.0.1");
    own.put("quarkus.http.port", Integer.toString(port));
    // One machine, one run at a time: it may have every core.
    own.put(
        "scanmill.training.threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
    own.put("quarkus.log.file.enabled", "true");
    own.put("quarkus.log.file.path", settings.dataDir().resolve("logs/scanmill.log").toString());
    return own;
  }

  /** What the services read as configuration; whoever set one by hand keeps it. */
  private static void tell(Map<String, String> settings) {
    settings.forEach(
        (name, value) -> {
          if (Optional.ofNullable(System.getProperty(name)).isEmpty()) {
            System.setProperty(name, value);
          }
        });
  }

  /**
   * A broker that cannot write any more, on a full disk above all, ends its process at once. People
   * are told why before it does; what was acknowledged is on the disk.
   */
  private static void sayWhyTheLogStops(PlatformSettings settings) {
    Exit.Procedure word =
        (status, message) -> {
          Problem problem =
              new Problem(
                  "data-folder-unusable",
                  "The platform must be able to write to its data folder "
                      + settings.dataDir()
                      + "; the log cannot any more, most likely because the disk is full.",
                  "Free space there and start again; what was acknowledged is kept.");
          System.err.println();
          System.err.println(problem.what());
          System.err.println(problem.remedy() + " [" + problem.code() + "]");
          Runtime.getRuntime().halt(1);
        };
    Exit.setHaltProcedure(word);
    Exit.setExitProcedure(word);
  }

  /** Asks the services to end; they save what they have first. */
  static void askToStop() {
    Quarkus.asyncExit(0);
  }
}
