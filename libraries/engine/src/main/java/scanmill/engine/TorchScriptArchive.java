package scanmill.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import scanmill.engine.TorchScriptEmitter.Method;

/**
 * A network as a TorchScript archive ({@code .pt}): what {@code torch.jit.load} reads in Python and
 * C++, and libtorch here. Written without Python; equal networks give equal bytes.
 */
public final class TorchScriptArchive {
  private static final String SELF = "__torch__." + ModuleTree.ROOT;
  private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

  private TorchScriptArchive() {}

  /**
   * Writes a module with one method, {@code forward(x, vectors...)}, and the {@code state_dict}
   * keys of the network. The stream is not closed.
   *
   * @throws scanmill.problems.BadInputException {@code weights-mismatch}
   */
  public static void write(GraphDefinition definition, Weights weights, OutputStream out)
      throws IOException {
    ModuleTree tree = ModuleTree.of(ParameterEmitter.namesOf(definition));
    String forward = TorchScriptEmitter.emit(definition, Method.FORWARD, Precision.FLOAT32, SELF);
    write(tree, forward, weights.fitting(definition), out);
  }

  /** The archive of {@link #write}, with what training needs besides. */
  static byte[] forTraining(GraphDefinition definition, Weights weights, Precision precision) {
    List<ParameterSpec> parameters = ParameterEmitter.parametersOf(definition);
    StringBuilder methods = new StringBuilder();
    methods.append(TorchScriptEmitter.emit(definition, Method.FORWARD, Precision.FLOAT32, SELF));
    methods.append(TorchScriptEmitter.emit(definition, Method.TRAIN_FORWARD, precision, SELF));
    if (ParameterEmitter.dropsElements(definition)) {
      methods.append(ElementDropout.method(SELF));
    }
    methods.append("  def tensors(self: ").append(SELF).append(") -> List[Tensor]:\n    return [");
    parameters.forEach(
        parameter -> methods.append(ModuleTree.access(parameter.name())).append(", "));
    methods.append("]\n");
    ModuleTree tree = ModuleTree.of(ParameterEmitter.namesOf(definition));
    return bytes(tree, methods.toString(), weights.fitting(definition));
  }

  /** The archive of {@link #write}, with what predicts while dropout is at work besides. */
  static byte[] forDropout(GraphDefinition definition, Weights weights) {
    StringBuilder methods = new StringBuilder();
    methods.append(TorchScriptEmitter.emit(definition, Method.FORWARD, Precision.FLOAT32, SELF));
    methods.append(
        TorchScriptEmitter.emit(definition, Method.DROPPING_FORWARD, Precision.FLOAT32, SELF));
    if (ParameterEmitter.dropsElements(definition)) {
      methods.append(ElementDropout.method(SELF));
    }
    ModuleTree tree = ModuleTree.of(ParameterEmitter.namesOf(definition));
    return bytes(tree, methods.toString(), weights.fitting(definition));
  }

  /** A module without tensors: a library of functions. */
  static byte[] ofMethods(String methods) {
    return bytes(ModuleTree.of(List.of()), methods, Weights.of(Map.of()));
  }

  private static byte[] bytes(ModuleTree tree, String methods, Weights weights) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(tree, methods, weights, bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(ModuleTree tree, String methods, Weights weights, OutputStream out)
      throws IOException {
    PickleWriter pickle = new PickleWriter();
    Map<String, String> storages = new LinkedHashMap<>();
    describe(tree, pickle, storages);
    ZipOutputStream zip = new ZipOutputStream(out);
    entry(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    entry(zip, "data.pkl", pickle.bytes());
    entry(zip, "code/__torch__.py", tree.classes(methods).getBytes(StandardCharsets.UTF_8));
    entry(zip, "constants.pkl", EMPTY_TUPLE);
    for (Map.Entry<String, String> storage : storages.entrySet()) {
      entry(zip, "data/" + storage.getValue(), littleEndian(weights.get(storage.getKey())));
    }
    zip.finish();
    zip.flush();
  }

  /**
   * @param storages filled with the storage of each tensor, which its second names share
   */
  private static void describe(
      ModuleTree module, PickleWriter pickle, Map<String, String> storages) {
    pickle.beginObject(module.className());
    module
        .tensors()
        .forEach(
            (attribute, parameter) -> {
              String tensor =
                  parameter.start() instanceof ParameterSpec.SameAs same
                      ? same.name()
                      : parameter.name();
              String key = storages.computeIfAbsent(tensor, any -> String.valueOf(storages.size()));
              pickle.text(attribute).tensor(key, parameter.shape(), parameter.trainable());
            });
    pickle.text("training").bool(false);
    module
        .modules()
        .forEach(
            (attribute, child) -> {
              pickle.text(attribute);
              describe(child, pickle, storages);
            });
    pickle.endObject();
  }

  static byte[] littleEndian(Tensor tensor) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(tensor.size(), Float.BYTES));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.values());
    return bytes.array();
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry("network/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
