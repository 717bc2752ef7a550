package scanmill.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server in this process, on the loopback address; objects are files of a folder. */
public final class EmbeddedS3 implements AutoCloseable {
  private static final long MAX_UNCHUNKED_BYTES = 1L << 30;

  private final S3Proxy server;
  private final URI endpoint;

  private EmbeddedS3(S3Proxy server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server on a folder, fresh or used before; about 1 s.
   *
   * @param bucket made if it is not there
   * @param port 0 for any free one
   * @param notices hears of every change, on the thread of the request
   * @throws scanmill.problems.BadInputException {@code port-taken}
   */
  public static EmbeddedS3 start(
      Path folder, String bucket, int port, Credentials credentials, ObjectNotices notices) {
    int listen = Ports.require("the bucket (S3)", port);
    URI endpoint = URI.create("http://127.0.0.1:" + listen);
    try {
      Files.createDirectories(folder.resolve(bucket));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot prepare the bucket's folder", e);
    }
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(
                new NotifyingBlobStore(new FilesystemNio2BlobStore(folder.toString()), notices))
            .awsAuthentication(
                AuthenticationType.AWS_V4, credentials.accessKey(), credentials.secretKey())
            .endpoint(endpoint)
            .jettyMaxThreads(24)
            .v4MaxNonChunkedRequestSize(MAX_UNCHUNKED_BYTES)
            .ignoreUnknownHeaders(true)
            .stopTimeout(0)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("The S3 server did not start", e);
    }
    return new EmbeddedS3(server, endpoint);
  }

  /** {@code http://127.0.0.1:9000}. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The S3 server did not stop", e);
    }
  }
}
