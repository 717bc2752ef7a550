package scanmill.exchange;

import java.util.Base64;

/** A card as one page of HTML: no scripts, nothing from elsewhere, everything escaped. */
final class CardPage {
  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;"
          + "color:#1a1d21;background:#fff}h1{margin-bottom:0}h2{margin-top:2rem;"
          + "border-bottom:1px solid #d5d9de}table{border-collapse:collapse;width:100%}"
          + "th,td{text-align:left;vertical-align:top;padding:.25rem 1rem .25rem 0;"
          + "overflow-wrap:anywhere}th{font-weight:600;width:14rem}code{color:#59616b}"
          + "pre{white-space:pre-wrap;background:#f4f5f7;padding:1rem}img{max-width:100%}"
          + "@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#16181b}"
          + "pre{background:#22252a}code{color:#9aa3ad}h2{border-color:#3a3f46}}";

  private CardPage() {}

  static String of(ModelCard card) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<title>").append(escaped(card.title())).append(" · model card</title>\n");
    page.append("<style>").append(STYLE).append("</style></head>\n<body>\n<h1>");
    page.append(escaped(card.title())).append("</h1>\n<code>");
    page.append(escaped(card.digest())).append("</code>\n");
    for (ModelCard.Section section : card.sections()) {
      page.append("<h2>").append(escaped(section.heading())).append("</h2>\n");
      if (!section.text().isEmpty()) {
        String element = section.text().contains("\n") ? "pre" : "p";
        page.append('<').append(element).append('>').append(escaped(section.text()));
        page.append("</").append(element).append(">\n");
      }
      if (!section.facts().isEmpty()) {
        page.append("<table>\n");
        for (ModelCard.Fact fact : section.facts()) {
          page.append("<tr><th scope=\"row\">").append(escaped(fact.name())).append("</th><td>");
          page.append(escaped(fact.value())).append("</td></tr>\n");
        }
        page.append("</table>\n");
      }
    }
    card.curve()
        .ifPresent(
            png ->
                page.append("<h2>Losses</h2>\n<img alt=\"Losses of training and validation\"")
                    .append(" src=\"data:image/png;base64,")
                    .append(Base64.getEncoder().encodeToString(png))
                    .append("\">\n"));
    return page.append("</body></html>\n").toString();
  }

  /** Fit for text and for attributes; control characters, which no page may hold, become spaces. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default ->
                    safe.appendCodePoint(
                        c != '\n'
                                && (Character.getType(c) == Character.CONTROL
                                    || Character.getType(c) == Character.FORMAT
                                    || Character.getType(c) == Character.SURROGATE)
                            ? ' '
                            : c);
              }
            });
    return safe.toString();
  }
}
