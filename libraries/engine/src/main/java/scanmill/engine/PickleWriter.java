package scanmill.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The few opcodes of Python's pickle protocol 2 that describe a TorchScript module's tensors. */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleWriter() {
    opcode(0x80).opcode(2);
  }

  private PickleWriter opcode(int code) {
    out.write(code);
    return this;
  }

  private PickleWriter global(String module, String name) {
    out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  private PickleWriter int32(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
    return this;
  }

  private PickleWriter integer(int value) {
    return value >= 0 && value < 256 ? opcode('K').opcode(value) : opcode('J').int32(value);
  }

  PickleWriter text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    opcode('X').int32(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  PickleWriter bool(boolean value) {
    return opcode(value ? 0x88 : 0x89);
  }

  /** An object of a class in {@code __torch__}; then come name, value, name, value. */
  PickleWriter beginObject(String className) {
    return global("__torch__", className).opcode(')').opcode(0x81).opcode('}').opcode('(');
  }

  PickleWriter endObject() {
    return opcode('u').opcode('b');
  }

  /** A contiguous float tensor whose numbers lie in the archive under {@code data/key}. */
  PickleWriter tensor(String key, int[] shape, boolean requiresGradient) {
    global("torch._utils", "_rebuild_tensor_v2").opcode('(');
    opcode('(').text("storage").global("torch", "FloatStorage").text(key).text("cpu");
    integer(Math.toIntExact(Tensor.size(shape))).opcode('t').opcode('Q');
    integer(0).tuple(shape).tuple(strides(shape)).bool(requiresGradient);
    return global("collections", "OrderedDict").opcode(')').opcode('R').opcode('t').opcode('R');
  }

  private PickleWriter tuple(int... values) {
    opcode('(');
    for (int value : values) {
      integer(value);
    }
    return opcode('t');
  }

  private static int[] strides(int... shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  byte[] bytes() {
    opcode('.');
    return out.toByteArray();
  }
}
