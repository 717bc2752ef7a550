package scanmill.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which platform a command speaks to. */
final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = {
        "A running platform, such as http://127.0.0.1:8080.",
        "Without it: the one that runs on the data folder, else one is started for this call."
      })
  Optional<URI> server = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data folder of the platform on this machine (default: $SCANMILL_DATA or ~/.scanmill).")
  Optional<Path> data = Optional.empty();

  Path dataDir(Surroundings around) {
    return data.map(around::resolve).orElseGet(around::defaultDataDir);
  }

  Connection connect(Surroundings around) {
    return Connection.open(around, server, dataDir(around));
  }
}
