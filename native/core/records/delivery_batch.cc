#include "core/records/delivery_batch.h"

#include "core/client/event.h"

namespace kafka_napi {

namespace {

/** Maximum number of events other than deliveries that one pump takes before the event loop gets a turn. */
constexpr int kEventsPerPump = 1000;

size_t write_refused(Client& client, const DeliveryColumns& columns) {
  std::vector<RefusedRecord>& refused = client.refused();
  const size_t count = refused.size() < columns.capacity ? refused.size() : columns.capacity;
  for (size_t row = 0; row < count; row++) {
    columns.ids[row] = refused[row].id;
    columns.errors[row] = refused[row].error;
    columns.partitions[row] = refused[row].partition;
    columns.status[row] = RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
    columns.offsets[row] = -1;
    columns.timestamps[row] = -1;
  }
  refused.erase(refused.begin(), refused.begin() + static_cast<std::ptrdiff_t>(count));
  return count;
}

/** Reads messages of the event until the columns are full or it has no more. Returns the number of rows used. */
size_t write_deliveries(rd_kafka_event_t* event, const DeliveryColumns& columns, size_t row, bool& exhausted) {
  while (row < columns.capacity) {
    const rd_kafka_message_t* message = rd_kafka_event_message_next(event);
    if (message == nullptr) {
      exhausted = true;
      return row;
    }
    rd_kafka_timestamp_type_t type;
    columns.ids[row] = record_id(message->_private);
    columns.errors[row] = message->err;
    columns.partitions[row] = message->partition;
    columns.status[row] = static_cast<uint8_t>(rd_kafka_message_status(message));
    columns.offsets[row] = message->err ? -1 : static_cast<double>(message->offset);
    columns.timestamps[row] = static_cast<double>(rd_kafka_message_timestamp(message, &type));
    row++;
  }
  exhausted = false;
  return row;
}

}  // namespace

size_t pump(Client& client, const DeliveryColumns& columns, int timeout_ms) {
  size_t rows = write_refused(client, columns);
  client.collect_replies();
  if (rows > 0 || client.status()[kStatusEvents] > 0) timeout_ms = 0;
  EventHandle& pending = client.delivery_event();
  int events = 0;
  bool more = false;
  for (;;) {
    // A consumer has no columns and gets no reports. If one arrived, it would never be read to its end.
    if (columns.capacity == 0) pending.reset();
    else if (rows == columns.capacity) {
      more = true;
      break;
    }
    if (!pending) {
      if (events == kEventsPerPump) {
        more = true;
        break;
      }
      EventHandle event(rd_kafka_queue_poll(client.main_queue(), timeout_ms));
      if (!event) break;
      timeout_ms = 0;
      if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_DR) {
        push_event(client, event.get());
        events++;
        continue;
      }
      pending = std::move(event);
      if (columns.capacity == 0) continue;
    }
    bool exhausted = false;
    rows = write_deliveries(pending.get(), columns, rows, exhausted);
    if (exhausted) pending.reset();
  }
  client.status()[kStatusMore] = more || !client.refused().empty() ? 1 : 0;
  return rows;
}

}  // namespace kafka_napi
