package scanmill.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import scanmill.events.ModelRef;

/**
 * Models that stay loaded from scan to scan, the least recently used going first when there are too
 * many or they are too large together. Safe for use by many threads; a model is loaded by one of
 * them while the others wait, and closed when the last one is done with it.
 */
final class ResidentModels implements AutoCloseable {
  private final Function<ModelRef, LoadedModel> loader;
  private final int most;
  private final long mostBytes;
  private final Map<String, Resident> residents = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Resident {
    private int users;
    private boolean evicted;
    private Optional<LoadedModel> loaded = Optional.empty();

    private synchronized LoadedModel load(Function<ModelRef, LoadedModel> loader, ModelRef model) {
      if (loaded.isEmpty()) {
        loaded = Optional.of(loader.apply(model));
      }
      return loaded.get();
    }

    private synchronized long bytes() {
      return loaded.map(LoadedModel::bytes).orElse(0L);
    }

    private synchronized void close() {
      loaded.ifPresent(LoadedModel::close);
      loaded = Optional.empty();
    }
  }

  /**
   * @param most models kept; one that is in use is kept beyond that
   * @param mostBytes kept together; the last used is kept even if it is larger
   */
  ResidentModels(Function<ModelRef, LoadedModel> loader, int most, long mostBytes) {
    this.loader = loader;
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** Does something with a model, which must not be used any more afterwards. */
  <T> T with(ModelRef model, Function<LoadedModel, T> work) {
    Resident resident = take(model.digest());
    boolean good = false;
    try {
      LoadedModel loaded = resident.load(loader, model);
      evict(resident);
      good = true;
      return work.apply(loaded);
    } finally {
      giveBack(model.digest(), resident, good);
    }
  }

  private synchronized Resident take(String digest) {
    Resident resident = residents.computeIfAbsent(digest, d -> new Resident());
    resident.users++;
    return resident;
  }

  private void giveBack(String digest, Resident resident, boolean good) {
    boolean close;
    synchronized (this) {
      resident.users--;
      if (!good && resident.users == 0) {
        boolean unused = residents.remove(digest, resident);
        resident.evicted = true;
      }
      close = resident.evicted && resident.users == 0;
    }
    if (close) {
      resident.close();
    }
  }

  private void evict(Resident latest) {
    List<Resident> idle = new ArrayList<>();
    synchronized (this) {
      long bytes = residents.values().stream().mapToLong(Resident::bytes).sum();
      int count = residents.size();
      var oldestFirst = residents.values().iterator();
      while (oldestFirst.hasNext() && (count > most || bytes > mostBytes)) {
        Resident resident = oldestFirst.next();
        if (!resident.equals(latest)) {
          oldestFirst.remove();
          resident.evicted = true;
          count--;
          bytes -= resident.bytes();
          if (resident.users == 0) {
            idle.add(resident);
          }
        }
      }
    }
    idle.forEach(Resident::close);
  }

  /** Closes what nobody uses; the rest closes when its user is done. */
  @Override
  public void close() {
    List<Resident> idle = new ArrayList<>();
    synchronized (this) {
      for (Resident resident : residents.values()) {
        resident.evicted = true;
        if (resident.users == 0) {
          idle.add(resident);
        }
      }
      residents.clear();
    }
    idle.forEach(Resident::close);
  }
}
