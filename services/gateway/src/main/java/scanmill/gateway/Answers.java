package scanmill.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import scanmill.kit.EventJson;

/** Answers are written as events are: absent Optionals left out, ISO times, NaN as null. */
@Provider
public class Answers implements ContextResolver<ObjectMapper> {
  @Override
  public ObjectMapper getContext(Class<?> type) {
    return EventJson.mapper();
  }
}
