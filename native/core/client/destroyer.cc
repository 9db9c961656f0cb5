#include "core/client/destroyer.h"

#include <deque>
#include <mutex>
#include <utility>

#include "core/client/thread.h"

namespace kafka_napi {

namespace {

struct Doomed {
  std::unique_ptr<Client> client;
  std::function<void()> done;
};

/**
 * Belongs to the process, not to an environment, because a worker that has ended cannot try again. Never destroyed,
 * because threads may run longer than main.
 */
struct Waiting {
  std::mutex mutex;
  std::deque<std::shared_ptr<Doomed>> clients;
};

Waiting& waiting() {
  static Waiting* const all = new Waiting();
  return *all;
}

}  // namespace

size_t destroy_waiting() {
  Waiting& all = waiting();
  std::lock_guard<std::mutex> lock(all.mutex);
  while (!all.clients.empty()) {
    std::thread thread;
    const Error error = start_thread(thread, [doomed = all.clients.front()] {
      doomed->client.reset();
      if (doomed->done) doomed->done();
    });
    if (error) break;
    thread.detach();
    all.clients.pop_front();
  }
  return all.clients.size();
}

void destroy_client(std::unique_ptr<Client> client, std::function<void()> done) {
  {
    std::lock_guard<std::mutex> lock(waiting().mutex);
    waiting().clients.push_back(std::make_shared<Doomed>(Doomed{std::move(client), std::move(done)}));
  }
  destroy_waiting();
}

}  // namespace kafka_napi
