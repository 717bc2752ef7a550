package scanmill.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file.
 *
 * @param entries in the order of their numbers, without gaps or overlaps
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";

  /** Where a tensor lies: bytes from the end of the header. */
  record Entry(String name, Dimensions shape, long begin, long end) {}

  static SafetensorsHeader of(Weights weights, Map<String, String> metadata) {
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, Tensor> each : weights.asMap().entrySet()) {
      long end = at + (long) each.getValue().size() * Float.BYTES;
      entries.add(new Entry(each.getKey(), Dimensions.of(each.getValue().shape()), at, end));
      at = end;
    }
    return new SafetensorsHeader(entries, metadata);
  }

  /** Padded with spaces, so that the numbers begin at a multiple of 8. */
  byte[] toBytes() {
    StringBuilder json = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      json.append(Json.quoted(METADATA)).append(":{");
      String comma = "";
      for (Map.Entry<String, String> each : metadata.entrySet()) {
        json.append(comma).append(Json.quoted(each.getKey())).append(':');
        json.append(Json.quoted(each.getValue()));
        comma = ",";
      }
      json.append('}');
    }
    for (Entry entry : entries) {
      json.append(json.length() > 1 ? "," : "").append(Json.quoted(entry.name()));
      json.append(":{\"dtype\":\"F32\",\"shape\":");
      json.append(entry.shape().extents().toString().replace(" ", ""));
      json.append(",\"data_offsets\":[").append(entry.begin()).append(',');
      json.append(entry.end()).append("]}");
    }
    byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = new byte[(text.length + 7) / 8 * 8];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(text, 0, padded, 0, text.length);
    return padded;
  }

  static SafetensorsHeader parse(String text) {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Object> each : object(Json.parse(text), "the header").entrySet()) {
      if (each.getKey().equals(METADATA)) {
        object(each.getValue(), METADATA)
            .forEach((key, value) -> metadata.put(key, string(value, key)));
      } else {
        entries.add(entry(each.getKey(), object(each.getValue(), each.getKey())));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    for (Entry entry : entries) {
      if (entry.begin() != at) {
        throw Safetensors.corrupt(
            "the numbers of "
                + entry.name()
                + " begin at byte "
                + entry.begin()
                + " where "
                + at
                + " is free");
      }
      at = entry.end();
    }
    return new SafetensorsHeader(entries, metadata);
  }

  private static Entry entry(String name, Map<String, Object> fields) {
    String type = string(field(fields, "dtype", name), name);
    if (!type.equals("F32")) {
      throw Safetensors.corrupt("the numbers of " + name + " are of type " + type);
    }
    List<Long> shape = numbers(field(fields, "shape", name), name);
    List<Long> offsets = numbers(field(fields, "data_offsets", name), name);
    if (offsets.size() != 2 || shape.size() > 8 || fields.size() != 3) {
      throw Safetensors.corrupt("the entry of " + name + " is not shape, type and two offsets");
    }
    long size = Float.BYTES;
    for (long extent : shape) {
      size = extent > Integer.MAX_VALUE ? Long.MAX_VALUE : saturatedProduct(size, extent);
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (end < begin || end - begin != size || size > Integer.MAX_VALUE) {
      throw Safetensors.corrupt(
          "the shape " + shape + " of " + name + " does not fit the bytes " + begin + " to " + end);
    }
    return new Entry(name, new Dimensions(shape.stream().map(Long::intValue).toList()), begin, end);
  }

  private static long saturatedProduct(long first, long second) {
    return Math.multiplyHigh(first, second) != 0 || first * second < 0
        ? Long.MAX_VALUE
        : first * second;
  }

  private static Object field(Map<String, Object> fields, String field, String where) {
    Object value = fields.get(field);
    if (value == null) {
      throw Safetensors.corrupt("the entry of " + where + " has no " + field);
    }
    return value;
  }

  private static Map<String, Object> object(Object value, String where) {
    if (!(value instanceof Map<?, ?> map)) {
      throw Safetensors.corrupt(where + " is no JSON object");
    }
    Map<String, Object> object = new LinkedHashMap<>();
    map.forEach((key, each) -> object.put((String) key, each));
    return object;
  }

  private static String string(Object value, String where) {
    if (!(value instanceof String text)) {
      throw Safetensors.corrupt("a text in " + where + " is none");
    }
    return text;
  }

  private static List<Long> numbers(Object value, String where) {
    List<Long> numbers = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Long number && number >= 0) {
          numbers.add(number);
        } else {
          throw Safetensors.corrupt("a number in the entry of " + where + " is none");
        }
      }
      return numbers;
    }
    throw Safetensors.corrupt("a list in the entry of " + where + " is none");
  }
}
