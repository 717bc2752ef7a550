package scanmill.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.ids.RunId;

/** Runs that are asked for at once, followed one after the other, and told in one table. */
final class SeveralRuns {
  private final List<Wanted> wanted;

  /**
   * One of them.
   *
   * @param name of the folder that its outputs come to
   */
  record Wanted(String name, ConfigFile file) {}

  /**
   * A run that brought a model.
   *
   * @param name of the one that was wanted
   * @param model folder of its package
   */
  record Made(String name, Path model) {}

  private record Asked(Wanted wanted, String run) {}

  SeveralRuns(List<Wanted> wanted) {
    this.wanted = List.copyOf(wanted);
  }

  int size() {
    return wanted.size();
  }

  /**
   * Trains all, brings what they come to, writes the tables and prints the one for people.
   *
   * @param data folders to learn from
   * @param output where tables and outputs go
   * @return those that brought a model, in order
   */
  List<Made> train(Surroundings around, Connection connection, List<Path> data, Path output)
      throws InterruptedException {
    around.err().println(wanted.size() + " runs");
    SweepResults results = new SweepResults(output);
    List<Made> made = new ArrayList<>();
    for (Asked one : ask(around, connection, data)) {
      String name = one.wanted().name();
      around.err().println(name);
      TrainingFollower.Ending ending = new TrainingFollower(around, connection).follow(one.run());
      if (ending.published()) {
        Path folder = RunOutputs.inside(output, name);
        new RunOutputs(connection.gateway(), folder).bring(ending.run());
        results.add(name, folder, ending.run().path("scores"));
        made.add(new Made(name, folder.resolve(ending.run().path("model").path("name").asText())));
      } else {
        ending.problem().ifPresent(new Complaint(around)::print);
      }
    }
    results.write();
    around.out().print(results.table());
    around.out().println();
    return made;
  }

  private List<Asked> ask(Surroundings around, Connection connection, List<Path> data) {
    LearningFolders folders = LearningFolders.of(data, around, connection);
    List<Asked> asked = new ArrayList<>();
    for (Wanted one : wanted) {
      String run =
          new TrainingFollower(around, connection)
              .request(folders.sent(one.file()), Optional.<RunId>empty());
      asked.add(new Asked(one, run));
    }
    return asked;
  }

  /** Says where the tables are, and what is missing in them; returns the exit code. */
  int end(Surroundings around, Path output, List<Made> made) {
    around.out().println("tables   " + output.resolve("detailed_results.csv"));
    int failed = wanted.size() - made.size();
    if (failed > 0) {
      around.err().println(failed + " of " + wanted.size() + " runs brought no model.");
      return Complaint.FAILED;
    }
    return 0;
  }
}
