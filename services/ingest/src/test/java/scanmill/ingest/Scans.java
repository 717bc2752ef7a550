package scanmill.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Small NIfTI files made byte by byte from the standard, so that the reader is not asked. */
final class Scans {
  private static final int DATA_AT = 352;

  private Scans() {}

  /** 16-bit voxels counting up from {@code first}, 1 x 1 x 2 mm, axes RAS, uncompressed. */
  static byte[] nifti(int first, int i, int j, int k) {
    ByteBuffer file = ByteBuffer.allocate(DATA_AT + 2 * i * j * k).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0, 348);
    short[] dim = {3, (short) i, (short) j, (short) k, 1, 1, 1, 1};
    for (int n = 0; n < 8; n++) {
      file.putShort(40 + 2 * n, dim[n]);
    }
    file.putShort(70, (short) 4).putShort(72, (short) 16); // int16
    float[] pixdim = {1, 1, 1, 2};
    for (int n = 0; n < 4; n++) {
      file.putFloat(76 + 4 * n, pixdim[n]);
    }
    file.putFloat(108, DATA_AT).putFloat(112, 1);
    file.put(123, (byte) 2); // millimetres
    file.putShort(254, (short) 1); // sform, scanner
    file.putFloat(280, 1).putFloat(300, 1).putFloat(320, 2);
    file.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
    for (int n = 0; n < i * j * k; n++) {
      file.putShort(DATA_AT + 2 * n, (short) (first + n));
    }
    return file.array();
  }

  static byte[] gz(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A scan of 4 x 3 x 2 voxels. */
  static byte[] small() {
    return gz(nifti(0, 4, 3, 2));
  }
}
