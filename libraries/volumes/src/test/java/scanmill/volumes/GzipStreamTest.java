package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

class GzipStreamTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

  private static byte[] inflate(byte[] file, Limits limits) throws IOException {
    return new GzipStream(new ByteArrayInputStream(file), "a.gz", limits).readAllBytes();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void readsOneMember() throws IOException {
    assertThat(inflate(HandMade.gzip(HELLO), Limits.DEFAULT)).isEqualTo(HELLO);
  }

  @Test
  void readsAllMembersEvenFromAStreamThatDribbles() throws IOException {
    byte[] file = joined(HandMade.gzip(HELLO), HandMade.gzip(new byte[0]), HandMade.gzip(HELLO));
    InputStream dribble =
        new ByteArrayInputStream(file) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(1, length));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };

    assertThat(new GzipStream(dribble, "a.gz", Limits.DEFAULT).readAllBytes())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("hellohello");
  }

  @Test
  void skipsNamesCommentsAndExtraFields() throws IOException {
    byte[] plain = HandMade.gzip(HELLO);
    byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3};
    byte[] fields = {3, 0, 9, 9, 9, 'n', 0, 'c', 0, 1, 2};

    byte[] file = joined(header, fields, Arrays.copyOfRange(plain, 10, plain.length));

    assertThat(inflate(file, Limits.DEFAULT)).isEqualTo(HELLO);
  }

  @Test
  void ignoresPaddingBehindTheLastMember() throws IOException {
    assertThat(inflate(joined(HandMade.gzip(HELLO), new byte[100]), Limits.DEFAULT))
        .isEqualTo(HELLO);
  }

  @Test
  void noticesEveryFlippedBitOfItsContent() {
    byte[] content = new byte[2000];
    new Random(3).nextBytes(content);
    byte[] file = HandMade.gzip(content);
    for (int bit = 10 * 8; bit < file.length * 8; bit += 37) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);

      assertThatThrownBy(() -> inflate(flipped, Limits.DEFAULT))
          .as("bit %d", bit)
          .isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void refusesABombByItsRatioOnceTheFreeBytesAreSpent() throws IOException {
    byte[] bomb = HandMade.gzip(new byte[1 << 20]);

    assertThat(inflate(bomb, new Limits(1, 2 << 20, 100, 1 << 20))).hasSize(1 << 20);
    assertThatThrownBy(() -> inflate(bomb, new Limits(1, 2 << 20, 100, 1 << 18)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[nifti-inflation]");
  }

  @Test
  void refusesMoreThanTheMostBytes() {
    assertThatThrownBy(
            () -> inflate(HandMade.gzip(new byte[5000]), new Limits(1, 4999, 1e9, 1L << 40)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at most 4999 bytes");
  }
}
