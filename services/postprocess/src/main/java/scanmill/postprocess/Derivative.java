package scanmill.postprocess;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import scanmill.events.ModelRef;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationWishes;
import scanmill.kit.Digests;
import scanmill.kit.EventJson;

/**
 * Where the results of one scan by one model lie: a BIDS derivative dataset per version of a model.
 *
 * @param folder of the dataset, with a final slash
 * @param stem of every file of the scan, folder included
 */
record Derivative(String folder, String stem) {
  private static final int IMAGE_DIGITS = 8;
  private static final String BIDS_VERSION = "1.10.0";

  static Derivative of(SegmentationOrder order) {
    String folder = "derivatives/" + order.model().version() + "/";
    String image = order.image().sha256().substring(0, IMAGE_DIGITS) + wishes(order);
    return new Derivative(
        folder, folder + order.scan().folder() + "/" + order.scan() + "_desc-" + image);
  }

  /**
   * Tells results of one image apart that were wished otherwise, or saw other images beside it;
   * empty for neither.
   */
  private static String wishes(SegmentationOrder order) {
    SegmentationWishes wishes = order.wishes().orElse(SegmentationWishes.NONE);
    byte[] wished = wishes.equals(SegmentationWishes.NONE) ? new byte[0] : EventJson.write(wishes);
    byte[] seen = order.imageLines().getBytes(StandardCharsets.UTF_8);
    return wished.length + seen.length == 0
        ? ""
        : Digests.hex(wished, seen).substring(0, IMAGE_DIGITS);
  }

  /**
   * @param c class, from 0
   */
  String picture(int c) {
    return stem + "_class-" + c + "_pred.png";
  }

  /**
   * @param measure {@code unc-vox} and so on
   */
  String uncertainty(String measure) {
    return stem + "_" + measure + ".nii.gz";
  }

  String segmentation() {
    return stem + "_dseg.nii.gz";
  }

  String manifest() {
    return stem + "_dseg.json";
  }

  String overlay() {
    return stem + "_dseg.png";
  }

  String probabilities(String label) {
    return stem + "_label-" + label + "_probseg.nii.gz";
  }

  String description() {
    return folder + "dataset_description.json";
  }

  /** What BIDS wants to know of a derivative dataset; the same for every scan. */
  static byte[] description(ModelRef model, String version) {
    ObjectNode json = EventJson.mapper().createObjectNode();
    json.put("Name", "Segmentations by " + model.name());
    json.put("BIDSVersion", BIDS_VERSION);
    json.put("DatasetType", "derivative");
    ObjectNode by = json.putArray("GeneratedBy").addObject();
    by.put("Name", "Scanmill");
    by.put("Version", version);
    by.put("Description", "Model " + model.name() + ", SHA-256 " + model.digest());
    return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }
}
