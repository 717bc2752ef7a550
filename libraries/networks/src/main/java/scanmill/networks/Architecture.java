package scanmill.networks;

import scanmill.engine.GraphDefinition;

/**
 * A network as a record: its settings, from which its graph follows. To add one, write a record and
 * give it a line in {@link Architectures#CATALOG}.
 */
public interface Architecture extends GraphDefinition {}
