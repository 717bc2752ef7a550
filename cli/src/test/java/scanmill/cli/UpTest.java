package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.problems.BadInputException;

class UpTest {
  @TempDir Path folder;

  @Test
  void printsWhereEverythingIsAndLeavesANoteWhileItIsUp() {
    Running running = new Running(folder.resolve("data"));
    Desk desk = new Desk(folder, settings -> running);
    assertThat(desk.type("up", "--s3-port", "0")).isZero();
    assertThat(desk.out())
        .contains("http://127.0.0.1:1234/", "http://127.0.0.1:9", "127.0.0.1:7", "key1", "secret1");
    assertThat(running.noted).contains("http://127.0.0.1:1234/");
    assertThat(folder.resolve("data/running.json")).doesNotExist();
    assertThat(running.closed).isTrue();
  }

  @Test
  void passesOnThatAPortIsTaken() {
    Desk desk =
        new Desk(
            folder,
            settings -> {
              throw BadInputException.of(
                  "port-taken", "Port " + settings.httpPort() + " is taken.", "Take another.");
            });
    assertThat(desk.type("up", "--http-port", "8123")).isEqualTo(1);
    assertThat(desk.err()).contains("Port 8123 is taken.", "Take another. [port-taken]");
    assertThat(desk.type("up", "--http-port", "70000")).isEqualTo(1);
    assertThat(desk.err()).contains("[port-invalid]");
  }

  /** A platform that stops as soon as somebody waits for it. */
  private static final class Running implements EmbeddedPlatform.Running {
    private final Path data;
    private String noted = "";
    private boolean closed;

    Running(Path data) {
      this.data = data;
    }

    @Override
    public URI gateway() {
      return URI.create("http://127.0.0.1:1234/");
    }

    @Override
    public String s3Endpoint() {
      return "http://127.0.0.1:9";
    }

    @Override
    public String kafka() {
      return "127.0.0.1:7";
    }

    @Override
    public String accessKey() {
      return "key1";
    }

    @Override
    public String secretKey() {
      return "secret1";
    }

    @Override
    public String bucket() {
      return "scanmill";
    }

    @Override
    public Path dataDir() {
      return data;
    }

    @Override
    public Path credentialsFile() {
      return data.resolve("credentials.json");
    }

    @Override
    public void awaitStop() {
      try {
        noted = Files.readString(data.resolve("running.json"));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
