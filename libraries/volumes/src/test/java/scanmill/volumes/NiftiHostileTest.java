package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.problems.BadInputException;

/** Whatever a file holds, reading ends in voxels or in a refusal, and within bounded memory. */
class NiftiHostileTest {
  /** Far below what hostile files claim here; room for classes that the first read loads. */
  private static final long MOST_BYTES = 16L << 20;

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** Reads a file in one of four ways; anything but voxels or a refusal fails the test. */
  private static boolean survives(byte[] file, int way) throws IOException {
    InputStream in = new ByteArrayInputStream(file);
    boolean read = false;
    long before = allocated();
    try {
      switch (way % 4) {
        case 0 -> Nifti.readVolume(in, "x", Limits.DEFAULT);
        case 1 -> Nifti.readLabels(in, "x", Limits.DEFAULT);
        case 2 -> Nifti.readProbabilities(in, "x", Limits.DEFAULT);
        default -> Nifti.verify(in, "x", Limits.DEFAULT);
      }
      read = true;
    } catch (BadInputException e) {
      assertThat(e.problem().code()).startsWith("nifti-");
    }
    long taken = allocated() - before;
    if (taken > MOST_BYTES) {
      throw new AssertionError(taken + " bytes allocated for a file of " + file.length);
    }
    return read;
  }

  private static List<byte[]> files() {
    List<byte[]> files = new ArrayList<>();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      files.add(HandMade.bytes(HandMade.nifti1(order)));
      files.add(HandMade.bytes(HandMade.nifti2(order)));
      files.add(HandMade.gzip(HandMade.bytes(HandMade.nifti1(order))));
    }
    return files;
  }

  @Test
  void survivesFlippedBits() throws IOException {
    Random random = new Random(2026);
    int read = 0;
    int runs = 0;
    for (byte[] file : files()) {
      for (int n = 0; n < 3000; n++, runs++) {
        byte[] flipped = file.clone();
        for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
          int bit = random.nextInt(Math.min(file.length, 560) * 8);
          flipped[bit / 8] ^= (byte) (1 << bit % 8);
        }
        read += survives(flipped, n) ? 1 : 0;
      }
    }
    assertThat(read).as("some flips do no harm, some do").isBetween(1, runs - 1);
  }

  @Test
  void survivesEveryFieldOfTheHeaderBeingAbsurd() throws IOException {
    byte[][] absurd = {
      {0, 0, 0, 0, 0, 0, 0, 0},
      {-1, -1, -1, -1, -1, -1, -1, -1},
      {-1, 127, -1, 127, -1, 127, -1, 127},
      {127, -1, 127, -1, 127, -1, 127, -1},
      {0, -128, 0, -128, 0, -128, 0, -128},
      {-128, 0, -128, 0, -128, 0, -128, 0},
      {0, 0, -128, 127, 0, 0, -16, 127},
      {0, 0, -64, 127, 0, 0, -8, 127}
    };
    for (byte[] file : files()) {
      for (byte[] pattern : absurd) {
        for (int width : new int[] {2, 4, 8}) {
          for (int at = 0; at + width <= Math.min(file.length, 544); at += width) {
            byte[] spoilt = file.clone();
            System.arraycopy(pattern, 0, spoilt, at, width);
            survives(spoilt, at / width);
          }
        }
      }
    }
  }

  @Test
  void survivesRandomHeaders() throws IOException {
    Random random = new Random(7);
    for (int n = 0; n < 3000; n++) {
      byte[] file = new byte[600];
      random.nextBytes(file);
      byte[] real = HandMade.bytes(HandMade.nifti1());
      for (int kept : new int[] {0, 4, 40, 44, 70, 72, 108, 112, 344, 348}) {
        if (kept < 40 || kept > 340 || random.nextBoolean()) {
          System.arraycopy(real, kept, file, kept, 4);
        }
      }
      survives(file, n);
    }
  }

  @Test
  void refusesFilesCutOffAnywhere() throws IOException {
    Grid grid = Grid.of(new GridShape(40, 30, 20), new Spacing(1, 1, 1));
    float[] data = new float[grid.shape().length()];
    Random random = new Random(1);
    for (int n = 0; n < data.length; n++) {
      data[n] = random.nextFloat();
    }
    java.io.ByteArrayOutputStream plain = new java.io.ByteArrayOutputStream();
    java.io.ByteArrayOutputStream small = new java.io.ByteArrayOutputStream();
    Nifti.write(plain, "a.nii", new Volume(grid, data), NiftiHeader.of(grid));
    Nifti.write(small, "a.nii.gz", new Volume(grid, data), NiftiHeader.of(grid));

    for (byte[] file : List.of(plain.toByteArray(), small.toByteArray())) {
      assertThat(HandMade.refusal(file)).isEqualTo("accepted");
      for (int length = 0; length < file.length; length += 512) {
        assertThat(HandMade.refusal(Arrays.copyOf(file, length)))
            .as("%d of %d bytes", length, file.length)
            .isEqualTo("nifti-truncated");
      }
      for (int missing = 1; missing <= 9; missing++) {
        assertThat(HandMade.refusal(Arrays.copyOf(file, file.length - missing)))
            .as("%d bytes short", missing)
            .isEqualTo("nifti-truncated");
      }
    }
  }

  /** 400 bytes claiming 500 x 500 x 500 voxels, which would take half a gigabyte. */
  private static byte[] boast() {
    ByteBuffer b = HandMade.nifti1().putShort(70, (short) 2);
    b.putShort(42, (short) 500).putShort(44, (short) 500).putShort(46, (short) 500);
    return HandMade.bytes(b);
  }

  @Test
  void allocatesLittleForAClaimThatIsNotKept() throws IOException {
    for (int way = 0; way < 4; way++) {
      assertThat(survives(boast(), way)).isFalse();
      assertThat(survives(HandMade.gzip(boast()), way)).isFalse();
    }
  }

  @Test
  void refusesABombWithDefaultLimits() {
    ByteBuffer header = HandMade.nifti1().putShort(70, (short) 2);
    header.putShort(42, (short) 1200).putShort(44, (short) 1000).putShort(46, (short) 1000);
    List<InputStream> members = new ArrayList<>();
    members.add(new ByteArrayInputStream(HandMade.gzip(HandMade.bytes(header))));
    byte[] zeros = HandMade.gzip(new byte[16 << 20]);
    for (int n = 0; n < 100; n++) {
      members.add(new ByteArrayInputStream(zeros));
    }
    InputStream bomb = new SequenceInputStream(Collections.enumeration(members));

    assertThatThrownBy(() -> Nifti.verify(bomb, "bomb.nii.gz", Limits.DEFAULT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[nifti-inflation]");
  }

  @Test
  void readsAVolumeInLittleMoreMemoryThanItsArray(@TempDir Path folder) throws IOException {
    Grid grid = Grid.of(new GridShape(256, 256, 128), new Spacing(1, 1, 1));
    Path path = folder.resolve("a.nii");
    Nifti.write(path, new LabelMap(grid, new int[grid.shape().length()]));
    long array = 4L * grid.shape().length();

    long before = allocated();
    Volume volume = Nifti.readVolume(path);
    long fromFile = allocated() - before;
    before = allocated();
    try (InputStream in = Files.newInputStream(path)) {
      Nifti.readVolume(in, "stream", Limits.DEFAULT);
    }
    long fromStream = allocated() - before;

    assertThat(volume.data()).hasSize(grid.shape().length());
    assertThat(fromFile).isBetween(array, array + (1L << 20));
    assertThat(fromStream).as("all pieces together").isLessThan(array * 3 / 2);
  }
}
