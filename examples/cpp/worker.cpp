// A worker that takes a job only while its container can bear it, and says at the end how that went.
//
//   c++ -std=c++17 examples/cpp/worker.cpp -o worker $(pkg-config --cflags --libs plimsoll)
//   ./worker [JOBS]
#include <plimsoll.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>

using namespace std::chrono_literals;

namespace {

// A job: a sum that takes longer the later it comes.
double job(long number) {
  volatile double sum = 0.0;
  for (long at = 0; at < 10000 * number; ++at) sum = sum + static_cast<double>(at);
  return sum;
}

int work(long jobs) {
  plimsoll::monitor monitor({}, {}, [](std::int32_t from, std::int32_t to, std::string_view) {
    std::cerr << "worker: level " << from << " -> " << to << '\n';
  });
  // What the monitor sees the gate goes by.
  plim_gate_options options{};
  options.max_concurrent = 4;
  options.monitor = monitor.get();
  plimsoll::gate gate(options);

  auto observed = std::chrono::steady_clock::now() - 1s;
  long done = 0;
  while (done < jobs) {
    if (std::chrono::steady_clock::now() - observed >= 1s) {
      monitor.feed("queue", static_cast<double>(jobs - done), static_cast<double>(jobs));
      monitor.observe();
      observed = std::chrono::steady_clock::now();
    }
    plimsoll::admission admitted = gate.acquire(PLIM_PRIORITY_NORMAL, 500ms);
    if (!admitted) {
      // A server would turn the job away here.
      std::cerr << "worker: " << admitted.refusal.message << '\n';
      continue;
    }
    job(done);
    ++done;
    // The permit goes back here, or when a job throws.
  }
  const plimsoll::diagnosis found = monitor.diagnose();
  std::cout << "jobs=" << done << " level=" << found.level << '\n';
  return 0;
}

}  // namespace

int main(int argc, char **argv) {
  try {
    return work(argc > 1 ? std::strtol(argv[1], nullptr, 10) : 20);
  } catch (const plimsoll::exception &error) {
    std::cerr << "worker: " << error.what() << '\n';
    return 3;
  }
}
