package scanmill.volumes;

/**
 * Letters as dots, because a server has no fonts: R, L and digits, five dots wide and seven high.
 */
final class PixelFont {
  static final int WIDTH = 5;
  static final int HEIGHT = 7;

  private static final String LETTERS = "RL0123456789";

  /** One number per row, top first; its bits from left to right. */
  private static final int[][] ROWS = {
    {0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001},
    {0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111},
    {0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110},
    {0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110},
    {0b01110, 0b10001, 0b00001, 0b00010, 0b00100, 0b01000, 0b11111},
    {0b11111, 0b00010, 0b00100, 0b00010, 0b00001, 0b10001, 0b01110},
    {0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010},
    {0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110},
    {0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110},
    {0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000},
    {0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110},
    {0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100}
  };

  private PixelFont() {}

  /** Whether a dot of a letter is set; letters not known are blank. */
  static boolean dot(char letter, int x, int y) {
    int index = LETTERS.indexOf(letter);
    return index >= 0 && (ROWS[index][y] >> (WIDTH - 1 - x) & 1) == 1;
  }
}
