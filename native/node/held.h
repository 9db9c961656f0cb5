#pragma once
// References to JavaScript values. They belong to the thread of their environment. Deleting one on another thread
// corrupts lists of Node's, which has an effect much later, if at all. So a build without NDEBUG ends the process at
// once.
#ifndef NDEBUG
#include <cstdio>
#include <cstdlib>
#include <thread>
#endif

#include "napi_setup.h"

namespace kafka_napi {

/** The thread on which it was created. Empty in a release build. */
class HomeThread {
 public:
#ifdef NDEBUG
  void require(const char*) const noexcept {}
#else
  /** Aborts if `what` is released on another thread. */
  void require(const char* what) const noexcept {
    if (std::this_thread::get_id() == id_) return;
    std::fprintf(stderr, "kafka-napi: %s was given up on a thread that is not its own\n", what);
    std::abort();
  }

 private:
  std::thread::id id_ = std::this_thread::get_id();
#endif
};

/** A strong reference. Every reference in native/node is one of these, or a wrap, which has its own HomeThread. */
template <typename T>
class Held {
 public:
  Held() = default;
  explicit Held(T value) { hold(value); }
  Held(Held&&) = default;
  Held& operator=(Held&&) = delete;
  ~Held() { let_go(); }

  bool empty() const { return reference_.IsEmpty(); }
  T value() const { return reference_.Value(); }

  void hold(T value) {
    let_go();
    reference_ = Napi::Reference<T>::New(value, 1);
  }

  void let_go() {
    if (empty()) return;
    home_.require("a reference");
    reference_.Reset();
  }

 private:
  Napi::Reference<T> reference_;
  HomeThread home_;
};

}  // namespace kafka_napi
