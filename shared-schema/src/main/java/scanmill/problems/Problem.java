package scanmill.problems;

import java.util.Objects;

/**
 * What went wrong, in words for the person who has to act: the only way an error reaches a person.
 *
 * @param code stable, lower-case and hyphenated, for programs and dashboards ({@code
 *     nifti-truncated})
 * @param what what was required, what was found, and where; one or two sentences, no patient text
 * @param remedy what the reader can do now; one sentence
 */
public record Problem(String code, String what, String remedy) {

  public Problem {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(remedy, "remedy");
    if (!code.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "A problem code is lower-case words with hyphens, not \"" + code + "\"");
    }
  }

  @Override
  public String toString() {
    return what + " " + remedy + " [" + code + "]";
  }
}
