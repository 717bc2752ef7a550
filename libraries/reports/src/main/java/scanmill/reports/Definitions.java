package scanmill.reports;

import java.util.List;

/** What the scores of a report mean, in one line each, and where they are from. */
final class Definitions {
  private static final List<List<String>> ALL =
      List.of(
          List.of("vol_pred, vol_gt", "mm³", "Volume of the prediction and of the reference.", ""),
          List.of(
              "rvd, avd",
              "1",
              "Missing volume as a part of the reference's (negative where too much is predicted),"
                  + " and without its sign.",
              ""),
          List.of(
              "dice",
              "1",
              "Twice the common part of both sums; 1 is best. Global Dice counts the voxels of all"
                  + " scans together, so that large scans weigh more.",
              "https://doi.org/10.2307/1932409"),
          List.of("recall", "1", "How much of what is true is predicted.", ""),
          List.of("precision", "1", "How much of what is predicted is true.", ""),
          List.of("specificity", "1", "How much of the background is left alone.", ""),
          List.of("accuracy", "1", "How many voxels are told rightly.", ""),
          List.of("iou", "1", "The common part of the union.", ""),
          List.of("mse", "1", "Mean squared difference.", ""),
          List.of("hausdorff", "mm", "The largest distance from either surface to the other.", ""),
          List.of("hausdorff95", "mm", "The 95th percentile of those distances.", ""),
          List.of("assd", "mm", "The mean of those distances.", ""),
          List.of(
              "nsd",
              "1",
              "The part of both surfaces that lies within 1 mm of the other.",
              "https://doi.org/10.2196/26151"),
          List.of("n_pred, n_gt", "1", "Objects, joined by edges.", ""),
          List.of("ltpr", "1", "Objects of the reference that are found.", ""),
          List.of(
              "lfdr",
              "1",
              "Predicted objects that find nothing, as a part of these and of the objects that are"
                  + " found; 0 is best.",
              ""),
          List.of(
              "pq",
              "1",
              "Panoptic quality: overlap of the objects that have a partner, times how many have one.",
              "https://doi.org/10.1109/CVPR.2019.00963"),
          List.of(
              "[low, high]",
              "",
              "95 % interval of the mean by a bootstrap of 2,000 drawings over scans.",
              "https://doi.org/10.1214/aos/1176344552"),
          List.of(
              "–",
              "",
              "The score does not exist, such as Dice where neither side has a voxel.",
              ""));

  private Definitions() {}

  static String html() {
    StringBuilder html = new StringBuilder("<dl>\n");
    for (List<String> one : ALL) {
      html.append("<dt>").append(Html.escape(one.get(0))).append("</dt><dd>");
      html.append(Html.escape(one.get(2)));
      if (!one.get(1).isEmpty() && !one.get(1).equals("1")) {
        html.append(" In ").append(Html.escape(one.get(1))).append('.');
      }
      if (!one.get(3).isEmpty()) {
        html.append(" <a href=\"").append(one.get(3)).append("\">Source</a>.");
      }
      html.append("</dd>\n");
    }
    return html.append("</dl>\n").toString();
  }
}
