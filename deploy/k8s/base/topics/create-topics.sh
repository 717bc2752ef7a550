#!/usr/bin/env bash
# Makes the topics that are not there yet: create-topics.sh TOPICS_FILE
set -euo pipefail

kafka_topics=${KAFKA_TOPICS_COMMAND:-/opt/kafka/bin/kafka-topics.sh}
broker=${KAFKA_BOOTSTRAP_SERVERS:?name the brokers}
prefix=${SCANMILL_TOPICS_PREFIX-}

there=$("$kafka_topics" --bootstrap-server "$broker" --list)
while read -r topic; do
  case "$topic" in '' | '#'*) continue ;; esac
  if ! grep -qxF -- "$prefix$topic" <<<"$there"; then
    # What was told is kept: a request may wait longer than any retention, and the gateway reads
    # everything again when it starts.
    "$kafka_topics" --bootstrap-server "$broker" --create --if-not-exists --topic "$prefix$topic" \
      --partitions "${PARTITIONS:-6}" --replication-factor "${REPLICAS:-3}" \
      --config retention.ms=-1 --config max.message.bytes=4194304 </dev/null
  fi
done <"$1"
