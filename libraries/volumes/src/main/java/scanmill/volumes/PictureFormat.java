package scanmill.volumes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of picture files that can be read, told by their first bytes. */
enum PictureFormat {
  PNG("png"),
  JPEG("jpeg"),
  TIFF("tiff");

  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".tif", ".tiff");

  private final String codec;

  PictureFormat(String codec) {
    this.codec = codec;
  }

  /** What the Java platform calls it. */
  String codec() {
    return codec;
  }

  /** Empty if the bytes begin none of these formats. */
  static Optional<PictureFormat> of(byte[] start) {
    if (NotNifti.begins(start, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
      return Optional.of(PNG);
    }
    if (NotNifti.begins(start, 0, 0xFF, 0xD8, 0xFF)) {
      return Optional.of(JPEG);
    }
    if (NotNifti.begins(start, 0, 'I', 'I', 42, 0) || NotNifti.begins(start, 0, 'M', 'M', 0, 42)) {
      return Optional.of(TIFF);
    }
    return Optional.empty();
  }

  /** By its name: what it claims to be. */
  static boolean isNameOfPicture(String name) {
    return ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
  }
}
