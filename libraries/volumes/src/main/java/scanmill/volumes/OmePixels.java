package scanmill.volumes;

import java.io.StringReader;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import scanmill.problems.BadInputException;

/**
 * What the description of an OME-TIFF file says of its pages.
 *
 * <p>See Goldberg et al., "The Open Microscopy Environment (OME) Data Model and XML file", 2005.
 *
 * @param spacing distance of pixel rows, of pixels in a row, and of pages; absent if not told
 */
record OmePixels(long channels, long times, long depth, Optional<Spacing> spacing) {
  private static final Map<String, Double> MM =
      Map.of(
          "m", 1e3, "cm", 10.0, "mm", 1.0, "µm", 1e-3, "um", 1e-3, "nm", 1e-6, "pm", 1e-9, "Å",
          1e-7);

  /**
   * @return empty if the text is no OME-XML
   * @throws BadInputException if it is, and cannot be used
   */
  static Optional<OmePixels> of(String description, String name) {
    String xml = description.replace("\0", "").strip();
    if (!xml.startsWith("<") || !xml.contains("OME")) {
      return Optional.empty();
    }
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals("Pixels")) {
          return Optional.of(pixels(reader, name));
        }
      }
      return Optional.empty();
    } catch (XMLStreamException e) {
      throw PictureHeader.broken(name, "its OME description is no XML");
    }
  }

  private static OmePixels pixels(XMLStreamReader reader, String name) {
    Optional<Double> x = size(reader, "X", name);
    Optional<Double> y = size(reader, "Y", name);
    Optional<Double> z = size(reader, "Z", name);
    Optional<Spacing> spacing =
        x.isPresent()
            ? Optional.of(new Spacing(y.orElse(x.get()), x.get(), z.orElse(x.get())))
            : Optional.empty();
    return new OmePixels(
        count(reader, "SizeC", name),
        count(reader, "SizeT", name),
        count(reader, "SizeZ", name),
        spacing);
  }

  private static Optional<String> attribute(XMLStreamReader reader, String key) {
    for (int a = 0; a < reader.getAttributeCount(); a++) {
      if (reader.getAttributeLocalName(a).equals(key)) {
        return Optional.of(reader.getAttributeValue(a).strip());
      }
    }
    return Optional.empty();
  }

  private static long count(XMLStreamReader reader, String key, String name) {
    try {
      return attribute(reader, key).map(Long::parseLong).orElse(1L);
    } catch (NumberFormatException e) {
      throw PictureHeader.broken(name, "its OME description has no number for " + key);
    }
  }

  /** In millimetres; micrometres are meant where no unit stands. */
  private static Optional<Double> size(XMLStreamReader reader, String axis, String name) {
    Optional<String> value = attribute(reader, "PhysicalSize" + axis);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String unit =
        attribute(reader, "PhysicalSize" + axis + "Unit").orElse("um").replace('\u03BC', '\u00B5');
    double mm = Optional.ofNullable(MM.get(unit)).orElse(Double.NaN);
    try {
      double size = Double.parseDouble(value.get()) * mm;
      if (size > 0 && Double.isFinite(size)) {
        return Optional.of(size);
      }
    } catch (NumberFormatException e) {
      // refused below, as every other size that is none
    }
    throw BadInputException.of(
        "picture-pixel-size",
        String.format(
            Locale.ROOT,
            "%s must tell the size of its pixels in nm, um, mm or m; its OME description has no such"
                + " PhysicalSize%s.",
            name,
            axis),
        "Correct it, or give PixelSize and PixelSizeUnits in the JSON file beside the image.");
  }
}
