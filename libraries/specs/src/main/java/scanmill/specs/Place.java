package scanmill.specs;

/**
 * Where in a document a value stands, for people: {@code config.json: training_parameters.loss}.
 *
 * @param text a file name, a path of keys, or both
 */
record Place(String text) {

  Place key(String key) {
    if (text.isEmpty()) {
      return new Place(key);
    }
    boolean pathBegun = text.contains(": ");
    boolean file = !pathBegun && (text.endsWith(".json") || text.contains("/"));
    return new Place(text + (file ? ": " : ".") + key);
  }

  Place index(int n) {
    return new Place(text + "[" + n + "]");
  }

  @Override
  public String toString() {
    return text.isEmpty() ? "the document" : text;
  }
}
