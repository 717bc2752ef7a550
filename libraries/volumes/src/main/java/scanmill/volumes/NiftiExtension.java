package scanmill.volumes;

import java.nio.ByteBuffer;

/**
 * A block of somebody else's data behind a NIfTI header, kept as it is. May hold patient text:
 * never log it.
 *
 * @param code who registered the meaning of the content: 2 DICOM, 4 AFNI, 6 a comment
 * @param content as stored, padding included; read only
 */
public record NiftiExtension(int code, ByteBuffer content) {

  public NiftiExtension {
    content = content.asReadOnlyBuffer();
  }

  @Override
  public ByteBuffer content() {
    return content.duplicate(); // whose position is the reader's own
  }
}
