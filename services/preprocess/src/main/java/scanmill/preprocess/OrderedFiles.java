package scanmill.preprocess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import scanmill.datasets.BidsScan;
import scanmill.datasets.SourceFiles;
import scanmill.kit.ObjectIdentity;
import scanmill.kit.ObjectStore;
import scanmill.kit.PreparationOrder;
import scanmill.kit.PreparationOrder.Content;
import scanmill.problems.BadInputException;

/**
 * The files of one scan as its order names them, brought to a folder of this machine when they are
 * read. For one thread.
 */
final class OrderedFiles implements SourceFiles {
  private final ObjectStore store;
  private final Map<Path, Content> contents = new HashMap<>();
  private final Path folder;
  private final BidsScan scan;

  /**
   * @param folder empty, of this work alone
   */
  OrderedFiles(PreparationOrder order, ObjectStore store, Path folder) {
    this.store = store;
    this.folder = folder;
    this.scan =
        new BidsScan(
            order.scan(),
            order.channels().stream().map(this::place).toList(),
            order.truths().stream().map(rater -> rater.stream().map(this::place).toList()).toList(),
            place(order.region()),
            order.metadata());
  }

  /** Each file in a folder of its own, since two may have one name. */
  private Optional<Path> place(Optional<Content> content) {
    return content.map(
        file -> {
          String name = file.key().substring(file.key().lastIndexOf('/') + 1);
          Path path = folder.resolve(Integer.toString(contents.size())).resolve(name);
          contents.put(path, file);
          return path;
        });
  }

  /** The scan, its files where {@link #local} brings them. */
  BidsScan scan() {
    return scan;
  }

  @Override
  public String identity(Path file) {
    return content(file).identity();
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadInputException {@code object-changed}, {@code object-missing}
   */
  @Override
  public Path local(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(file.resolveSibling("."));
      Content content = content(file);
      ObjectIdentity.download(store, content.key(), content.identity(), file);
    }
    return file;
  }

  @Override
  public void done(Path local) throws IOException {
    Files.deleteIfExists(local);
  }

  private Content content(Path file) {
    return Optional.ofNullable(contents.get(file))
        .orElseThrow(() -> new IllegalArgumentException("The order names no such file"));
  }
}
