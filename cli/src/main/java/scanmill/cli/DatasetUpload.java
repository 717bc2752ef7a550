package scanmill.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/**
 * Brings a BIDS folder into the bucket, under a name made of its own and a digest of its content: a
 * folder that is there already is not sent again, and one that was broken off goes on.
 */
final class DatasetUpload {
  private final Surroundings around;
  private final Gateway gateway;

  DatasetUpload(Surroundings around, Gateway gateway) {
    this.around = around;
    this.gateway = gateway;
  }

  /**
   * @return where it lies, {@code s3://bucket/datasets/name}
   */
  String send(Path folder) {
    List<Path> files = files(folder);
    String name = name(folder, files);
    String bucket = gateway.get("api/status").path("store").path("bucket").asText();
    String prefix = "datasets/" + name + "/";
    Set<String> there = new HashSet<>(gateway.list(prefix));
    Progress progress = new Progress(around);
    try {
      progress.say("sending " + folder.getFileName() + ": " + files.size() + " files to " + prefix);
      int done = 0;
      for (Path file : files) {
        String relative = folder.relativize(file).toString().replace('\\', '/');
        if (!there.contains(prefix + relative)) {
          gateway.send(
              "PUT",
              "api/datasets/" + Gateway.encode(name) + "/" + Gateway.encodePath(relative),
              file);
        }
        done++;
        progress.passing(done, files.size(), done + "/" + files.size() + " files");
      }
    } finally {
      progress.end();
    }
    return "s3://" + bucket + "/datasets/" + name;
  }

  /**
   * Brings one file, such as a split, under a name made of its content.
   *
   * @return where it lies, {@code s3://bucket/datasets/name/file}
   */
  String sendFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw BadInputException.of(
          "split-file-missing",
          "split_dataset.fname_split: required a file; found none at " + file + ".",
          "Correct the path.");
    }
    String name = "split-" + FileDigest.of(file).substring(0, 12);
    String inside = file.getFileName().toString();
    String key = "datasets/" + name + "/" + inside;
    if (!gateway.list("datasets/" + name + "/").contains(key)) {
      gateway.send(
          "PUT", "api/datasets/" + Gateway.encode(name) + "/" + Gateway.encodePath(inside), file);
    }
    return "s3://" + gateway.get("api/status").path("store").path("bucket").asText() + "/" + key;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(Files::isRegularFile)
          .filter(
              file -> {
                for (Path part : folder.relativize(file)) {
                  if (part.toString().startsWith(".")) {
                    return false;
                  }
                }
                return true;
              })
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static String name(Path folder, List<Path> files) {
    FileDigest digest = new FileDigest();
    for (Path file : files) {
      digest.add(folder.relativize(file).toString()).add(file);
    }
    String stem =
        folder.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return stem.replaceAll("^-+|-+$", "") + "-" + digest.hex().substring(0, 12);
  }

  private static BadInputException unreadable(Path folder, IOException e) {
    return new BadInputException(
        new Problem(
            "data-folder-unreadable",
            "Required a folder whose files can be read; found one that cannot at " + folder + ".",
            "Check the permissions."),
        e);
  }
}
