package scanmill.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import scanmill.specs.StrictJson;

/**
 * What only people can say about a model: the file {@code card.json} of a package. All of it may be
 * absent.
 *
 * @param title for people
 * @param intendedUse what it is for, in words
 * @param limitations what it is not for
 * @param license its short name; the text lies in the file {@code LICENSE}
 * @param authors who made it
 * @param reference where it is described
 */
public record CardWords(
    Optional<String> title,
    Optional<String> intendedUse,
    Optional<String> limitations,
    Optional<String> license,
    Optional<String> authors,
    Optional<String> reference) {
  public static final String FILE = "card.json";

  /** Nobody said anything. */
  public static final CardWords NONE =
      new CardWords(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * Those of a package's folder.
   *
   * @throws scanmill.problems.BadInputException naming a key that is unknown or of a wrong type
   */
  public static CardWords read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return NONE;
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return StrictJson.read(StrictJson.parse(text, FILE), CardWords.class, FILE);
  }
}
