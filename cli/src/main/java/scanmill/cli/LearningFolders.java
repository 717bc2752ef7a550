package scanmill.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folders that runs learn from, where the platform finds them: on this disk if it shares it,
 * else in its bucket, to which they are sent once however many runs use them.
 */
final class LearningFolders {
  private final List<String> places;
  private final Optional<DatasetUpload> upload;

  /**
   * @param upload empty where the disk is shared
   */
  private LearningFolders(List<String> places, Optional<DatasetUpload> upload) {
    this.places = places;
    this.upload = upload;
  }

  static LearningFolders of(List<Path> folders, Surroundings around, Connection connection) {
    if (connection.sharesDisk()) {
      return new LearningFolders(folders.stream().map(Path::toString).toList(), Optional.empty());
    }
    DatasetUpload upload = new DatasetUpload(around, connection.gateway());
    return new LearningFolders(folders.stream().map(upload::send).toList(), Optional.of(upload));
  }

  /** A configuration that names them, as it is sent. */
  ObjectNode sent(ConfigFile file) {
    ObjectNode json = file.json();
    ConfigFile.setPathData(json, places);
    if (upload.isPresent()) {
      file.send(json, upload.get()::sendFile);
    } else {
      file.makeAbsolute(json);
    }
    return json;
  }
}
