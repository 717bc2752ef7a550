package scanmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.problems.BadInputException;

final class DataFolderTest {
  @Test
  void belongsToOneAtATime(@TempDir Path data) {
    try (DataFolder first = DataFolder.open(data)) {
      assertThat(first.path()).isEqualTo(data);
      assertThatThrownBy(() -> DataFolder.open(data))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("already running")
          .hasMessageContaining("[data-in-use]");
    }
    DataFolder.open(data).close();
  }

  @Test
  void refusesAPlaceThatCannotHoldData(@TempDir Path data) throws IOException {
    Path file = Files.writeString(data.resolve("file"), "");

    assertThatThrownBy(() -> DataFolder.open(file.resolve("below")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[data-folder-unusable]");
  }

  @Test
  void leavesNoProbeBehind(@TempDir Path data) {
    DataFolder.open(data).close();

    assertThat(data).isDirectoryNotContaining("glob:**probe-*");
  }

  @Test
  void namesThePortThatIsTaken() throws IOException {
    byte[] loopback = {127, 0, 0, 1};
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(loopback))) {
      assertThatThrownBy(() -> Ports.require("the bucket (S3)", taken.getLocalPort()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " ")
          .hasMessageContaining("the bucket (S3)")
          .hasMessageContaining("[port-taken]");
    }
    assertThat(Ports.require("the bucket (S3)", 0)).isPositive();
  }

  @Test
  void keepsCredentialsThatOnlyTheirOwnerReads(@TempDir Path data) throws IOException {
    Path file = data.resolve("credentials");

    Credentials made = Credentials.of(file);

    assertThat(Credentials.of(file)).isEqualTo(made);
    assertThat(Credentials.random()).isNotEqualTo(made);
    assertThat(made.toString()).doesNotContain(made.secretKey());
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    Files.writeString(file, "access_key=a\n");
    assertThatThrownBy(() -> Credentials.of(file)).hasMessageContaining("[credentials-malformed]");
  }
}
