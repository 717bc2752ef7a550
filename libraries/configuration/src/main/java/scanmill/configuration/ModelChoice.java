package scanmill.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Which network a configuration asks for.
 *
 * @param name of the catalogue of architectures
 * @param args the keys of {@code default_model} with those of the applied architecture over them,
 *     without {@code name} and {@code applied}; read only
 */
public record ModelChoice(String name, ObjectNode args) {}
