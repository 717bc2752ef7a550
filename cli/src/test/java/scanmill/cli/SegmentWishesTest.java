package scanmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scanmill segment} with more than the model does by itself. */
class SegmentWishesTest {
  @TempDir Path folder;

  @Test
  void sendsWhatIsWishedAndBringsHowSureTheResultIs() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      String order = "{\"order\": {\"request\": \"r1\"}}";
      platform
          .answer("POST /api/segmentations", 202, "{\"request\": \"r1\"}")
          .tell("SegmentationReady", "sub-01_T2w", order)
          .answer(
              "GET /api/requests/r1",
              200,
              """
              {"ended": true, "state": "segmented", "stages": [],
               "segmentation": {"key": "derivatives/cord-dddd/sub-01/anat/a_dseg.nii.gz"},
               "volumesMm3": {"cord": 0.0}, "notes": ["Nothing was found to look at."],
               "uncertainty": {"unc-vox": {"key": "derivatives/cord-dddd/sub-01/anat/a_unc-vox.nii.gz"}}}
              """);
      put(platform, "derivatives/cord-dddd/sub-01/anat/a_dseg.nii.gz", "labels");
      put(platform, "derivatives/cord-dddd/sub-01/anat/a_unc-vox.nii.gz", "entropy");
      Files.writeString(folder.resolve("sub-01_T2w.nii.gz"), "voxels");
      Desk desk = new Desk(folder);

      int code =
          desk.type(
              "segment -m cord --uncertainty 20 --kind both --thr 0.4 --largest --remove-small 10vox"
                  .concat(" --overlap 8,16 --no-patch --metadata age=42 -i sub-01_T2w.nii.gz")
                  .concat(" -o results --server " + platform.address())
                  .split(" "));

      assertThat(code).as(desk.err()).isZero();
      JsonNode wishes = platform.body("POST /api/segmentations").path("wishes");
      assertThat(wishes.toString())
          .isEqualTo(
              "{\"uncertainty\":{\"epistemic\":true,\"aleatoric\":true,\"iterations\":20},"
                  + "\"thr\":0.4,\"largest\":true,\"removeSmall\":[\"10vox\"],"
                  + "\"overlap\":[8,16],\"whole\":true,\"metadata\":{\"age\":\"42\"}}");
      assertThat(folder.resolve("results/sub-01_T2w_unc-vox.nii.gz")).hasContent("entropy");
      assertThat(folder.resolve("results/derivatives/cord-dddd/sub-01/anat/a_unc-vox.nii.gz"))
          .exists();
      assertThat(desk.err()).contains("sub-01_T2w: Nothing was found to look at.");
    }
  }

  @Test
  void saysWhatIsWrongWithAWish() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      Files.writeString(folder.resolve("sub-01_T2w.nii.gz"), "voxels");
      Desk desk = new Desk(folder);

      int code =
          desk.type(
              ("segment -m cord --uncertainty 1 -i sub-01_T2w.nii.gz --server "
                      + platform.address())
                  .split(" "));

      assertThat(code).isEqualTo(1);
      assertThat(desk.err()).contains("uncertainty-wish");
    }
  }

  private static void put(FakePlatform platform, String key, String content) {
    platform.objects.put(key, content.getBytes(StandardCharsets.UTF_8));
  }
}
