// SPDX-License-Identifier: MIT
//
// worker.hpp: a thread that does what it is told, one thing after the other, so that a test can script what happens
// on which thread.
//
//   test::Worker reader;
//   reader.run([&] { guard = cell.borrow(); });   // on the worker's thread; done when this returns
#ifndef HEAPARRAY_TESTS_SUPPORT_WORKER_HPP
#define HEAPARRAY_TESTS_SUPPORT_WORKER_HPP

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace test {

class Worker {
 public:
  Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() {
    run([this] { done_ = true; });
    thread_.join();
  }

  void run(std::function<void()> job) {
    std::unique_lock lock(mutex_);
    job_ = std::move(job);
    changed_.notify_one();
    changed_.wait(lock, [&] { return !job_; });
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (!done_) {
      changed_.wait(lock, [&] { return static_cast<bool>(job_); });
      job_();
      job_ = nullptr;
      changed_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> job_;
  bool done_ = false;
  std::thread thread_{[this] { work(); }};  // last: it uses the others
};

}  // namespace test

#endif
