package scanmill.reports;

import java.util.Base64;
import java.util.List;

/** A page as it grows. Text is escaped; only this class and the plots write marks. */
final class Html {
  private final StringBuilder text = new StringBuilder(1 << 16);

  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int n = 0; n < text.length(); n++) {
      char c = text.charAt(n);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return safe.toString();
  }

  /** Marks as they are: constants, and what the plots draw. */
  Html marks(String html) {
    text.append(html).append('\n');
    return this;
  }

  Html element(String name, String content) {
    text.append('<').append(name).append('>').append(escape(content));
    text.append("</").append(name).append(">\n");
    return this;
  }

  /** A heading that can be linked to. */
  Html heading(String id, String content) {
    text.append("<h2 id=\"").append(escape(id)).append("\">").append(escape(content));
    text.append("</h2>\n");
    return this;
  }

  /** The first column leans left, the others right. */
  Html table(List<String> heading, List<List<String>> rows) {
    text.append("<div class=\"wide\"><table><thead><tr>");
    heading.forEach(cell -> text.append("<th>").append(escape(cell)).append("</th>"));
    text.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      text.append("<tr>");
      row.forEach(cell -> text.append("<td>").append(escape(cell)).append("</td>"));
      text.append("</tr>\n");
    }
    text.append("</tbody></table></div>\n");
    return this;
  }

  Html picture(byte[] png, String caption) {
    text.append("<figure><img alt=\"").append(escape(caption));
    text.append("\" src=\"data:image/png;base64,");
    text.append(Base64.getEncoder().encodeToString(png));
    text.append("\"><figcaption>").append(escape(caption)).append("</figcaption></figure>\n");
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
