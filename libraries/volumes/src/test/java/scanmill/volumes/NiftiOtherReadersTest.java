package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write others read, and what others write we read, to the same values and places. */
class NiftiOtherReadersTest {
  private static final GridShape SHAPE = new GridShape(4, 3, 5);

  /** One line a file: name, type, axes, affine by matrix and by quaternion, all voxels. */
  private static final String DESCRIBE =
      """
      import sys, nibabel, numpy
      for name in sys.argv[1:]:
          i = nibabel.load(name)
          q = i.header.get_qform()
          v = numpy.asanyarray(i.dataobj).ravel(order='F')
          print(name, i.get_data_dtype(), ''.join(nibabel.aff2axcodes(i.affine)),
                *[repr(float(x)) for x in i.affine[:3].ravel()],
                *[repr(float(x)) for x in q[:3].ravel()],
                *[repr(float(x)) for x in v])
      """;

  private static final String WRITE =
      """
      import sys, nibabel, numpy
      r = numpy.random.RandomState(1)
      types = ['u1', 'i1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f4', 'f8']
      for n, t in enumerate(types):
          for order in '<>':
              for kind, cls in (('n1', nibabel.Nifti1Image), ('n2', nibabel.Nifti2Image),
                                ('p1', nibabel.Nifti1Pair), ('p2', nibabel.Nifti2Pair)):
                  a = numpy.eye(4)
                  a[:3, :3] = numpy.linalg.qr(r.randn(3, 3))[0] * [0.5, 1, 2.5]
                  a[:3, 3] = r.randn(3) * 100
                  v = r.randint(0, 100, (4, 3, 5)).astype(t)
                  h = cls.header_class(endianness=order)
                  h.set_data_dtype(numpy.dtype(t))
                  i = cls(v, a, h)
                  if n % 2:
                      i.set_sform(a, code=0)
                      i.set_qform(a, code=1)
                  else:
                      i.set_sform(a, code=2)
                      i.set_qform(None, code=0)
                  if n % 3 == 0:
                      i.header.set_slope_inter(0.5, -3)
                  end = '.nii' if kind[0] == 'n' else '.img'
                  i.to_filename('%s_%s_%s%s%s' % (t, 'le' if order == '<' else 'be', kind, end,
                                                  '.gz' if n % 4 == 0 else ''))
      """;

  private static float[] values(DataType type, Random random) {
    float[] data = new float[SHAPE.length()];
    for (int n = 0; n < data.length; n++) {
      data[n] = type.integral() ? random.nextInt(128) : random.nextFloat() - 0.5f;
    }
    return data;
  }

  @Test
  void nibabelReadsEveryTypeByteOrderVersionAndOrientation(@TempDir Path folder)
      throws IOException {
    Random random = new Random(11);
    List<Orientation> orientations = Orientations.all();
    List<String> names = new ArrayList<>();
    List<Volume> volumes = new ArrayList<>();
    for (DataType type : DataType.values()) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        for (int version = 1; version <= 2; version++) {
          int n = names.size();
          Grid grid =
              n % 3 == 2
                  ? Orientations.oblique(SHAPE, random)
                  : Orientations.grid(SHAPE, orientations.get(n % 48));
          Volume volume = new Volume(grid, values(type, random));
          String name = "f" + n + (n % 2 == 0 ? ".nii" : ".nii.gz");
          try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            new NiftiWriter(volume, NiftiHeader.of(grid, version, order), type)
                .write(out, n % 2 == 1);
          }
          names.add(name);
          volumes.add(volume);
        }
      }
    }
    for (Orientation orientation : orientations) {
      Volume volume =
          new Volume(Orientations.grid(SHAPE, orientation), values(DataType.FLOAT32, random));
      Nifti.write(folder.resolve(orientation + ".img"), volume);
      names.add(orientation + ".img");
      volumes.add(volume);
    }

    List<String> lines = OtherReader.nibabel(folder, DESCRIBE, names.toArray(new String[0]));

    assertThat(lines).hasSameSizeAs(names);
    for (int n = 0; n < lines.size(); n++) {
      requireSame(lines.get(n).split(" ", -1), names.get(n), volumes.get(n), 1e-4);
    }
  }

  private static void requireSame(String[] line, String name, Volume volume, double toleranceMm) {
    assertThat(line[0]).isEqualTo(name);
    assertThat(line[2]).as(name).isEqualTo(volume.grid().orientation().letters());
    double[] affine = volume.grid().affine().rowMajor();
    for (int n = 0; n < 12; n++) {
      Offset<Double> near = Offset.offset(toleranceMm);
      assertThat(Double.parseDouble(line[3 + n])).as(name + " matrix").isCloseTo(affine[n], near);
      assertThat(Double.parseDouble(line[15 + n]))
          .as(name + " turn, which 32 bits hold less exactly")
          .isCloseTo(affine[n], Offset.offset(5e-3));
    }
    for (int n = 0; n < volume.data().length; n++) {
      assertThat((float) Double.parseDouble(line[27 + n]))
          .as(name + " voxel " + n)
          .isEqualTo(volume.data()[n]);
    }
  }

  @Test
  void readsWhatNibabelWrites(@TempDir Path folder) throws IOException {
    OtherReader.nibabel(folder, WRITE);
    List<Path> files;
    try (var all = Files.list(folder)) {
      files = all.filter(f -> !f.toString().contains(".hdr")).sorted().toList();
    }
    assertThat(files).hasSize(10 * 2 * 4);

    List<String> lines =
        OtherReader.nibabel(
            folder,
            DESCRIBE,
            files.stream().map(f -> f.getFileName().toString()).toArray(String[]::new));

    for (int n = 0; n < lines.size(); n++) {
      String[] line = lines.get(n).split(" ", -1);
      Volume volume = Nifti.readVolume(files.get(n));
      assertThat(line[2]).as(line[0]).isEqualTo(volume.grid().orientation().letters());
      for (int m = 0; m < 12; m++) {
        assertThat(volume.grid().affine().rowMajor()[m])
            .as(line[0])
            .isCloseTo(Double.parseDouble(line[3 + m]), Offset.offset(1e-5));
      }
      for (int v = 0; v < volume.data().length; v++) {
        assertThat(volume.data()[v]).isEqualTo((float) Double.parseDouble(line[27 + v]));
      }
    }
  }

  @Test
  void niftiToolFindsNothingWrong(@TempDir Path folder) throws IOException {
    Grid grid = Orientations.oblique(SHAPE, new Random(3));
    Nifti.write(folder.resolve("a.nii.gz"), new LabelMap(grid, new int[SHAPE.length()]));
    Nifti.write(folder.resolve("b.nii"), new ProbabilityMap(grid, new float[3][SHAPE.length()]));
    Nifti.write(folder.resolve("c.hdr"), new Volume(grid, new float[SHAPE.length()]));

    for (String name : List.of("a.nii.gz", "b.nii", "c.hdr")) {
      assertThat(OtherReader.niftiTool(folder, "-check_hdr", "-infiles", name))
          .as(name)
          .anyMatch(line -> line.contains("header IS GOOD"));
      assertThat(OtherReader.niftiTool(folder, "-check_nim", "-infiles", name))
          .as(name)
          .anyMatch(line -> line.contains("nifti_image IS GOOD"));
    }
    assertThat(
            OtherReader.niftiTool(
                folder, "-disp_hdr", "-field", "dim", "-field", "datatype", "-infiles", "b.nii"))
        .anyMatch(line -> line.contains("4 4 3 5 3"))
        .anyMatch(line -> line.strip().endsWith("16"));
  }
}
