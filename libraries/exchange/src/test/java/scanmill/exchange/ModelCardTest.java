package scanmill.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.models.ModelPackage;

class ModelCardTest {
  @TempDir Path folder;

  private ModelPackage model() throws IOException {
    return SmallModel.write(folder, "cord", SmallModel.FLAT, 3);
  }

  @Test
  void saysWhatTheModelTakesAndHowWellItDoes() throws IOException {
    String page = ModelCard.of(model()).html();

    assertThat(page)
        .contains("one image of contrast T2w", "seg, lesion", "hspace 0.75", "dice_score", "0.9125")
        .contains("1 file, digest ")
        .contains("binarize_prediction")
        .doesNotContain("sub-01", "<script", "http://", "https://");
  }

  @Test
  void escapesWhateverPeopleWrite() throws IOException {
    ModelPackage model = model();
    Files.writeString(
        model.folder().resolve("card.json"),
        "{\"title\": \"<script>alert(1)</script>\", \"intended_use\": \"a \\\" onload=x | [y](z)\"}");
    Files.writeString(model.folder().resolve("LICENSE"), "MIT <b>&\nline two\u0007");

    ModelCard card = ModelCard.of(model);

    assertThat(card.html())
        .doesNotContain("<script", "<b>", "\u0007")
        .contains("&lt;script&gt;", "a &quot; onload=x", "MIT &lt;b&gt;&amp;");
    assertThat(card.markdown())
        .doesNotContain("<script", "[y](z)")
        .contains("\\|", "\\[y\\]\\(z\\)");
  }

  @Test
  void showsThePictureOfTheLossesIfItIsOne() throws IOException {
    ModelPackage model = model();
    Path curve = model.folder().resolve("curve.png");
    Files.write(curve, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0});
    assertThat(ModelCard.of(model).html()).contains("data:image/png;base64,iVBORw0KGgoA");

    Files.writeString(curve, "<svg onload=x>");
    assertThat(ModelCard.of(model).html()).doesNotContain("data:image");
  }

  @Test
  void saysWhatIsNotKnown() throws IOException {
    ModelPackage model = model();
    Files.delete(model.folder().resolve("provenance.json"));

    assertThat(ModelCard.of(model).html()).contains("Not stated. For research");
  }

  @Test
  void refusesWordsThatItDoesNotKnow() throws IOException {
    ModelPackage model = model();
    Files.writeString(model.folder().resolve("card.json"), "{\"intendeduse\": \"x\"}");

    assertThatThrownBy(() -> ModelCard.of(model)).hasMessageContaining("intended_use");
  }
}
