package scanmill.volumes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPOutputStream;
import scanmill.problems.BadInputException;

/**
 * Files put together byte by byte from the standard's tables, independently of the writer: 2x3x4
 * voxels of 16 bits whose value is their index, voxels of 2x3x4 mm placed by an sform.
 */
final class HandMade {
  static final int VOXELS = 24;

  private HandMade() {}

  static ByteBuffer nifti1() {
    return nifti1(ByteOrder.LITTLE_ENDIAN);
  }

  /** Offsets as in nifti1.h. */
  static ByteBuffer nifti1(ByteOrder order) {
    ByteBuffer b = ByteBuffer.wrap(new byte[352 + 2 * VOXELS]).order(order);
    b.putInt(0, 348);
    b.putShort(40, (short) 3).putShort(42, (short) 2).putShort(44, (short) 3);
    b.putShort(46, (short) 4).putShort(48, (short) 1);
    b.putShort(70, (short) 4).putShort(72, (short) 16);
    b.putFloat(76, 1).putFloat(80, 2).putFloat(84, 3).putFloat(88, 4);
    b.putFloat(108, 352);
    b.put(123, (byte) 2);
    b.putShort(254, (short) 1);
    b.putFloat(280, 2).putFloat(292, 10);
    b.putFloat(300, 3).putFloat(308, 20);
    b.putFloat(320, 4).putFloat(324, 30);
    b.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
    for (int n = 0; n < VOXELS; n++) {
      b.putShort(352 + 2 * n, (short) n);
    }
    return b;
  }

  /** Offsets as in nifti2.h. */
  static ByteBuffer nifti2(ByteOrder order) {
    ByteBuffer b = ByteBuffer.wrap(new byte[544 + 2 * VOXELS]).order(order);
    b.putInt(0, 540);
    b.put(4, new byte[] {'n', '+', '2', 0, '\r', '\n', 0x1a, '\n'});
    b.putShort(12, (short) 4).putShort(14, (short) 16);
    b.putLong(16, 3).putLong(24, 2).putLong(32, 3).putLong(40, 4).putLong(48, 1);
    b.putDouble(104, 1).putDouble(112, 2).putDouble(120, 3).putDouble(128, 4);
    b.putLong(168, 544);
    b.putInt(348, 1);
    b.putDouble(400, 2).putDouble(424, 10);
    b.putDouble(440, 3).putDouble(456, 20);
    b.putDouble(480, 4).putDouble(488, 30);
    b.putInt(500, 2);
    for (int n = 0; n < VOXELS; n++) {
      b.putShort(544 + 2 * n, (short) n);
    }
    return b;
  }

  /** The hand-made affine, row by row. */
  static double[] affine() {
    return new double[] {2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30};
  }

  static byte[] bytes(ByteBuffer b) {
    byte[] all = new byte[b.capacity()];
    b.get(0, all);
    return all;
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static Volume volume(ByteBuffer b) {
    return volume(bytes(b));
  }

  static Volume volume(byte[] file) {
    try {
      return Nifti.readVolume(new ByteArrayInputStream(file), "scan.nii", Limits.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LabelMap labels(ByteBuffer b) {
    try {
      return Nifti.readLabels(new ByteArrayInputStream(bytes(b)), "labels.nii", Limits.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static NiftiHeader header(ByteBuffer b) {
    try {
      return Nifti.readHeader(new ByteArrayInputStream(bytes(b)), "scan.nii");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code of the refusal, or "accepted". */
  static String refusal(byte[] file) {
    try {
      volume(file);
      return "accepted";
    } catch (BadInputException e) {
      return e.problem().code();
    }
  }

  static String refusal(ByteBuffer b) {
    return refusal(bytes(b));
  }
}
