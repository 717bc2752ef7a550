package scanmill.volumes;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import scanmill.problems.BadInputException;

/**
 * What a picture file says about itself before anything is decoded.
 *
 * @param pages places of the pages in the file that are slices; 0 only, but in TIFF
 * @param bits of each sample: 1, 2, 4, 8 or 16
 * @param description the text that TIFF carries
 */
record PictureHeader(
    PictureFormat format,
    int height,
    int width,
    List<Integer> pages,
    int bits,
    Optional<String> description) {

  /**
   * No deflated byte stands for more than 1032, and nothing in JPEG for more than 1024; LZW comes
   * to about 1400.
   */
  private static final int MOST_INFLATION = 1500;

  private static final int FREE_BYTES = 1 << 16;

  /**
   * Reads and checks; memory for pixels is only given out where the file is long enough to hold
   * them.
   */
  static PictureHeader read(PictureInput input, Limits limits) throws IOException {
    byte[] start = input.at(0, 512);
    PictureFormat format =
        PictureFormat.of(start).orElseThrow(() -> notAPicture(start, input.name()));
    PictureHeader header =
        switch (format) {
          case PNG -> png(start, input);
          case JPEG -> jpeg(input);
          case TIFF -> TiffDirectory.header(input);
        };
    header.requireHeld(input, limits);
    return header;
  }

  private static PictureHeader png(byte[] start, PictureInput input) throws IOException {
    String name = input.name();
    if (start.length < 33 || !NotNifti.begins(start, 12, 'I', 'H', 'D', 'R')) {
      throw broken(name, "it ends within its header");
    }
    int bits = start[24];
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) {
      throw broken(name, "its header says " + bits + " bits per sample");
    }
    byte[] chunk = start;
    for (long at = 8; !NotNifti.begins(chunk, 4, 'I', 'E', 'N', 'D'); ) {
      chunk = input.at(at, 8);
      at += 12 + (chunk.length < 8 ? input.length() : int32(chunk, 0) & 0xFFFFFFFFL);
      if (at > input.length()) {
        throw broken(name, "it ends too early");
      }
    }
    return new PictureHeader(
        PictureFormat.PNG, int32(start, 20), int32(start, 16), List.of(0), bits, Optional.empty());
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  /** Goes from marker to marker up to the one that tells the size. */
  private static PictureHeader jpeg(PictureInput input) throws IOException {
    try {
      input.seek(2);
      while (true) {
        int marker = input.readUnsignedByte();
        while (marker != 0xFF) {
          marker = input.readUnsignedByte();
        }
        while (marker == 0xFF) {
          marker = input.readUnsignedByte();
        }
        boolean frame = marker >= 0xC0 && marker <= 0xCF && (marker % 4 != 0 || marker == 0xC0);
        if (marker == 0xD9 || marker == 0xDA) {
          throw broken(input.name(), "its pixels begin before their number is told");
        }
        if (marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
          continue;
        }
        long segment = input.getStreamPosition();
        int length = input.readUnsignedShort();
        if (frame) {
          return jpeg(input, marker);
        }
        input.seek(segment + Math.max(2, length));
      }
    } catch (EOFException e) {
      throw broken(input.name(), "it ends within its header");
    }
  }

  private static PictureHeader jpeg(PictureInput input, int marker) throws IOException {
    int bits = input.readUnsignedByte();
    int height = input.readUnsignedShort();
    int width = input.readUnsignedShort();
    int components = input.readUnsignedByte();
    if (components != 1 && components != 3) {
      throw unsupported(
          input.name(),
          components == 4 ? "colours for print (CMYK)" : components + " channels in JPEG");
    }
    if (bits != 8 || marker > 0xC2) {
      throw unsupported(
          input.name(), bits != 8 ? bits + " bits in JPEG" : "a rare kind of JPEG coding");
    }
    return new PictureHeader(PictureFormat.JPEG, height, width, List.of(0), bits, Optional.empty());
  }

  /** Pixels of all pages. */
  long pixels() {
    return Math.multiplyExact((long) height * width, (long) pages.size());
  }

  private void requireHeld(PictureInput input, Limits limits) {
    if (height < 1 || width < 1) {
      throw broken(input.name(), "its header says " + height + " rows of " + width + " pixels");
    }
    String found = "its header says " + pages.size() + " x " + height + " x " + width + " pixels";
    if (Math.multiplyHigh((long) height * width, pages.size()) != 0
        || pixels() > limits.maxVoxels()
        || (long) height * width > Limits.ARRAY_LIMIT / 4) {
      throw BadInputException.of(
          "picture-too-large",
          input.name() + " must have at most " + limits.maxVoxels() + " pixels; " + found + ".",
          "Cut it into parts, or save it smaller.");
    }
    long least = (pixels() * bits / 8 - FREE_BYTES) / MOST_INFLATION;
    if (least > input.length()) {
      throw broken(input.name(), found + ", which " + input.length() + " bytes cannot hold");
    }
  }

  static BadInputException broken(String name, String found) {
    return BadInputException.of(
        "picture-broken",
        name + " must be a whole PNG, JPEG or TIFF file; " + found + ".",
        "Copy it again from its source, or open it in an image editor and save it anew.");
  }

  static BadInputException unsupported(String name, String found) {
    return BadInputException.of(
        "picture-unsupported",
        name + " must have 8 or 16 bits of grey or colour; found " + found + ".",
        "Save it as 8- or 16-bit grey or RGB, PNG or TIFF.");
  }

  private static BadInputException notAPicture(byte[] start, String name) {
    boolean big =
        NotNifti.begins(start, 0, 'I', 'I', 43, 0) || NotNifti.begins(start, 0, 'M', 'M', 0, 43);
    if (big) {
      return unsupported(name, "BigTIFF");
    }
    return BadInputException.of(
        "picture-not-a-picture",
        "A picture must begin as PNG, JPEG or TIFF do; "
            + name
            + " looks like "
            + (start.length == 0 ? "nothing: it is empty" : NotNifti.looksLike(start))
            + ".",
        "Save it as PNG, JPEG or TIFF.");
  }
}
