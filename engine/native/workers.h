/** Threads that share the work of one call, for kernels of our own: TensorFlow's C API does not lend its threads. */
#ifndef NETLOOM_WORKERS_H_
#define NETLOOM_WORKERS_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace netloom {

/** One pool for the process. Its threads live until the process ends. */
class Workers {
 public:
  static Workers& shared() {
    static Workers* const workers = new Workers();  // Never freed: a thread may outlive what is destroyed at exit.
    return *workers;
  }

  /**
   * Runs task 0 … count - 1, each once, on this thread and up to `threads` - 1 others; returns when all are done. Throws
   * what a task threw. May be called on several threads at once.
   */
  void run(int64_t count, int64_t threads, const std::function<void(int64_t)>& task) {
    const int64_t helpers = std::min(threads, count) - 1;
    if (helpers <= 0) {
      for (int64_t at = 0; at < count; at++) task(at);
      return;
    }
    auto job = std::make_shared<Job>(count, task);
    {
      std::lock_guard<std::mutex> hold(mutex);
      for (; started < threads - 1; started++) std::thread([this] { work(); }).detach();
      for (int64_t at = 0; at < helpers; at++) waiting.push_back(job);
    }
    for (int64_t at = 0; at < helpers; at++) wake.notify_one();
    job->take();
    std::unique_lock<std::mutex> hold(job->mutex);
    job->ended.wait(hold, [&] { return job->done == count; });
    if (job->thrown) std::rethrow_exception(job->thrown);
  }

 private:
  struct Job {
    Job(int64_t count, const std::function<void(int64_t)>& task) : count(count), task(task) {}
    const int64_t count;
    /** Gone once all are done: whoever comes later finds none left to take. */
    const std::function<void(int64_t)>& task;
    std::atomic<int64_t> next{0};
    std::mutex mutex;
    std::condition_variable ended;
    int64_t done = 0;
    std::exception_ptr thrown;

    void take() {
      int64_t own = 0;
      std::exception_ptr failure;
      for (int64_t at = next++; at < count; at = next++, own++) {
        try {
          if (!failure) task(at);
        } catch (...) {
          failure = std::current_exception();
        }
      }
      std::lock_guard<std::mutex> hold(mutex);
      if (failure) thrown = failure;
      done += own;
      if (done == count) ended.notify_all();
    }
  };

  void work() {
#if defined(__x86_64__)
    // As TensorFlow's own threads do: numbers near zero would slow the products down a hundredfold.
    _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
    for (;;) {
      std::shared_ptr<Job> job;
      {
        std::unique_lock<std::mutex> hold(mutex);
        wake.wait(hold, [this] { return !waiting.empty(); });
        job = std::move(waiting.front());
        waiting.pop_front();
      }
      job->take();
    }
  }

  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::shared_ptr<Job>> waiting;
  int64_t started = 0;
};

}  // namespace netloom

#endif  // NETLOOM_WORKERS_H_
