package scanmill.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import scanmill.cli.EmbeddedPlatform;
import scanmill.embedded.LogAndBucket;

/** A platform that is up. */
final class RunningStandalone implements EmbeddedPlatform.Running {
  private final Path dataDir;
  private final LogAndBucket base;
  private final Services services;
  private final AtomicBoolean closing = new AtomicBoolean();

  RunningStandalone(Path dataDir, LogAndBucket base, Services services) {
    this.dataDir = dataDir;
    this.base = base;
    this.services = services;
  }

  @Override
  public URI gateway() {
    return services.gateway();
  }

  @Override
  public String s3Endpoint() {
    return base.s3Endpoint().toString();
  }

  @Override
  public String kafka() {
    return base.bootstrapServers();
  }

  @Override
  public String accessKey() {
    return base.credentials().accessKey();
  }

  @Override
  public String secretKey() {
    return base.credentials().secretKey();
  }

  @Override
  public String bucket() {
    return base.bucket();
  }

  @Override
  public Path dataDir() {
    return dataDir;
  }

  @Override
  public Path credentialsFile() {
    return base.credentialsFile();
  }

  @Override
  public void awaitStop() throws InterruptedException {
    services.awaitStop();
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      services.stop();
    }
    base.close(); // waits for another thread that is closing it
  }
}
