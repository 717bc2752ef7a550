package scanmill.embedded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;

/**
 * Broker and bucket for the tests of a service: {@code @WithTestResource(value =
 * PlatformResource.class, scope = TestResourceScope.GLOBAL)}. Fresh for every test JVM, on free
 * ports.
 */
public final class PlatformResource implements QuarkusTestResourceLifecycleManager {
  private Optional<LogAndBucket> platform = Optional.empty();
  private Optional<Path> folder = Optional.empty();
  private String topicPrefix = "";

  /** Takes {@code topic-prefix}, empty by default. */
  @Override
  public void init(Map<String, String> arguments) {
    topicPrefix = arguments.getOrDefault("topic-prefix", "");
  }

  @Override
  public Map<String, String> start() {
    try {
      Path data = Files.createTempDirectory(Path.of("target"), "platform-").toAbsolutePath();
      folder = Optional.of(data);
      LogAndBucket started =
          LogAndBucket.start(new LogAndBucket.Settings(data, 0, 0, "scanmill", topicPrefix, 4));
      platform = Optional.of(started);
      return started.serviceSettings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    platform.ifPresent(LogAndBucket::close);
    folder.ifPresent(PlatformResource::remove);
  }

  private static void remove(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
