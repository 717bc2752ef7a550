package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiRoundTripTest {
  private static final GridShape SHAPE = new GridShape(5, 4, 3);

  private static float[] values(DataType type) {
    float[] extremes =
        switch (type) {
          case UINT8 -> new float[] {0, 1, 127, 128, 255};
          case INT8 -> new float[] {-128, -1, 0, 1, 127};
          case INT16 -> new float[] {-32768, -1, 0, 1, 32767};
          case UINT16 -> new float[] {0, 1, 32767, 32768, 65535};
          case INT32 -> new float[] {Integer.MIN_VALUE, -1, 0, 1, 0x7fffff80};
          case UINT32 -> new float[] {0, 1, 0x1p31f, 0x1p32f - 256, 5};
          case INT64 -> new float[] {-0x1p63f, -1, 0, 0x1p62f, 5};
          case UINT64 -> new float[] {0, 1, 0x1p63f, 0x1p64f - 0x1p40f, 5};
          case FLOAT32, FLOAT64 ->
              new float[] {Float.MIN_VALUE, -1.5f, Float.NaN, Float.MAX_VALUE, -0x1p-20f};
        };
    float[] data = new float[SHAPE.length()];
    for (int n = 0; n < data.length; n++) {
      data[n] = extremes[n % extremes.length];
    }
    return data;
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void keepsEveryValueInEveryOrientationByteOrderAndVersion(DataType type) throws IOException {
    float[] data = values(type);
    for (Orientation orientation : Orientations.all()) {
      Grid grid = Orientations.grid(SHAPE, orientation);
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        for (int version = 1; version <= 2; version++) {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          NiftiHeader like = NiftiHeader.of(grid, version, order);
          new NiftiWriter(new Volume(grid, data), like, type).write(out, false);

          NiftiHeader header =
              Nifti.readHeader(new ByteArrayInputStream(out.toByteArray()), "x.nii");
          Volume read = HandMade.volume(out.toByteArray());

          assertThat(header.dataType()).isEqualTo(type);
          assertThat(header.version()).isEqualTo(version);
          assertThat(header.byteOrder()).isEqualTo(order);
          assertThat(read.data()).isEqualTo(data);
          assertThat(read.grid().orientation()).isEqualTo(orientation);
          assertThat(read.grid().alignedWith(grid, 1e-5)).isTrue();
        }
      }
    }
  }

  @Test
  void placesObliqueVoxelsByQuaternionAsByMatrix() throws IOException {
    Random random = new Random(1);
    for (int n = 0; n < 200; n++) {
      Grid grid = Orientations.oblique(SHAPE, random);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Nifti.write(
          out,
          "x.nii",
          new Volume(grid, new float[SHAPE.length()]),
          NiftiHeader.of(grid, 2, ByteOrder.LITTLE_ENDIAN));
      byte[] onlyQform = out.toByteArray();
      Arrays.fill(onlyQform, 348, 352, (byte) 0);

      assertThat(HandMade.volume(onlyQform).grid().affine().distance(grid.affine()))
          .as("oblique grid %d", n)
          .isLessThan(1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.nii", "a.nii.gz", "a.hdr", "a.img", "a.hdr.gz", "a.img.gz"})
  void keepsLabelsInEveryKindOfFile(String name, @TempDir Path folder) throws IOException {
    Grid grid = Orientations.grid(SHAPE, new Orientation("LPI"));
    int[] data = new int[SHAPE.length()];
    for (int n = 0; n < data.length; n++) {
      data[n] = n * 1000;
    }
    Path path = folder.resolve(name);

    Nifti.write(path, new LabelMap(grid, data));

    assertThat(Nifti.readLabels(path).data()).isEqualTo(data);
    assertThat(Nifti.readHeader(path).dataType()).isEqualTo(DataType.UINT16);
    try (var files = Files.list(folder)) {
      assertThat(files.count()).isEqualTo(name.contains("nii") ? 1 : 2);
    }
  }

  @Test
  void readsAPairWhoseHalvesAreCompressedDifferently(@TempDir Path folder) throws IOException {
    Grid grid = Grid.of(SHAPE, new Spacing(1, 1, 1));
    Nifti.write(folder.resolve("a.hdr"), new LabelMap(grid, new int[SHAPE.length()]));
    byte[] voxels = Files.readAllBytes(folder.resolve("a.img"));
    Files.write(folder.resolve("a.img.gz"), HandMade.gzip(voxels));
    Files.delete(folder.resolve("a.img"));

    assertThat(Nifti.readLabels(folder.resolve("a.hdr")).shape()).isEqualTo(SHAPE);
    assertThat(Nifti.readLabels(folder.resolve("a.img")).shape()).isEqualTo(SHAPE);
  }

  @Test
  void keepsProbabilitiesOneChannelPerClass(@TempDir Path folder) throws IOException {
    Grid grid = Grid.of(SHAPE, new Spacing(1, 2, 3));
    float[][] channels = new float[3][SHAPE.length()];
    for (int c = 0; c < 3; c++) {
      Arrays.fill(channels[c], c / 4f);
    }
    Path path = folder.resolve("p.nii.gz");

    Nifti.write(path, new ProbabilityMap(grid, channels));

    ProbabilityMap read = Nifti.readProbabilities(path);
    assertThat(read.classes()).isEqualTo(3);
    assertThat(read.channel(2)).isEqualTo(channels[2]);
    assertThat(read.grid()).isEqualTo(grid);
    assertThat(Nifti.readHeader(path).dims()).containsExactly(5, 4, 3, 3);
  }

  @Test
  void readsAVolumeAsProbabilitiesOfOneClass() throws IOException {
    ProbabilityMap read =
        Nifti.readProbabilities(
            new ByteArrayInputStream(HandMade.bytes(HandMade.nifti1())), "x", Limits.DEFAULT);

    assertThat(read.classes()).isEqualTo(1);
    assertThat(read.channel(0)[23]).isEqualTo(23);
  }

  @Test
  void writesTheSameBytesTwice() throws IOException {
    Grid grid = Grid.of(SHAPE, new Spacing(1, 2, 3));
    Volume volume = new Volume(grid, values(DataType.FLOAT32));
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream two = new ByteArrayOutputStream();

    Nifti.write(one, "a.nii.gz", volume, NiftiHeader.of(grid));
    Nifti.write(two, "b.nii.gz", volume, NiftiHeader.of(grid));

    assertThat(one.toByteArray()).isEqualTo(two.toByteArray());
  }

  @Test
  void leavesNothingBehindWhenAValueCannotBeStored(@TempDir Path folder) throws IOException {
    Grid grid = Grid.of(SHAPE, new Spacing(1, 1, 1));
    float[] data = new float[SHAPE.length()];
    data[7] = 40_000;

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                Nifti.write(
                    folder.resolve("a.nii"),
                    new Volume(grid, data),
                    NiftiHeader.of(grid),
                    DataType.INT16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40000");

    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void leavesTheStreamOpenThatItReads() throws IOException {
    Grid grid = Grid.of(SHAPE, new Spacing(1, 2, 3));
    for (String name : List.of("a.nii", "a.nii.gz")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Nifti.write(out, name, new Volume(grid, values(DataType.FLOAT32)), NiftiHeader.of(grid));
      boolean[] closed = {false};
      ByteArrayInputStream in =
          new ByteArrayInputStream(out.toByteArray()) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };

      assertThat(Nifti.readVolume(in, name, Limits.DEFAULT).shape()).isEqualTo(SHAPE);

      assertThat(closed[0]).as(name).isFalse();
    }
  }
}
