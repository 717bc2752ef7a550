package scanmill.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scanmill.ids.ModelId;
import scanmill.ids.RunId;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;

/** JSON Schema, Draft 2020-12, of an event, made from its record. */
final class EventSchemas {
  private static final Map<Class<?>, String> TEXTS =
      Map.of(
          ScanId.class,
              "^sub-[A-Za-z0-9]{1,64}(_[A-Za-z0-9]+-[A-Za-z0-9]{1,64})*_[A-Za-z0-9]{1,64}$",
          RunId.class, "^[a-z0-9][a-z0-9-]{0,62}$",
          ModelId.class,
              "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(@([0-9a-f]{8,64}|[a-z][a-z0-9-]{0,39}))?$",
          UploadId.class, "^[0-9a-f]{32}$");

  private static final Set<String> DIGESTS = Set.of("sha256", "plan", "source");

  private final SchemaGenerator generator;

  EventSchemas() {
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
            .with(Option.FLATTENED_OPTIONALS)
            .without(Option.SCHEMA_VERSION_INDICATOR)
            .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
    config
        .forFields()
        .withRequiredCheck(field -> field.getRawMember().getType() != Optional.class)
        .withStringPatternResolver(
            field -> DIGESTS.contains(field.getName()) ? "^[0-9a-f]{64}$" : null);
    config
        .forTypesInGeneral()
        .withCustomDefinitionProvider(
            (type, context) -> {
              ObjectNode node = context.getGeneratorConfig().createObjectNode();
              Class<?> raw = type.getErasedType();
              if (TEXTS.containsKey(raw)) {
                node.put("type", "string").put("pattern", TEXTS.get(raw));
              } else if (raw == double.class || raw == Double.class) {
                node.putArray("type").add("number").add("null"); // null is NaN
              } else {
                return null;
              }
              return new CustomDefinition(node, DefinitionType.INLINE, AttributeInclusion.YES);
            });
    this.generator = new SchemaGenerator(config.build());
  }

  ObjectNode of(Class<? extends Event> type) {
    ObjectNode generated = generator.generateSchema(type);
    ObjectNode schema = generated.objectNode();
    schema.put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier());
    schema.put("$id", "urn:scanmill:event:" + Event.type(type));
    schema.put("title", type.getSimpleName());
    schema.setAll(generated);
    return schema;
  }
}
