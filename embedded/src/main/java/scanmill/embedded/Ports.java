package scanmill.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import scanmill.problems.BadInputException;

/** Ports of this machine's loopback address. */
public final class Ports {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private Ports() {}

  /**
   * The port itself if nothing listens on it, any free one for 0.
   *
   * @param what for the words of the refusal: {@code the bucket}
   * @throws BadInputException {@code port-taken}, naming the port
   */
  public static int require(String what, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw BadInputException.of(
          "port-taken",
          "Required port " + port + " of 127.0.0.1 for " + what + "; another program has it.",
          "Stop that program, or name another port (0 for any free one).");
    }
  }
}
