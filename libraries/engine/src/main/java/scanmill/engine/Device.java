package scanmill.engine;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scanmill.problems.BadInputException;

/**
 * Where tensors live and operators run.
 *
 * @param cuda the CUDA device's index; empty means the CPU
 */
public record Device(OptionalInt cuda) {
  public static final Device CPU = new Device(OptionalInt.empty());

  private static final Pattern CUDA = Pattern.compile("cuda(?::([0-9]{1,3}))?");

  public Device {
    if (cuda.isPresent() && cuda.getAsInt() < 0) {
      throw new IllegalArgumentException("A CUDA index is not negative: " + cuda.getAsInt());
    }
  }

  /**
   * Reads {@code cpu}, {@code cuda}, {@code cuda:N} or {@code auto}, which is the first CUDA device
   * if there is one and the CPU otherwise. Loads libtorch unless the text is {@code cpu}.
   *
   * @throws BadInputException {@code device-unknown}, or {@code device-absent} when this machine
   *     has no such device
   */
  public static Device parse(String text) {
    if (text.equals("cpu")) {
      return CPU;
    }
    if (text.equals("auto")) {
      return Native.cudaDevices() > 0 ? new Device(OptionalInt.of(0)) : CPU;
    }
    Matcher matcher = CUDA.matcher(text);
    if (!matcher.matches()) {
      throw BadInputException.of(
          "device-unknown",
          "A device is \"cpu\", \"cuda:N\" or \"auto\", not \"" + text + "\".",
          "Write one of these, or leave the device out.");
    }
    int index = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    int present = Native.cudaDevices();
    if (index >= present) {
      throw BadInputException.of(
          "device-absent",
          "Device \""
              + text
              + "\" was asked for, but libtorch sees "
              + present
              + " CUDA devices here.",
          "Use \"cpu\" or \"auto\", or install a CUDA build of libtorch "
              + Native.version()
              + " and point PYTORCH_LIBRARY_PATH at it.");
    }
    return new Device(OptionalInt.of(index));
  }

  ai.djl.Device djl() {
    return cuda.isPresent() ? ai.djl.Device.gpu(cuda.getAsInt()) : ai.djl.Device.cpu();
  }

  /** {@code cpu} or {@code cuda:N}, as {@link #parse} reads it. */
  @Override
  public String toString() {
    return cuda.isPresent() ? "cuda:" + cuda.getAsInt() : "cpu";
  }
}
