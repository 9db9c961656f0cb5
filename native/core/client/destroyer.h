#pragma once
// Destroys clients on separate threads, which are never joined: a handle that still blocks (in a transaction call, say)
// must delay neither an event loop nor the exit.
#include <cstddef>
#include <functional>
#include <memory>

#include "core/client/client.h"

namespace kafka_napi {

/**
 * Destroys a detached client. `done` is called on the thread that did it. If the system has no free thread, the client
 * waits for the next call of this function or of `destroy_waiting`, from any environment.
 */
void destroy_client(std::unique_ptr<Client> client, std::function<void()> done);

/** Tries again for the clients that got no thread. Returns how many still wait. */
size_t destroy_waiting();

}  // namespace kafka_napi
