package scanmill.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.problems.BadInputException;

/**
 * The folders that runs learn from, where the platform finds them: on this disk if it shares it,
 * else in its bucket, to which they are sent once however many runs use them.
 */
final class LearningFolders {
  private final List<String> places;
  private final Optional<DatasetUpload> upload;
  private final Gateway gateway;

  /**
   * @param upload empty where the disk is shared
   */
  private LearningFolders(List<String> places, Optional<DatasetUpload> upload, Gateway gateway) {
    this.places = places;
    this.upload = upload;
    this.gateway = gateway;
  }

  /** A package folder of this disk, or a published model, brought beside the outputs. */
  private Path finder(String model, ConfigFile file) {
    if (upload.isPresent()) {
      throw BadInputException.of(
          "detection-elsewhere",
          "object_detection_params.object_detection_path: required null for training on another"
              + " machine; found "
              + model
              + ".",
          "Train here, without --server, or set it to null.");
    }
    Path folder = file.resolve(model);
    return Files.isDirectory(folder)
        ? folder
        : PublishedModel.parse(model).bring(gateway, file.pathOutput().resolve("object_detection"));
  }

  static LearningFolders of(List<Path> folders, Surroundings around, Connection connection) {
    if (connection.sharesDisk()) {
      return new LearningFolders(
          folders.stream().map(Path::toString).toList(), Optional.empty(), connection.gateway());
    }
    DatasetUpload upload = new DatasetUpload(around, connection.gateway());
    return new LearningFolders(
        folders.stream().map(upload::send).toList(), Optional.of(upload), connection.gateway());
  }

  /**
   * A configuration that names them, as it is sent.
   *
   * @throws BadInputException {@code detection-elsewhere} if a model is to find first where the
   *     disk is not shared
   */
  ObjectNode sent(ConfigFile file) {
    ObjectNode json = file.json();
    ConfigFile.setPathData(json, places);
    file.config()
        .objectDetectionParams()
        .objectDetectionPath()
        .ifPresent(
            model ->
                json.withObjectProperty("object_detection_params")
                    .put("object_detection_path", finder(model, file).toString()));
    if (upload.isPresent()) {
      file.send(json, upload.get()::sendFile);
    } else {
      file.makeAbsolute(json);
    }
    return json;
  }
}
