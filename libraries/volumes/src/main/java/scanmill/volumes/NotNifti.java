package scanmill.volumes;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import scanmill.problems.BadInputException;

/** The refusal of a file that is something else, saying what it looks like. */
final class NotNifti {
  private NotNifti() {}

  /**
   * @param start the first bytes of the file, after inflation if it was compressed; never quoted in
   *     the message, since they may be patient text
   */
  static BadInputException problem(String name, byte[] start) {
    return BadInputException.of(
        "nifti-not-nifti",
        "A NIfTI file must begin with its header's length, 348 or 540; "
            + name
            + " looks like "
            + looksLike(start)
            + ".",
        "Convert it to NIfTI (.nii or .nii.gz), for instance with dcm2niix.");
  }

  static BadInputException analyze(String name) {
    return BadInputException.of(
        "nifti-not-nifti",
        "A NIfTI header must end with the mark n+1, ni1, n+2 or ni2; "
            + name
            + " has none, as in the older ANALYZE 7.5 format, which does not say left from right.",
        "Convert it to NIfTI with a tool that knows its orientation.");
  }

  static String looksLike(byte[] start) {
    if (begins(start, 0, 0x1f, 0x8b)) {
      return "a file compressed twice";
    }
    if (begins(start, 0, 'P', 'K')) {
      return "a ZIP archive";
    }
    if (begins(start, 0, 0x89, 'P', 'N', 'G')) {
      return "a PNG picture";
    }
    if (begins(start, 128, 'D', 'I', 'C', 'M')) {
      return "a DICOM file";
    }
    String text = new String(start, StandardCharsets.ISO_8859_1).strip();
    String low = text.toLowerCase(Locale.ROOT);
    if (low.startsWith("<")) {
      return "a web page or XML";
    }
    if (low.startsWith("version https://git-lfs") || low.startsWith("../.git/annex")) {
      return "a placeholder of git-lfs or git-annex, not the file itself";
    }
    return text.chars().allMatch(c -> (c >= ' ' && c < 127) || Character.isWhitespace(c))
        ? "text"
        : "something else";
  }

  static boolean begins(byte[] start, int offset, int... with) {
    if (start.length < offset + with.length) {
      return false;
    }
    for (int n = 0; n < with.length; n++) {
      if ((start[offset + n] & 0xFF) != with[n]) {
        return false;
      }
    }
    return true;
  }
}
