package scanmill.standalone;

import io.quarkus.runtime.annotations.QuarkusMain;
import scanmill.cli.Scanmill;

/** Where {@code scanmill} begins: the command line, which starts a platform if it needs one. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Scanmill.run(args, new Standalone()));
  }
}
