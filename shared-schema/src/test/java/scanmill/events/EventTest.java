package scanmill.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventTest {
  @Test
  void listsEveryEventOnce() {
    assertThat(Event.ALL).doesNotHaveDuplicates();
    assertThat(Event.ALL.toArray())
        .containsExactlyInAnyOrder((Object[]) Event.class.getPermittedSubclasses());
  }

  @Test
  void givesEveryEventATopicOfItsOwnInKebabCase() {
    List<String> topics = Event.ALL.stream().map(Event::topic).toList();

    assertThat(topics).doesNotHaveDuplicates().allMatch(t -> t.matches("[a-z]+(-[a-z]+)*"));
    assertThat(Event.topic(ScanIngested.class)).isEqualTo("scan-ingested");
    assertThat(Event.topic(TrainingCancellationRequested.class))
        .isEqualTo("training-cancellation-requested");
    assertThat(Event.type(ScanIngested.class)).isEqualTo("scanmill.ScanIngested.v1");
  }

  @Test
  void consistsOfRecords() {
    assertThat(Event.ALL).allMatch(Class::isRecord);
  }

  @Test
  void mentionsNoCredentials() {
    for (Class<? extends Event> type : Event.ALL) {
      assertThat(
              Arrays.stream(type.getRecordComponents())
                  .map(c -> c.getName().toLowerCase(java.util.Locale.ROOT)))
          .noneMatch(n -> n.contains("secret") || n.contains("password") || n.contains("token"));
    }
  }
}
