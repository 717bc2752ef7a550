package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  private static final Clock NOON =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000L), ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void checksumsAreThoseOfTheFormat() {
    // CRC-32C of "123456789" is 0xE3069283; rotated right by 15 it is 0x2507C60D
    assertThat(EventFile.masked("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0x2507C60D + 0xA282EAD8);
  }

  @Test
  void aNumberIsTheMessageThatTensorBoardKnows() throws IOException {
    try (TensorBoard board = new TensorBoard(folder, NOON, 1)) {
      board.scalar("learning_rate", 300, 0.5);
    }
    List<byte[]> events = events(folder);
    assertThat(events).hasSize(2);
    assertThat(new String(events.get(0), StandardCharsets.US_ASCII)).endsWith("brain.Event:2");
    // wall_time 1.7e9, step 300, summary { value { tag, simple_value 0.5 } }
    assertThat(HexFormat.of().formatHex(events.get(1)))
        .isEqualTo(
            "09"
                + "00000040fc54d941"
                + "10"
                + "ac02"
                + "2a16"
                + "0a14"
                + "0a0d"
                + HexFormat.of().formatHex("learning_rate".getBytes(StandardCharsets.US_ASCII))
                + "15"
                + "0000003f");
  }

  @Test
  void linesOfOneDiagramLieInFoldersOfTheirOwn() throws IOException {
    try (TensorBoard board = new TensorBoard(folder, NOON, 1)) {
      board.scalar("losses", "train_loss", 1, -0.5);
      board.scalar("losses", "val_loss", 1, -0.25);
      board.scalar("Validation/Metrics", "dice score", 1, 0.75);
    }
    try (Stream<Path> below = Files.list(folder)) {
      assertThat(below.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "losses_train_loss", "losses_val_loss", "Validation_Metrics_dice_score");
    }
    assertThat(events(folder.resolve("losses_val_loss"))).hasSize(2);
  }

  @Test
  void aPictureCarriesItsSizeAndItsBytes() throws IOException {
    byte[] png = {1, 2, 3};
    try (TensorBoard board = new TensorBoard(folder, NOON, 1)) {
      board.image("Train/Input", 7, 64, 48, png);
    }
    assertThat(HexFormat.of().formatHex(events(folder).get(1)))
        .endsWith("0830" + "1040" + "1803" + "2203" + "010203");
  }

  @Test
  void aRunThatGoesOnBeginsAnotherFile() throws IOException {
    for (int first : new int[] {1, 4}) {
      try (TensorBoard board = new TensorBoard(folder, NOON, first)) {
        board.scalar("learning_rate", first, 0.5);
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  /** The messages of the only event file of a folder; every checksum is checked. */
  private static List<byte[]> events(Path folder) throws IOException {
    byte[] all;
    try (Stream<Path> files = Files.list(folder)) {
      all = Files.readAllBytes(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }
    ByteBuffer in = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).isEqualTo(EventFile.masked(length));
      long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byte[] event = new byte[Math.toIntExact(size)];
      in.get(event);
      assertThat(in.getInt()).isEqualTo(EventFile.masked(event));
      events.add(event);
    }
    return events;
  }
}
