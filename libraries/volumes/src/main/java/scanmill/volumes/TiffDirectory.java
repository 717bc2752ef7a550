package scanmill.volumes;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One page of a TIFF file: its tags. Checked before a decoder sees the file: no tag and no strip
 * reaches beyond the end of the file, and the chain of pages does not go round in a circle.
 *
 * <p>See Adobe, "TIFF Revision 6.0", 1992.
 *
 * @param numbers tag to its values, for tags that hold whole numbers and are asked for
 */
record TiffDirectory(Map<Integer, List<Long>> numbers, Optional<String> description) {
  private static final int KIND_OF_PAGE = 254;
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int PHOTOMETRIC = 262;
  private static final int DESCRIPTION = 270;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTES = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTES = 325;
  private static final int SAMPLE_FORMAT = 339;

  private static final Set<Integer> WANTED =
      Set.of(
          KIND_OF_PAGE,
          WIDTH,
          HEIGHT,
          BITS,
          PHOTOMETRIC,
          STRIP_OFFSETS,
          SAMPLES,
          ROWS_PER_STRIP,
          STRIP_BYTES,
          TILE_WIDTH,
          TILE_HEIGHT,
          TILE_OFFSETS,
          TILE_BYTES,
          SAMPLE_FORMAT);

  private static final int[] BYTES_OF_TYPE = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
  private static final int MOST_PAGES = 100_000;
  private static final int MOST_PARTS = 1 << 21;

  /** What all pages say together; they must be of one size. */
  static PictureHeader header(PictureInput input) throws IOException {
    List<TiffDirectory> all = all(input);
    List<Integer> pages = new ArrayList<>();
    for (int p = 0; p < all.size(); p++) {
      if ((all.get(p).first(KIND_OF_PAGE, 0) & 5) == 0) { // no thumbnail, no mask
        pages.add(p);
      }
    }
    if (pages.isEmpty()) {
      throw PictureHeader.broken(input.name(), "it has no page");
    }
    TiffDirectory page = all.get(pages.get(0));
    for (int p : pages) {
      all.get(p).requireSupported(input);
      if (!all.get(p).looks().equals(page.looks())) {
        throw PictureHeader.unsupported(input.name(), "pages that differ in size or depth");
      }
    }
    return new PictureHeader(
        PictureFormat.TIFF,
        (int) page.first(HEIGHT, 0),
        (int) page.first(WIDTH, 0),
        List.copyOf(pages),
        (int) page.first(BITS, 1),
        page.description());
  }

  private static List<TiffDirectory> all(PictureInput input) throws IOException {
    try {
      input.seek(0);
      input.setByteOrder(
          input.readUnsignedByte() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      input.seek(4);
      List<TiffDirectory> all = new ArrayList<>();
      Set<Long> seen = new HashSet<>();
      for (long at = input.readUnsignedInt(); at != 0; at = input.readUnsignedInt()) {
        if (!seen.add(at) || seen.size() > MOST_PAGES) {
          throw PictureHeader.broken(input.name(), "its pages go round in a circle");
        }
        input.seek(at);
        all.add(read(input));
      }
      return all;
    } catch (EOFException e) {
      throw PictureHeader.broken(input.name(), "it ends before all it tells of");
    }
  }

  /** Leaves the input where the place of the next page stands. */
  private static TiffDirectory read(PictureInput input) throws IOException {
    Map<Integer, List<Long>> numbers = new HashMap<>();
    Optional<String> description = Optional.empty();
    int entries = input.readUnsignedShort();
    long start = input.getStreamPosition();
    for (int e = 0; e < entries; e++) {
      input.seek(start + 12L * e);
      int tag = input.readUnsignedShort();
      int type = input.readUnsignedShort();
      long count = input.readUnsignedInt();
      if (type < 1 || type >= BYTES_OF_TYPE.length) {
        throw PictureHeader.broken(input.name(), "tag " + tag + " has no type");
      }
      long bytes = count * BYTES_OF_TYPE[type];
      if (bytes > 4) {
        input.seek(input.readUnsignedInt());
      }
      if (input.getStreamPosition() + bytes > input.length()) {
        throw PictureHeader.broken(
            input.name(), "its tag " + tag + " lies beyond the end of the file");
      }
      if (tag == DESCRIPTION && type == 2 && description.isEmpty()) {
        byte[] text = input.at(input.getStreamPosition(), (int) Math.min(bytes, 16 << 20));
        description = Optional.of(new String(text, StandardCharsets.UTF_8));
      } else if (WANTED.contains(tag)) {
        numbers.put(tag, numbers(input, type, count));
      }
    }
    input.seek(start + 12L * entries);
    return new TiffDirectory(numbers, description);
  }

  private static List<Long> numbers(PictureInput input, int type, long count) throws IOException {
    if (count > MOST_PARTS) {
      throw PictureHeader.broken(input.name(), "it says that it has " + count + " parts");
    }
    List<Long> values = new ArrayList<>();
    for (long n = 0; n < count; n++) {
      switch (type) {
        case 1 -> values.add((long) input.readUnsignedByte());
        case 3 -> values.add((long) input.readUnsignedShort());
        case 4, 13 -> values.add(input.readUnsignedInt());
        default -> throw PictureHeader.broken(input.name(), "a tag that counts is no whole number");
      }
    }
    return values;
  }

  private long first(int tag, long otherwise) {
    List<Long> values = numbers.getOrDefault(tag, List.of());
    return values.isEmpty() ? otherwise : values.get(0);
  }

  /** What pages of one picture have in common. */
  private List<Long> looks() {
    return List.of(
        first(HEIGHT, 0),
        first(WIDTH, 0),
        first(BITS, 1),
        first(SAMPLES, 1),
        first(PHOTOMETRIC, 1));
  }

  private void requireSupported(PictureInput input) {
    String name = input.name();
    long height = first(HEIGHT, 0);
    long width = first(WIDTH, 0);
    if (height < 1 || width < 1 || height > Integer.MAX_VALUE || width > Integer.MAX_VALUE) {
      throw PictureHeader.broken(name, "it says " + height + " rows of " + width + " pixels");
    }
    List<Long> bits = numbers.getOrDefault(BITS, List.of(1L));
    boolean known = List.of(1L, 2L, 4L, 8L, 16L).contains(first(BITS, 1));
    if (!known || bits.stream().distinct().count() != 1) {
      throw PictureHeader.unsupported(name, bits + " bits per sample");
    }
    if (first(SAMPLE_FORMAT, 1) != 1) {
      throw PictureHeader.unsupported(name, "samples with a sign or a point");
    }
    if (first(SAMPLES, 1) > 4 || first(PHOTOMETRIC, 1) == 5) {
      throw PictureHeader.unsupported(
          name,
          first(PHOTOMETRIC, 1) == 5
              ? "colours for print (CMYK)"
              : first(SAMPLES, 1) + " channels");
    }
    requireParts(input, STRIP_OFFSETS, STRIP_BYTES, width, rows(height));
    requireParts(input, TILE_OFFSETS, TILE_BYTES, first(TILE_WIDTH, 1), first(TILE_HEIGHT, 1));
  }

  /** Rows that are decoded at a time; often said to be "all", as the largest number there is. */
  private long rows(long height) {
    return Math.min(height, first(ROWS_PER_STRIP, height));
  }

  private void requireParts(PictureInput input, int at, int sizes, long width, long height) {
    List<Long> offsets = numbers.getOrDefault(at, List.of());
    List<Long> bytes = numbers.getOrDefault(sizes, List.of());
    for (int p = 0; p < Math.min(offsets.size(), bytes.size()); p++) {
      if (offsets.get(p) + bytes.get(p) > input.length()) {
        throw PictureHeader.broken(input.name(), "its pixels lie beyond the end of the file");
      }
    }
    boolean larger = width > first(WIDTH, 0) + 4096 || height > first(HEIGHT, 0) + 4096;
    if (width < 1 || height < 1 || larger) {
      throw PictureHeader.broken(
          input.name(), "its tiles have " + height + " rows of " + width + " pixels");
    }
  }
}
