package scanmill.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import scanmill.transforms.History;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/** Writes prepared scans: voxels first, facts last, each under its name only when it is whole. */
public final class PreparedFile {
  /** Most positions kept of one class. */
  static final int MOST_FOREGROUND = 2000;

  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel channel;
  private final MessageDigest digest = ContentDigest.sha256();
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long bytes;

  private PreparedFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Keeps a scan below a folder, over what may be there under its name. Several may write the same
   * scan at once: they write the same bytes.
   */
  public static PreparedFacts write(Path folder, PreparedDraft draft) throws IOException {
    Path voxels = folder.resolve(draft.key().voxels());
    Files.createDirectories(voxels.resolveSibling("."));
    Path half = half(voxels);
    try {
      PreparedFacts facts;
      try (FileChannel channel =
          FileChannel.open(half, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        facts = new PreparedFile(channel).put(draft);
        channel.force(false);
      }
      move(half, voxels);
      writeFacts(folder, facts);
      return facts;
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /** Keeps the facts of voxels that are there already. */
  public static void writeFacts(Path folder, PreparedFacts facts) throws IOException {
    Path file = folder.resolve(facts.key().facts());
    Path half = half(file);
    try {
      Files.write(half, facts.json().getBytes(StandardCharsets.UTF_8));
      move(half, file);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private static Path half(Path file) {
    return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private PreparedFacts put(PreparedDraft draft) throws IOException {
    Sample sample = draft.prepared();
    Grid grid = sample.grid();
    List<Moments> moments = new ArrayList<>();
    for (Volume image : sample.channels()) {
      put(image.data());
      moments.add(Moments.of(image.data()));
    }
    List<float[]> truth = new ArrayList<>();
    sample.truth().ifPresent(map -> channels(map, truth));
    boolean binary = truth.stream().allMatch(PreparedFile::binary);
    for (float[] values : truth) {
      if (binary) {
        putBytes(values);
      } else {
        put(values);
      }
    }
    if (sample.region().isPresent()) {
      putBytes(sample.region().get());
    }
    int classes = draft.raters() == 0 ? 0 : truth.size() / draft.raters();
    List<Integer> foreground = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      int[] positions = foreground(truth, c, classes);
      put(positions);
      foreground.add(positions.length);
    }
    flush();
    return new PreparedFacts(
        PreparedFacts.FORMAT,
        draft.key(),
        bytes,
        ContentDigest.hex(digest.digest()),
        PreparedFacts.shape(grid),
        PreparedFacts.affine(grid),
        History.of(sample),
        draft.source().roles(),
        draft.present(),
        draft.raters(),
        classes,
        binary,
        sample.region().isPresent(),
        draft.marksOfSlices(),
        draft.slices() ? Marking.regionVoxels(draft.oriented()) : List.of(),
        Marking.of(sample, draft.windows(), draft.present(), draft.raters()),
        moments,
        foreground,
        draft.warnings());
  }

  private static void channels(ProbabilityMap map, List<float[]> into) {
    for (int c = 0; c < map.classes(); c++) {
      into.add(map.channel(c));
    }
  }

  private static boolean binary(float[] values) {
    for (float value : values) {
      if (value != 0 && value != 1) {
        return false;
      }
    }
    return true;
  }

  /** Some positions at which any rater sees a class, evenly spread over all of them. */
  private static int[] foreground(List<float[]> truth, int ofClass, int classes) {
    int voxels = truth.get(0).length;
    int count = 0;
    for (int v = 0; v < voxels; v++) {
      count += seen(truth, ofClass, classes, v) ? 1 : 0;
    }
    int[] positions = new int[Math.min(count, MOST_FOREGROUND)];
    int met = 0;
    int kept = 0;
    for (int v = 0; v < voxels && kept < positions.length; v++) {
      if (seen(truth, ofClass, classes, v)) {
        if (met == (int) ((long) kept * count / positions.length)) {
          positions[kept++] = v;
        }
        met++;
      }
    }
    return positions;
  }

  private static boolean seen(List<float[]> truth, int ofClass, int classes, int voxel) {
    for (int t = ofClass; t < truth.size(); t += classes) {
      if (truth.get(t)[voxel] >= 0.5f) {
        return true;
      }
    }
    return false;
  }

  private void put(float[] values) throws IOException {
    for (float value : values) {
      if (buffer.remaining() < Float.BYTES) {
        flush();
      }
      buffer.putFloat(value);
    }
  }

  private void put(int[] values) throws IOException {
    for (int value : values) {
      if (buffer.remaining() < Integer.BYTES) {
        flush();
      }
      buffer.putInt(value);
    }
  }

  private void putBytes(float[] values) throws IOException {
    for (float value : values) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.put((byte) value);
    }
  }

  private void putBytes(LabelMap region) throws IOException {
    for (int label : region.data()) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.put((byte) (label != 0 ? 1 : 0));
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    digest.update(buffer.duplicate());
    bytes += buffer.remaining();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
