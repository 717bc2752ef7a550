package scanmill.volumes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import scanmill.problems.BadInputException;

/** Voxels of an opened file, decoded and scaled through a small buffer. */
final class NiftiReader {
  private static final int MOST_VOXELS_AT_ONCE = 8192;

  /** Bytes behind the voxels that are read so as to reach the checksum of a compressed file. */
  private static final int MOST_TRAILING_BYTES = 1 << 20;

  private final NiftiInput input;
  private final NiftiHeader header;
  private final ByteBuffer buffer;
  private final double[] values;
  private long bytesRead;

  NiftiReader(NiftiInput input) {
    this.input = input;
    this.header = input.header();
    int atOnce = (int) Math.min(MOST_VOXELS_AT_ONCE, header.grid().shape().voxels());
    this.values = new double[atOnce];
    this.buffer = ByteBuffer.allocate(atOnce * header.dataType().bytes()).order(header.byteOrder());
  }

  Volume volume() throws IOException {
    requireOneChannel("A volume");
    return new Volume(header.grid(), channel());
  }

  LabelMap labels() throws IOException {
    requireOneChannel("A label map");
    VoxelSink.Labels sink = new VoxelSink.Labels(length(), input.sized(), input.name());
    read(length(), sink);
    finish();
    return new LabelMap(header.grid(), sink.data());
  }

  ProbabilityMap probabilities() throws IOException {
    int channels = Math.toIntExact(header.channels());
    if (header.dims().stream().skip(3).filter(d -> d > 1).count() > 1) {
      throw BadInputException.of(
          "nifti-dimensions",
          "Probabilities must have at most one axis of classes; "
              + input.name()
              + " has shape "
              + header.dims()
              + ".",
          "Split the file along its other axes.");
    }
    requireMemory(4L * length() * channels);
    float[][] data = new float[channels][];
    for (int c = 0; c < channels; c++) {
      VoxelSink.Floats sink = new VoxelSink.Floats(length(), input.sized(), input.name());
      read(length(), sink);
      data[c] = sink.data();
    }
    finish();
    return new ProbabilityMap(header.grid(), data);
  }

  /** Reads everything, keeps nothing. */
  void verify() throws IOException {
    read(header.grid().shape().voxels() * header.channels(), VoxelSink.NOTHING);
    finish();
  }

  private float[] channel() throws IOException {
    VoxelSink.Floats sink = new VoxelSink.Floats(length(), input.sized(), input.name());
    read(length(), sink);
    finish();
    return sink.data();
  }

  private int length() {
    return header.grid().shape().length();
  }

  private void requireOneChannel(String what) {
    if (header.channels() != 1) {
      throw BadInputException.of(
          "nifti-dimensions",
          what
              + " must have three axes (more only of one voxel each); "
              + input.name()
              + " has shape "
              + header.dims()
              + ".",
          "Take one volume out of the series, for instance with fslroi or nibabel.");
    }
    requireMemory(4L * length());
  }

  private void requireMemory(long bytes) {
    if (bytes > Runtime.getRuntime().maxMemory()) {
      throw VoxelSink.tooLarge(input.name(), bytes);
    }
  }

  private void read(long count, VoxelSink sink) throws IOException {
    double slope = header.slope();
    double inter = header.inter();
    boolean scaled = slope != 1 || inter != 0;
    long left = count;
    while (left > 0) {
      int now = (int) Math.min(left, values.length);
      fill(now * header.dataType().bytes());
      header.dataType().decode(buffer, values, now);
      for (int n = 0; scaled && n < now; n++) {
        values[n] = values[n] * slope + inter;
      }
      sink.accept(values, now);
      left -= now;
    }
  }

  private void fill(int bytes) throws IOException {
    int read = input.voxels().readNBytes(buffer.array(), 0, bytes);
    bytesRead += read;
    if (read < bytes) {
      throw NiftiInput.truncated(
          input.name(), header.voxOffset() + header.voxelBytes(), header.voxOffset() + bytesRead);
    }
  }

  /** Reaches the checksum, if there is one behind the voxels. */
  private void finish() throws IOException {
    InputStream rest = input.voxels();
    if (rest instanceof GzipStream) {
      int left = MOST_TRAILING_BYTES;
      int read;
      while (left > 0 && (read = rest.read(buffer.array())) > 0) {
        left -= read;
      }
    }
  }
}
