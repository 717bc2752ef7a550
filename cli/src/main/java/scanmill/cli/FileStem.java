package scanmill.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of an image file without its extension, and the scan it belongs to.
 *
 * <p>In names of BIDS the scan is everything up to the first word that is no entity, {@code
 * sub-01_acq-ax_T2w} of {@code sub-01_acq-ax_T2w_seg-manual.nii.gz}; in others everything before
 * endings such as {@code _pred} and {@code _dseg}.
 *
 * @param text {@code sub-01_acq-ax_T2w_seg-manual}
 */
record FileStem(String text) {
  private static final Pattern EXTENSION =
      Pattern.compile("\\.(nii(\\.gz)?|png|jpe?g|tiff?)$", Pattern.CASE_INSENSITIVE);
  private static final Pattern BESIDE =
      Pattern.compile(".*(_TP-FP-FN|_unc-[A-Za-z]+|_soft|_pred_[0-9]{2}|_painted)$");
  private static final Pattern CLASS = Pattern.compile(".*_class-([0-9]{1,4})(_.*)?");
  private static final Pattern ENDING =
      Pattern.compile("_(pred|dseg|seg|mask|label|labels|gt|probseg|manual|class-[0-9]+)$");
  private static final Set<String> LABELS =
      Set.of("dseg", "seg", "mask", "pred", "probseg", "label", "labels", "gt");

  static boolean isImage(Path file) {
    return EXTENSION.matcher(String.valueOf(file.getFileName())).find();
  }

  static FileStem of(Path file) {
    return new FileStem(EXTENSION.matcher(String.valueOf(file.getFileName())).replaceFirst(""));
  }

  /** Whether it lies beside a prediction and is none: uncertainty, paintings, repeated passes. */
  boolean liesBeside() {
    return BESIDE.matcher(text).matches();
  }

  boolean isMeasure(String measure) {
    return text.endsWith("_" + measure);
  }

  /** The class that a file of one class holds; -1 if it says none. */
  int classNumber() {
    var matcher = CLASS.matcher(text);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  String scan() {
    return text.startsWith("sub-") ? bids() : plain();
  }

  /** {@code sub-01} of {@code sub-01_T2w_pred}; the whole name if it is none of BIDS. */
  String subject() {
    int end = text.indexOf('_');
    return text.startsWith("sub-") && end > 0 ? text.substring(0, end) : text;
  }

  private String bids() {
    StringBuilder scan = new StringBuilder();
    for (String word : text.split("_", -1)) {
      boolean entity = word.indexOf('-') > 0;
      boolean label = LABELS.contains(word.toLowerCase(Locale.ROOT));
      if (label || (entity && word.matches("(desc|label|class|seg|model)-.*"))) {
        break;
      }
      scan.append(scan.isEmpty() ? "" : "_").append(word);
      if (!entity) {
        break;
      }
    }
    return scan.toString();
  }

  private String plain() {
    String scan = text;
    for (String shorter = cut(scan); !shorter.equals(scan); shorter = cut(scan)) {
      scan = shorter;
    }
    return scan;
  }

  private static String cut(String name) {
    String cut = ENDING.matcher(name).replaceFirst("");
    return cut.isEmpty() ? name : cut;
  }
}
