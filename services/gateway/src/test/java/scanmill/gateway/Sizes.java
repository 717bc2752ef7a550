package scanmill.gateway;

/** Settings of tests that read a log. */
record Sizes(int mostScans, int mostRuns, int mostEvents, long mostUploadBytes, boolean readLog)
    implements GatewaySettings {
  static Sizes small() {
    return new Sizes(100, 100, 1_000, 1_000, true);
  }
}
