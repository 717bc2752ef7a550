package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import scanmill.problems.BadInputException;

/**
 * A platform to speak to for the length of a command: the one that was named, else the one that
 * runs on this data folder, else one started for the call.
 */
final class Connection implements AutoCloseable {
  private final Gateway gateway;
  private final boolean sharesDisk;
  private final Optional<EmbeddedPlatform.Running> embedded;

  private Connection(
      Gateway gateway, boolean sharesDisk, Optional<EmbeddedPlatform.Running> embedded) {
    this.gateway = gateway;
    this.sharesDisk = sharesDisk;
    this.embedded = embedded;
  }

  /**
   * @param dataDir absolute
   */
  static Connection open(Surroundings around, Optional<URI> server, Path dataDir) {
    if (server.isPresent()) {
      return new Connection(new Gateway(server.get()), false, Optional.empty());
    }
    Optional<Gateway> running = running(dataDir);
    if (running.isPresent()) {
      return new Connection(running.get(), true, Optional.empty());
    }
    Progress progress = new Progress(around);
    progress.passing(0, 1, "starting the platform …");
    try {
      EmbeddedPlatform.Running started =
          around.platform().start(PlatformSettings.onFreePorts(dataDir));
      return new Connection(new Gateway(started.gateway()), true, Optional.of(started));
    } finally {
      progress.end();
    }
  }

  /** The platform that said in the data folder that it is up, if it answers. */
  static Optional<Gateway> running(Path dataDir) {
    Path note = runningNote(dataDir);
    if (!Files.isRegularFile(note)) {
      return Optional.empty();
    }
    try {
      JsonNode said = Gateway.JSON.readTree(note.toFile());
      Gateway gateway = new Gateway(URI.create(said.path("gateway").asText()));
      gateway.get("api/status");
      return Optional.of(gateway);
    } catch (IOException | BadInputException | IllegalArgumentException e) {
      return Optional.empty(); // Left over from a platform that was killed.
    }
  }

  static Path runningNote(Path dataDir) {
    return dataDir.resolve("running.json");
  }

  Gateway gateway() {
    return gateway;
  }

  /** The platform runs on this machine for this person: paths mean the same there. */
  boolean sharesDisk() {
    return sharesDisk;
  }

  /** It ends with this command. */
  boolean isEmbedded() {
    return embedded.isPresent();
  }

  @Override
  public void close() {
    embedded.ifPresent(EmbeddedPlatform.Running::close);
  }
}
