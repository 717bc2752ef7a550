package scanmill.exchange;

/** A card in Markdown; what models say about themselves is escaped, so it stays text. */
final class CardText {
  private CardText() {}

  static String of(ModelCard card) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(escaped(card.title())).append("\n\n");
    text.append('`').append(card.digest().replaceAll("[^0-9a-f]", "")).append("`\n");
    for (ModelCard.Section section : card.sections()) {
      text.append("\n## ").append(escaped(section.heading())).append("\n\n");
      if (!section.text().isEmpty()) {
        section.text().lines().forEach(line -> text.append(escaped(line)).append('\n'));
        text.append('\n');
      }
      if (!section.facts().isEmpty()) {
        text.append("| | |\n|---|---|\n");
        for (ModelCard.Fact fact : section.facts()) {
          text.append("| ").append(escaped(fact.name())).append(" | ");
          text.append(escaped(fact.value())).append(" |\n");
        }
      }
    }
    return text.toString();
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    CardPage.escaped(text)
        .replace('\n', ' ')
        .codePoints()
        .forEach(
            c -> {
              if ("\\`*_{}[]()#+!|~".indexOf(c) >= 0) {
                safe.append('\\');
              }
              safe.appendCodePoint(c);
            });
    return safe.toString().strip();
  }
}
