package scanmill.configuration;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Matching;
import scanmill.specs.OneOrMany;

/**
 * Where images and labels lie, and which of them are used.
 *
 * @param pathData BIDS folders
 * @param bidsConfig of pybids; read and not used
 * @param bidsValidate read and not used: names only need what is asked of them here
 * @param targetSuffix one per class, in the order of classes
 * @param extensions endings of file names, empty for {@link #DEFAULT_EXTENSIONS}
 * @param multichannel whether the contrasts of a subject are the channels of one sample
 * @param softGt whether the truth keeps what interpolation makes of it, instead of 0 or 1
 * @param isInputDropout whether channels are left out at random
 * @param fileLists a JSON file that lists images and labels for training, validation and test; no
 *     BIDS folder is looked through then
 * @param missingChannels what becomes of a subject that lacks a contrast of a multichannel sample
 * @param patchSampling where the patches of training lie
 */
public record LoaderParameters(
    @Default("[\"path_data\"]") @OneOrMany List<String> pathData,
    Optional<String> bidsConfig,
    @Default("true") boolean bidsValidate,
    @Default("{}") SubjectSelection subjectSelection,
    @Default("[]") List<TargetSuffix> targetSuffix,
    @Default("[]")
        @Matching(
            value = LoaderParameters.READABLE,
            words = "the ending of an image file: .nii, .nii.gz, .png, .tif, .tiff, .jpg or .jpeg")
        List<String> extensions,
    @Default("{}") RoiParams roiParams,
    @Default("{}") ContrastParams contrastParams,
    @Default("{}") SliceFilterParams sliceFilterParams,
    @Default("{}") PatchFilterParams patchFilterParams,
    @Default("axial") SliceAxis sliceAxis,
    @Default("false") boolean multichannel,
    @Default("false") boolean softGt,
    @Default("false") boolean isInputDropout,
    Optional<String> fileLists,
    @Default("drop") MissingChannels missingChannels,
    @Default("{}") PatchSampling patchSampling) {

  static final String READABLE = ".*\\.(nii|nii\\.gz|png|tif|tiff|jpg|jpeg)";

  /** What an empty list of extensions means. */
  public static final List<String> DEFAULT_EXTENSIONS = List.of(".nii", ".nii.gz");

  public LoaderParameters {
    pathData = List.copyOf(pathData);
    targetSuffix = List.copyOf(targetSuffix);
    extensions = List.copyOf(extensions);
    Repeated.refuse(
        "target_suffix", targetSuffix.stream().flatMap(s -> s.raters().stream()).toList());
    if (targetSuffix.stream().mapToInt(s -> s.raters().size()).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "target_suffix has as many raters in each class; it has "
              + targetSuffix.stream().map(s -> s.raters().size()).toList());
    }
    requireFlatImagesAcrossTheirAxis(sliceAxis, extensions);
    if (multichannel
        && contrastParams.trainingValidation().isEmpty()
        && contrastParams.testing().isEmpty()) {
      throw new IllegalArgumentException(
          "multichannel needs contrasts in contrast_params, since they are its channels");
    }
  }

  private static void requireFlatImagesAcrossTheirAxis(SliceAxis axis, List<String> extensions) {
    for (String extension : extensions) {
      if (axis != SliceAxis.AXIAL && !extension.matches(".*\\.nii(\\.gz)?")) {
        throw new IllegalArgumentException(
            "slice_axis is axial for images without a third axis, such as "
                + extension
                + "; it is "
                + axis.name().toLowerCase(Locale.ROOT));
      }
    }
  }

  /** The endings of file names to look for; never empty. */
  public List<String> wantedExtensions() {
    return extensions.isEmpty() ? DEFAULT_EXTENSIONS : extensions;
  }

  /** The contrasts of training and validation, else those of testing; empty for every contrast. */
  public List<String> contrasts() {
    List<String> first = contrastParams.trainingValidation();
    return first.isEmpty() ? contrastParams.testing() : first;
  }
}
