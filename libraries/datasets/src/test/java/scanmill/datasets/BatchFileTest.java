package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

class BatchFileTest {

  @Test
  void keepsEveryBitOfABatch() throws IOException {
    Batch batch = batch(Optional.of(new float[] {0.1f, -0f, Float.NaN, 1e-40f, 3, 4}));
    Batch plain = batch(Optional.empty());
    BatchFile.Reader reader = read(bytes(batch, plain));
    assertThat(reader.count()).isEqualTo(2);
    assertThat(Bits.of(List.of(reader.next(), reader.next())))
        .isDeepEqualTo(Bits.of(List.of(batch, plain)));
    assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsMasksInOneBitPerVoxel() throws IOException {
    // 3 x 70000 floats of input, as many bits of mask, and names and shapes
    assertThat(bytes(batch(Optional.empty())).length).isBetween(840_000 + 26_250, 840_000 + 26_500);
  }

  @Test
  void saysSoWhenItIsShortOrSomethingElse() throws IOException {
    byte[] whole = bytes(batch(Optional.empty()));
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 5)).next())
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read("no batches at all".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[batches-unreadable]");
  }

  private static Batch batch(Optional<float[]> conditions) {
    Random random = new Random(1);
    float[] inputs = new float[210_000];
    float[] targets = new float[210_000];
    for (int v = 0; v < inputs.length; v++) {
      inputs[v] = random.nextFloat() - 0.5f;
      targets[v] = random.nextInt(2);
    }
    inputs[7] = -0f;
    return new Batch(
        List.of("sub-01_T1w#0", "sub-ä_T1w#1", "sub-01_T1w#9"),
        new int[] {3, 1, 700, 100},
        inputs,
        new int[] {3, 1, 700, 100},
        targets,
        new float[] {1, 0, 1},
        conditions);
  }

  private static byte[] bytes(Batch... batches) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BatchFile.write(batches.length, n -> batches[n], out);
    return out.toByteArray();
  }

  private static BatchFile.Reader read(byte[] bytes) throws IOException {
    return new BatchFile.Reader(new ByteArrayInputStream(bytes));
  }
}
