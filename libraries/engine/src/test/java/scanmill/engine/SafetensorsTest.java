package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.problems.BadInputException;

final class SafetensorsTest {
  private static final Weights TWO = two();

  private static Weights two() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("z.first", Waves.of(0.3, 2, 3));
    tensors.put("a \"quoted\" \\ name \u00e9\n", Tensor.of(new float[] {Float.NaN}));
    tensors.put("none", Tensor.zeros(0, 4));
    return Weights.of(tensors);
  }

  private static byte[] bytes(Weights weights, Map<String, String> metadata) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, weights, metadata);
    return out.toByteArray();
  }

  private static Safetensors read(byte[] bytes) throws IOException {
    return Safetensors.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] file(String header, int numbers) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + numbers * 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Test
  void returnsWhatWasWritten(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("two.safetensors");
    Map<String, String> metadata = Map.of("epoch", "3", "words", "tab\t, quote \", \u0001, \u00e9");
    Safetensors.write(file, TWO, Map.of());
    Safetensors.write(file, TWO, metadata);
    Safetensors read = Safetensors.read(file);
    assertThat(read.weights()).isEqualTo(TWO);
    assertThat(read.metadata()).isEqualTo(metadata);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void writesTheFormatToTheByte() throws IOException {
    Weights weights = Weights.of(Map.of("w", Tensor.of(new float[] {1, -2}, 1, 2)));
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    byte[] expected =
        ByteBuffer.allocate(8 + 56 + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(56)
            .put((header + " ".repeat(56 - header.length())).getBytes(StandardCharsets.UTF_8))
            .putFloat(1)
            .putFloat(-2)
            .array();
    assertThat(bytes(weights, Map.of())).isEqualTo(expected);
  }

  @Test
  void readsEntriesInTheOrderOfTheirNumbers() throws IOException {
    byte[] bytes =
        file(
            "{\"b\":{\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}",
            2);
    assertThat(read(bytes).weights().names()).containsExactly("a", "b");
  }

  @Test
  void refusesEveryShortenedFile() throws IOException {
    byte[] bytes = bytes(TWO, Map.of("k", "v"));
    for (int length = 0; length < bytes.length; length++) {
      byte[] shortened = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(shortened))
          .as("%d bytes", length)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("safetensors-corrupt");
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> read(longer)).isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{} {}",
        "{\"w\":1}",
        "{\"__metadata__\":{\"k\":1}}",
        "{\"w\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,8],\"data_offsets\":[0,4]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[999999999999999999999],\"data_offsets\":[0,4]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"
      })
  void refusesHeadersThatDoNotHoldTogether(String header) {
    assertThatThrownBy(() -> read(file(header, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("safetensors-corrupt");
  }

  @Test
  void refusesAHeaderLargerThanAnyIs() {
    for (long length : List.of(-1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40, 0L)) {
      byte[] bytes =
          ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length).array();
      assertThatThrownBy(() -> read(bytes)).isInstanceOf(BadInputException.class);
    }
  }

  @Test
  void takesNoMemoryForNumbersThatAreNotThere() {
    String header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[536870911],\"data_offsets\":[0,2147483644]}}";
    assertThatThrownBy(() -> read(file(header, 100)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("ends too early");
  }

  @Test
  void returnsATensorOfManyNumbers() throws IOException {
    Weights weights = Weights.of(Map.of("w", Waves.of(0.001, 1_000_003)));
    assertThat(read(bytes(weights, Map.of())).weights()).isEqualTo(weights);
  }

  @Test
  void failsInWordsWhateverBytesAreDamaged() throws IOException {
    byte[] intact = bytes(TWO, Map.of("k", "v"));
    SplittableRandom random = new SplittableRandom(5);
    for (int n = 0; n < 3000; n++) {
      byte[] damaged = intact.clone();
      for (int hit = 0; hit <= n % 3; hit++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThatCode(
              () -> {
                try {
                  read(damaged);
                } catch (BadInputException expected) {
                  assertThat(expected.problem().code()).isEqualTo("safetensors-corrupt");
                }
              })
          .doesNotThrowAnyException();
    }
  }
}
