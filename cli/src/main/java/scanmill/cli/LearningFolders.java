package scanmill.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders that runs learn from, where the platform finds them: on this disk if it shares it,
 * else in its bucket, to which they are sent once however many runs use them.
 */
final class LearningFolders {
  private final List<String> places;
  private final boolean sharedDisk;

  private LearningFolders(List<String> places, boolean sharedDisk) {
    this.places = places;
    this.sharedDisk = sharedDisk;
  }

  static LearningFolders of(List<Path> folders, Surroundings around, Connection connection) {
    if (connection.sharesDisk()) {
      return new LearningFolders(folders.stream().map(Path::toString).toList(), true);
    }
    DatasetUpload upload = new DatasetUpload(around, connection.gateway());
    return new LearningFolders(folders.stream().map(upload::send).toList(), false);
  }

  /** A configuration that names them, as it is sent. */
  ObjectNode sent(ConfigFile file) {
    ObjectNode json = file.json();
    ConfigFile.setPathData(json, places);
    if (sharedDisk) {
      file.makeAbsolute(json);
    }
    return json;
  }
}
