package scanmill.pickles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.problems.BadInputException;

class PickleReaderTest {
  private static final Classes NO_CLASSES = (module, name) -> Optional.empty();

  private static Object read(byte[] pickle) {
    return PickleReader.read(new PickleBytes(pickle, "p"), NO_CLASSES);
  }

  private static Object read(Assembly pickle) {
    return read(pickle.stop());
  }

  @Test
  void readsNumbersOfEveryProtocol() {
    assertThat(read(new Assembly().line("I42"))).isEqualTo(42L);
    assertThat(read(new Assembly().line("I01"))).isEqualTo(true);
    assertThat(read(new Assembly().line("L-7L"))).isEqualTo(-7L);
    assertThat(read(new Assembly().line("F2.5e3"))).isEqualTo(2500.0);
    assertThat(read(new Assembly().op('K', 255))).isEqualTo(255L);
    assertThat(read(new Assembly().op('M', 0xe9, 3))).isEqualTo(1001L);
    assertThat(read(new Assembly().op('J', 0xfe, 255, 255, 255))).isEqualTo(-2L);
    assertThat(read(new Assembly().op(0x8a, 0))).isEqualTo(0L);
    assertThat(read(new Assembly().op(0x8a, 1, 0xff))).isEqualTo(-1L);
    assertThat(read(new Assembly().op(0x8a, 2, 0xff, 0))).isEqualTo(255L);
    assertThat(read(new Assembly().op(0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1)))
        .isEqualTo(BigInteger.TWO.pow(64));
    assertThat(read(new Assembly().op('G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0))).isEqualTo(1.5);
    assertThat(read(new Assembly().op('N'))).isEqualTo(None.NONE);
  }

  @Test
  void readsTextOfEveryProtocol() {
    assertThat(read(new Assembly().line("S'it\\'s \\x41\\n'"))).isEqualTo("it's A\n");
    assertThat(read(new Assembly().line("V\\u00e4 \\d"))).isEqualTo("ä \\d");
    assertThat(read(new Assembly().op('U', 2, 'a', 0xe4))).isEqualTo("aä");
    assertThat(read(new Assembly().text("ä"))).isEqualTo("ä");
    assertThat(read(new Assembly().op(0x8c, 1, 'x'))).isEqualTo("x");
    assertThat(read(new Assembly().op(0x8d, 1, 0, 0, 0, 0, 0, 0, 0, 'y'))).isEqualTo("y");
    assertThat(read(new Assembly().op('C', 2, 1, 2))).isEqualTo(new byte[] {1, 2});
    assertThat(read(new Assembly().op(0x96, 1, 0, 0, 0, 0, 0, 0, 0, 9))).isEqualTo(new byte[] {9});
  }

  @Test
  void readsCollectionsInTheirOrder() {
    assertThat(read(new Assembly().op('(', 'K', 1, 'K', 2, 'l'))).isEqualTo(List.of(1L, 2L));
    assertThat(read(new Assembly().op(']', '(', 'K', 1, 'K', 2, 'e', 'K', 3, 'a')))
        .isEqualTo(List.of(1L, 2L, 3L));
    assertThat(read(new Assembly().op('K', 1, 'K', 2, 0x86))).isEqualTo(List.of(1L, 2L));
    assertThat(read(new Assembly().op('}', '(').text("b").op('K', 1).text("a").op('K', 2, 'u')))
        .isEqualTo(Map.of("a", 2L, "b", 1L))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsExactly(Map.entry("b", 1L), Map.entry("a", 2L));
    assertThat(read(new Assembly().op(0x8f, '(', 'K', 1, 'K', 1, 0x90))).isEqualTo(Set.of(1L));
    assertThat(read(new Assembly().op('(', 'K', 1, 0x91))).isEqualTo(Set.of(1L));
  }

  @Test
  void comesBackToWhatItHasMade() {
    assertThat(read(new Assembly().text("a").op('q', 7, '0').op('h', 7, 'h', 7, 0x86)))
        .isEqualTo(List.of("a", "a"));
    assertThat(read(new Assembly().text("a").op(0x94, '0').text("b").op(0x94, '0', 'h', 1)))
        .isEqualTo("b");
    Object self = read(new Assembly().op(']', 'q', 0, 'h', 0, 'a'));
    assertThat(((List<?>) self).get(0)).isSameAs(self);
  }

  @ParameterizedTest
  @CsvSource({
    "posix, system",
    "builtins, eval",
    "__builtin__, getattr",
    "builtins, __import__",
    "subprocess, Popen",
    "torch.hub, load",
    "numpy.core.multiarray, _reconstruct"
  })
  void refusesEveryClassThatIsNotAllowed(String module, String name) {
    Assembly pickle = new Assembly().global(module, name).op('(').text("x").op('t', 'R');
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found " + module + "." + name + ", which Python would run")
        .hasMessageContaining("[pickle-foreign-class]");
    Assembly modern = new Assembly().text(module).text(name).op(0x93, ')', 'R');
    assertThatThrownBy(() -> read(modern)).hasMessageContaining("[pickle-foreign-class]");
    Assembly old = new Assembly().op('(').text("x").line("i" + module).line(name);
    assertThatThrownBy(() -> read(old)).hasMessageContaining("[pickle-foreign-class]");
  }

  @Test
  void refusesClassesByNumberAndThingsElsewhere() {
    assertThatThrownBy(() -> read(new Assembly().op(0x82, 1)))
        .hasMessageContaining("[pickle-foreign-class]");
    assertThatThrownBy(() -> read(new Assembly().line("Pid")))
        .hasMessageContaining("a value that lies outside the pickle");
    assertThatThrownBy(() -> read(new Assembly().op(0x97)))
        .hasMessageContaining("values that lie in another file");
  }

  @Test
  void setsNothingAsideForLengthsThatAreNotThere() {
    for (int op : new int[] {'X', 'B', 'T'}) {
      assertThatThrownBy(() -> read(new Assembly().op(op, 0xff, 0xff, 0xff, 0x7f)))
          .hasMessageContaining("p: required 2147483647 bytes at byte 5")
          .hasMessageContaining("[pickle-truncated]");
    }
    assertThatThrownBy(() -> read(new Assembly().op(0x8e, 0, 0, 0, 0, 0, 0, 0, 0x70)))
        .hasMessageContaining("[pickle-truncated]");
    assertThatThrownBy(() -> read(new Assembly().op(0x8d, 0, 0, 0, 0, 0, 0, 0, 0x80)))
        .hasMessageContaining("[pickle-malformed]");
    assertThatThrownBy(() -> read(new Assembly().op(0x8b, 0, 1, 1, 0).raw(new byte[70000])))
        .hasMessageContaining("[pickle-too-large]");
    assertThatThrownBy(() -> read(new Assembly().op(0x95, 9, 9, 9, 9, 9, 0, 0, 0)))
        .hasMessageContaining("[pickle-truncated]");
  }

  @Test
  void refusesBombs() {
    byte[] dicts = new byte[3_000_000];
    Arrays.fill(dicts, (byte) '}');
    assertThatThrownBy(() -> read(dicts)).hasMessageContaining("[pickle-too-large]");
    byte[] marks = new byte[3_000_000];
    Arrays.fill(marks, (byte) '(');
    assertThatThrownBy(() -> read(marks)).hasMessageContaining("[pickle-too-large]");
    byte[] memo = new byte[3_000_000];
    Arrays.fill(memo, (byte) 0x94);
    memo[0] = 'N';
    assertThatThrownBy(() -> read(memo)).hasMessageContaining("[pickle-too-large]");
    Assembly key = new Assembly().op('}', ')'); // a tuple of two of a tuple of two of ...
    for (int n = 0; n < 60; n++) {
      key.op('2', 0x86);
    }
    assertThatThrownBy(() -> read(key.op('N', 's')))
        .hasMessageContaining("text and numbers as keys of dicts and sets")
        .hasMessageContaining("[pickle-unexpected]");
  }

  @ParameterizedTest
  @CsvSource({
    "'.', an instruction without its value",
    "'t.', an instruction without its mark",
    "'(K\1s.', an instruction without its value",
    "'K\1K\1a.', items for something that is no list",
    "'K\1K\1K\1s.', items for something that is no dict",
    "'h\1.', a value used before it is made",
    "'NNb.', a state for None",
    "'N)R.', a call of None",
    "'\u00ff', the unknown instruction",
    "'I1x\n.', no whole number",
    "'Fx\n.', no number",
    "'gx\n.', no place",
    "'Sx\n.', text without quotes",
    "'\u0080\u0009.', protocol 9"
  })
  void saysWhatIsNoPickle(String pickle, String words) {
    assertThatThrownBy(() -> read(pickle.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("[pickle-malformed]");
  }
}
