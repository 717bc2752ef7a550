package scanmill.pickles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.problems.BadInputException;
import scanmill.testsupport.RealData;

class StateDictTest {
  @TempDir Path folder;

  private static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }

  private Path zip(Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve("weights.pt");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry stored = new ZipEntry(entry.getKey());
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(entry.getValue().length);
        CRC32 crc = new CRC32();
        crc.update(entry.getValue());
        stored.setCrc(crc.getValue());
        zip.putNextEntry(stored);
        zip.write(entry.getValue());
      }
    }
    return file;
  }

  /** An archive with a pickle and storages 0, 1, ... */
  private Path archive(byte[] pickle, byte[]... storages) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("weights/data.pkl", pickle);
    for (int n = 0; n < storages.length; n++) {
      entries.put("weights/data/" + n, storages[n]);
    }
    entries.put("weights/version", new byte[] {'3', '\n'});
    return zip(entries);
  }

  private static Assembly dict() {
    return Assembly.protocol2().op('}', '(');
  }

  private static byte[] one(String type, int length, int from, int[] shape, int[] strides) {
    return dict().text("w").tensor(type, "0", length, from, shape, strides).op('u').stop();
  }

  private static float[] data(StateDict state, String name) {
    return state.tensor(name).data();
  }

  @Test
  void readsEveryTypeOfNumber() throws IOException {
    byte[] pickle =
        dict()
            .text("float")
            .tensor("FloatStorage", "0", 6, 0, new int[] {2, 3}, new int[] {3, 1})
            .text("double")
            .tensor("DoubleStorage", "1", 2, 0, new int[] {2}, new int[] {1})
            .text("half")
            .tensor("HalfStorage", "2", 5, 0, new int[] {5}, new int[] {1})
            .text("bfloat")
            .tensor("BFloat16Storage", "3", 2, 0, new int[] {2}, new int[] {1})
            .text("bn.num_batches_tracked")
            .tensor("LongStorage", "4", 1, 0, new int[] {}, new int[] {})
            .op('u')
            .stop();
    ByteBuffer doubles = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    doubles.putDouble(0.1).putDouble(-2);
    ByteBuffer halves = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits : new int[] {0x3c00, 0xc000, 0x0001, 0x7bff, 0xfc00}) {
      halves.putShort((short) bits);
    }
    ByteBuffer brains = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    brains.putShort((short) 0x3f80).putShort((short) 0xc040);
    StateDict state =
        StateDict.read(
            archive(
                pickle,
                floats(1, 2, 3, 4, 5, 6),
                doubles.array(),
                halves.array(),
                brains.array(),
                Assembly.little(8, 12345)));
    assertThat(state.tensors().keySet())
        .containsExactly("float", "double", "half", "bfloat", "bn.num_batches_tracked");
    assertThat(state.tensor("float").shape()).containsExactly(2, 3);
    assertThat(data(state, "float")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(data(state, "double")).containsExactly(0.1f, -2);
    assertThat(data(state, "half"))
        .containsExactly(1, -2, 0x1p-24f, 65504, Float.NEGATIVE_INFINITY);
    assertThat(data(state, "bfloat")).containsExactly(1, -3);
    assertThat(state.tensor("bn.num_batches_tracked").shape()).isEmpty();
    assertThat(data(state, "bn.num_batches_tracked")).containsExactly(12345);
    assertThat(state.buffers()).containsExactly("bn.num_batches_tracked");
    assertThat(state.parameterCount()).isEqualTo(15);
  }

  @Test
  void followsStridesAndSharedStorages() throws IOException {
    byte[] pickle =
        dict()
            .text("transposed")
            .tensor("FloatStorage", "0", 6, 0, new int[] {3, 2}, new int[] {1, 3})
            .text("part")
            .tensor("FloatStorage", "0", 6, 4, new int[] {2}, new int[] {1})
            .op('u')
            .stop();
    StateDict state = StateDict.read(archive(pickle, floats(1, 2, 3, 4, 5, 6)));
    assertThat(data(state, "transposed")).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(data(state, "part")).containsExactly(5, 6);
  }

  @Test
  void findsTheWeightsOfACheckpoint() throws IOException {
    byte[] pickle =
        dict()
            .text("epoch")
            .op('K', 3)
            .text("state_dict")
            .op('}', '(')
            .text("w")
            .tensor("FloatStorage", "0", 1, 0, new int[] {1}, new int[] {1})
            .op('u')
            .text("scheduler")
            .global("torch.optim.lr_scheduler", "CosineAnnealingLR")
            .op(')', 0x81, '}', '(')
            .text("T_max")
            .op('K', 100)
            .text("optimizer")
            .global("torch.optim.adam", "Adam")
            .op(')', 0x81, '}')
            .text("state")
            .global("collections", "defaultdict")
            .global("__builtin__", "dict")
            .op(0x85, 'R')
            .tensor("FloatStorage", "0", 1, 0, new int[] {1}, new int[] {1})
            .op('}', 's', 's', 'b', 'u', 'b')
            .text("validation_loss")
            .global("numpy.core.multiarray", "scalar")
            .global("numpy", "dtype")
            .text("f8")
            .op('K', 0, 'K', 1, 0x87, 'R')
            .global("_codecs", "encode")
            .text("\0\0\0\0\0\0\0\0")
            .text("latin1")
            .op(0x86, 'R', 0x86, 'R', 'u')
            .stop();
    StateDict state = StateDict.read(archive(pickle, floats(7)));
    assertThat(data(state, "w")).containsExactly(7);
  }

  @Test
  void readsTheWholeNetworkThatIvadomedTestsWith() throws IOException {
    StateDict state = StateDict.read(RealData.require("ivadomed-testing/model_unet_test.pt"));
    assertThat(state.tensors()).hasSize(100);
    assertThat(state.buffers()).hasSize(42);
    assertThat(state.parameterCount()).isEqualTo(1306);
    assertThat(state.tensors().keySet())
        .startsWith(
            "encoder.down_path.0.conv1.weight",
            "encoder.down_path.0.conv1.bias",
            "encoder.down_path.0.conv1_bn.weight",
            "encoder.down_path.0.conv1_bn.bias",
            "encoder.down_path.0.conv1_bn.running_mean")
        .endsWith("decoder.last_conv.weight", "decoder.last_conv.bias");
    assertThat(data(state, "decoder.last_conv.weight")).hasSize(9);
    assertThat(Arrays.copyOf(data(state, "decoder.last_conv.weight"), 3))
        .containsExactly(-0.18231337f, 0.24095038f, 0.18968412f);
    assertThat(data(state, "decoder.last_conv.bias")).containsExactly(0.030200154f);
    double sum = 0;
    for (Tensor tensor : state.tensors().values()) {
      for (float value : tensor.data()) {
        sum += value;
      }
    }
    assertThat(sum).isCloseTo(72.54435781389475, within(1e-9));
  }

  @Test
  void readsTheValuesOfTorchScriptAndNotItsCode() throws IOException {
    Assembly layer = Assembly.protocol2().global("__torch__", "Network").op(')', 0x81, '}', '(');
    layer.text("training").op(0x89);
    layer.text("conv").global("__torch__.torch.nn", "Conv2d").op(')', 0x81, '}', '(');
    layer.text("weight").tensor("FloatStorage", "0", 2, 0, new int[] {2}, new int[] {1});
    layer.text("running_mean").tensor("FloatStorage", "0", 2, 1, new int[] {1}, new int[] {1});
    byte[] pickle = layer.op('u', 'b', 'u', 'b').stop();

    StateDict state = StateDict.read(archive(pickle, floats(1.5f, -2)));

    assertThat(data(state, "conv.weight")).containsExactly(1.5f, -2);
    assertThat(state.buffers()).containsExactly("conv.running_mean");
  }

  @Test
  void refusesForeignClassesAndNamesThem() throws IOException {
    Path evil =
        archive(dict().text("w").global("os", "system").text("x").op(0x85, 'R', 'u').stop());
    assertThatThrownBy(() -> StateDict.read(evil))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found os.system, which Python would run")
        .hasMessageContaining("[pickle-foreign-class]");
    Path dotted =
        archive(
            dict().text("w").global("torch.nn.modules.conv", "os.system").op(')', 'R', 'u').stop());
    assertThatThrownBy(() -> StateDict.read(dotted)).hasMessageContaining("[pickle-foreign-class]");
  }

  @Test
  void refusesTensorsThatAreNotThere() throws IOException {
    Path beyond = archive(one("FloatStorage", 2, 1, new int[] {2}, new int[] {1}), floats(1, 2));
    assertThatThrownBy(() -> StateDict.read(beyond))
        .hasMessageContaining("wrong arguments of torch._utils._rebuild_tensor_v2")
        .hasMessageContaining("[pickle-malformed]");
    Path spread = archive(one("FloatStorage", 1, 0, new int[] {9999999}, new int[] {0}), floats(1));
    assertThatThrownBy(() -> StateDict.read(spread)).hasMessageContaining("[pickle-malformed]");
    Path cut = archive(one("FloatStorage", 100, 0, new int[] {100}, new int[] {1}), floats(1));
    assertThatThrownBy(() -> StateDict.read(cut))
        .hasMessageContaining("required 400 bytes")
        .hasMessageContaining("[pickle-truncated]");
    Path absent = archive(one("FloatStorage", 1, 0, new int[] {1}, new int[] {1}));
    assertThatThrownBy(() -> StateDict.read(absent))
        .hasMessageContaining("no such entry in the archive")
        .hasMessageContaining("[pickle-unexpected]");
  }

  @Test
  void refusesToMakeMuchOfLittle() throws IOException {
    Assembly many = dict();
    for (int n = 0; n < 2000; n++) {
      many.text("w" + n).tensor("FloatStorage", "0", 4096, 0, new int[] {4096}, new int[] {1});
    }
    Path file = archive(many.op('u').stop(), floats(new float[4096]));
    assertThatThrownBy(() -> StateDict.read(file))
        .hasMessageContaining("tensors that share few numbers")
        .hasMessageContaining("[pickle-too-large]");
  }

  @Test
  void looksOnlyAtTheNamesThatSuchAnArchiveHas() throws IOException {
    byte[] pickle =
        dict()
            .text("w")
            .tensor("FloatStorage", "../secret", 1, 0, new int[] {1}, new int[] {1})
            .op('u')
            .stop();
    Path file =
        zip(
            Map.of(
                "weights/data.pkl",
                pickle,
                "weights/data/../secret",
                floats(1),
                "../../outside",
                new byte[3]));
    assertThatThrownBy(() -> StateDict.read(file)).hasMessageContaining("no such entry");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
    assertThatThrownBy(() -> StateDict.read(zip(Map.of("a/b/data.pkl", pickle))))
        .hasMessageContaining("required a zip archive with one data.pkl; found one with 0");
  }

  @Test
  void saysWhatElseTheFileIs() throws IOException {
    Path text = Files.writeString(folder.resolve("a.pt"), "hello");
    assertThatThrownBy(() -> StateDict.read(text))
        .hasMessageContaining("neither a zip archive nor a pickle");
    Path other = Files.write(folder.resolve("b.pt"), Assembly.protocol2().op('K', 1).stop());
    assertThatThrownBy(() -> StateDict.read(other))
        .hasMessageContaining("required a file of PyTorch; found another pickle");
    Path list = archive(Assembly.protocol2().op(']').stop());
    assertThatThrownBy(() -> StateDict.read(list))
        .hasMessageContaining("a state dict, a checkpoint or a network; found a list");
    Path empty = archive(Assembly.protocol2().op('}').stop());
    assertThatThrownBy(() -> StateDict.read(empty)).hasMessageContaining("at least one tensor");
    Path numbers = archive(dict().text("w").op('K', 1, 'u').stop());
    assertThatThrownBy(() -> StateDict.read(numbers))
        .hasMessageContaining("a state dict of tensors by name; found a number in it");
  }

  @Test
  void survivesEveryBrokenArchive() throws IOException {
    byte[] pickle =
        dict()
            .text("w")
            .tensor("FloatStorage", "0", 4, 0, new int[] {2, 2}, new int[] {2, 1})
            .text("running_mean")
            .tensor("HalfStorage", "1", 2, 0, new int[] {2}, new int[] {1})
            .op('u')
            .stop();
    byte[] whole = Files.readAllBytes(archive(pickle, floats(1, 2, 3, 4), new byte[4]));
    survives(whole, 3000);
  }

  @Test
  void survivesEveryBrokenNetwork() throws IOException {
    byte[] whole = Files.readAllBytes(RealData.require("ivadomed-testing/model_unet_test.pt"));
    survives(whole, 300);
  }

  private void survives(byte[] whole, int times) throws IOException {
    Random random = new Random(7);
    Path file = folder.resolve("broken.pt");
    int refused = 0;
    for (int n = 0; n < times; n++) {
      byte[] broken =
          Arrays.copyOf(whole, n % 3 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int change = 0; change < random.nextInt(1, 6) && broken.length > 0; change++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, broken);
      try {
        assertThat(StateDict.read(file).tensors()).isNotEmpty();
      } catch (BadInputException e) {
        assertThat(e.problem().code()).startsWith("pickle-");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(times / 4);
    assertThat(List.of(refused)).doesNotContain(times);
  }
}
