// Every handle of plimsoll.hpp: made, used, moved, failing in both ways.
#include <plimsoll.hpp>

#include <poll.h>

#include <atomic>
#include <array>
#include <cmath>
#include <stdexcept>
#include <thread>

#include "../c/check.h"

using namespace std::chrono_literals;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// The code that a call throws.
template <class Call>
plim_status thrown_by(Call call) {
  try {
    call();
  } catch (const plimsoll::exception &error) {
    CHECK(error.what()[0] != '\0');
    return error.code();
  }
  return PLIM_OK;
}

template <class T>
constexpr bool is_moved_only =
    std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T> && !std::is_copy_constructible_v<T>;
static_assert(is_moved_only<plimsoll::sampler> && is_moved_only<plimsoll::monitor> && is_moved_only<plimsoll::gate>);
static_assert(is_moved_only<plimsoll::permit> && is_moved_only<plimsoll::seat> && is_moved_only<plimsoll::dbpool>);
static_assert(is_moved_only<plimsoll::targets> && is_moved_only<plimsoll::checks> && is_moved_only<plimsoll::run>);
static_assert(is_moved_only<plimsoll::checker> && is_moved_only<plimsoll::probe_context> && is_moved_only<plimsoll::text>);
static_assert(is_moved_only<plimsoll::load_test> && is_moved_only<plimsoll::benchmark>);

// `{}` is the defaults, as it is without the parentheses, and never a handle that is not there.
void braces() {
  CHECK(plimsoll::gate({}).state().limit > 0);
  CHECK(plimsoll::monitor({}).load_line().reading != 0.0);
  CHECK(plimsoll::sampler({}).read().has(PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES));
  CHECK(plimsoll::checker({}).statistics().checked == 0);
  CHECK(plimsoll::checks({}).size() == 0 && plimsoll::probe_context({}).close() == 0);
  CHECK(plimsoll::benchmark({}) && plimsoll::exporter({}).is_due());
}
static_assert(!std::is_constructible_v<plimsoll::gate, std::nullptr_t> && !std::is_constructible_v<plimsoll::gate, int>);
static_assert(!std::is_constructible_v<plimsoll::checker, std::nullptr_t> && std::is_constructible_v<plimsoll::checker, plim_checker *>);

void samplers() {
  plimsoll::sampler sampler;
  plimsoll::sample now = sampler.read();
  CHECK(now.has(PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES) && now.value("host_memory_total_bytes") > 1e6);
  CHECK(now.value("nothing_of_this_name") == std::nullopt && !now.has(100000));
  CHECK(contains(now.json(), "\"host_memory_total_bytes\":"));
  sampler.read(now);
  CHECK(!sampler.cores().empty() && !sampler.processes().empty());
  CHECK((sampler.available() & PLIM_GROUP_MEMORY) != 0);
  CHECK(!plimsoll::sampler(plimsoll::sampler_options::of_process(1).only(PLIM_GROUP_PROCESS)).read().has(0));

  CHECK(sampler.top(PLIM_ORDER_MEMORY, 1).size() == 1 && plimsoll::field_count() > 100);
  CHECK(plimsoll::field(*plimsoll::field("host_cpus_online"))->name == std::string("host_cpus_online"));
  CHECK(!plimsoll::field(100000u) && !plimsoll::field("nothing_of_this_name"));

  // Moved: the other one has it, and this one says so.
  plimsoll::sampler other = std::move(sampler);
  CHECK(other && !sampler);  // NOLINT: what was moved from is empty
  CHECK(thrown_by([&] { sampler.read(); }) == PLIM_E_NULL);
  other.close();
  CHECK(thrown_by([&] { other.read(); }) == PLIM_E_CLOSED);

  // Without exceptions.
  plimsoll::failure why;
  plimsoll::sampler none(plimsoll::sampler_options::of_cgroup("/no/such/cgroup"), why);
  CHECK(why && !none && why.code() < 0 && !why.message().empty());
  plimsoll::sampler own({}, why);
  CHECK(!why && why.code() == PLIM_OK && own && why.message().empty());
  own.read(why);
  CHECK(!why);
}

// SQLite by a driver that makes things up: what it is asked, and what becomes of what it says.
void databases(const plimsoll::dbpool &pool) {
  plim_reader_options options{};
  options.system = PLIM_DATABASE_SQLITE;
  plimsoll::database_reader reader(options);
  reader.set_known(R"({"cpus": 8})");
  const char *const row[] = {"1", "1", "1", "1", "1", "1", nullptr};
  int asked = 0;
  pool.read_database(
      reader,
      [&](plimsoll::zstring sql, plimsoll::row_writer into) {
        into.add(row);
        return ++asked > 0 && sql.get()[0] != '\0';
      },
      20s);
  CHECK(asked > 0 && contains(pool.describe(), "\"database\":"));
  plimsoll::failure why;
  pool.read_database(
      reader, [](plimsoll::zstring, plimsoll::row_writer) -> bool { throw std::runtime_error("the wire is cut"); }, 30s, why);
  CHECK(why.code() == PLIM_E_IO && contains(why.message(), "the wire is cut"));

  // The same step by step.
  reader.begin();
  plimsoll::rows rows;
  int steps = 0;
  for (plimsoll::text sql = reader.next(); sql.answer() == PLIM_OK; sql = reader.next()) {
    CHECK(!sql.empty() && ++steps < 100);
    rows.writer().add(row);
    reader.take(rows);
  }
  CHECK(steps > 0);
  pool.take_reading(reader, 40s);
}

// Requests, and what is kept of them.
void caches(const plimsoll::probe_context &context) {
  plim_request_options options{};
  options.url = "http://127.0.0.1:9/";
  plimsoll::response given = context.request(PLIM_POOL_REST, options);
  CHECK(given.reason != PLIM_REASON_OK && given.body.empty() && contains(given.json, "\"plimsoll.response/1\""));
  CHECK(contains(context.pool_statistics(PLIM_POOL_REST), "\"plimsoll.pool/1\""));

  plim_category category{};
  category.name = "mine";
  context.cache_create(category);
  CHECK(!context.cache_get("mine", "a") && !context.cache_get("mine", "a").known);
  context.cache_set("mine", "a", std::string_view("one\0two", 7), 10s);
  CHECK(context.cache_get("mine", "a").value.view() == std::string_view("one\0two", 7));
  context.cache_set_absent("mine", "b");
  CHECK(!context.cache_get("mine", "b") && context.cache_get("mine", "b").known);
  CHECK(context.cache_remove("mine", "a") && !context.cache_remove("mine", "a"));
  int fetches = 0;
  const auto fetch = [&] {
    ++fetches;
    return plimsoll::fetched{"brought", 10s};
  };
  CHECK(context.cache_get_or_fetch("mine", "c", fetch).value.view() == "brought");
  CHECK(context.cache_get_or_fetch("mine", "c", fetch, 1s) && fetches == 1);
  CHECK(context.cache_get_or_fetch("mine", "d", [] { return plimsoll::fetched{}; }).answer == PLIM_ABSENT);
  plimsoll::failure why;
  context.cache_get_or_fetch("mine", "e", []() -> plimsoll::fetched { throw std::runtime_error("no tape"); }, 1s, why);
  CHECK(why.code() == PLIM_E_CALLBACK && contains(why.message(), "no tape"));
  context.cache_clear("mine");
  CHECK(!context.cache_get("mine", "c").known && contains(context.cache_statistics(), "\"mine\""));
  CHECK(thrown_by([&] { context.cache_get("unheard", "a"); }) == PLIM_E_NOT_FOUND);
  context.sweep();
}

void monitors() {
  int events = 0;
  plimsoll::monitor first({}, [&](std::string_view json) { events += json.empty() ? 0 : 1; });
  plimsoll::monitor monitor = std::move(first);
  monitor.observe();
  std::this_thread::sleep_for(50ms);
  monitor.feed("queue", 90.0, 100.0);
  monitor.observe();
  CHECK(monitor.observe_events().answer() == PLIM_OK);
  plimsoll::diagnosis found = monitor.diagnose();
  CHECK(contains(found.json, "\"load_line\":") && found.json.answer() >= 0);
  CHECK(std::isnan(monitor.load_line().reading) || monitor.load_line().reading >= 0.0);
  CHECK(monitor.sample().has(PLIM_FIELD_HOST_CPUS_ONLINE));
  CHECK(contains(monitor.recommend(), "[") && !monitor.usage().empty() && !monitor.report().empty());
  CHECK(!monitor.allocation().empty() && monitor.workload_pattern().confidence >= 0.0);
  CHECK(monitor.efficiency().json.answer() >= 0);
  if ((plimsoll::features() & PLIM_FEATURE_REPORT) != 0) CHECK(contains(monitor.report_html(), "<!DOCTYPE html>"));
  const std::string state = monitor.save_state().str();
  monitor.load_state(state);

  plimsoll::dbpool pool("orders");
  monitor.attach(pool);
  for (int second = 0; second < 3; ++second) {
    plim_dbpool_stats stats{};
    PLIM_SET(&stats, PLIM_DBPOOL_SIZE, size, 10);
    PLIM_SET(&stats, PLIM_DBPOOL_IN_USE, in_use, 3);
    pool.observe(stats, std::chrono::seconds(second + 1));
  }
  CHECK(contains(pool.describe(), "orders") && !pool.findings().empty() && !pool.recommendations().empty());
  pool.observe_record(R"({"name": "x", "time_seconds": 9, "pool": {"size": 10, "max_overflow": 0, "in_use": 4}})");
  pool.judge(10s);
  CHECK(thrown_by([&] { pool.observe_record("{}"); }) == PLIM_E_MALFORMED);
  databases(pool);
  plim_dbpool_advice advice{};
  plimsoll::text json;
  CHECK(pool.advise(advice, &json) >= 0 && !json.empty());
  CHECK(monitor.detach("orders") && !monitor.detach("orders"));
  pool.close();

  monitor.reset();
  monitor.close();
  plimsoll::failure why;
  monitor.observe(why);
  CHECK(why.code() == PLIM_E_CLOSED);
  // One takes the place of another, with its functions.
  monitor = plimsoll::monitor({}, [&](std::string_view) { ++events; });
  monitor.observe();
}

void gates() {
  plim_gate_options options{};
  options.max_concurrent = 1;
  options.adaptive = PLIM_GATE_OFF;
  options.max_memory_usage_ratio = 0.999;
  plimsoll::gate gate(options);
  plimsoll::admission first = gate.try_acquire();
  CHECK(first);
  plimsoll::admission second = gate.acquire(PLIM_PRIORITY_NORMAL, 10ms);
  CHECK(!second && second.refusal.reason == PLIM_REFUSAL_TIMED_OUT && second.reason_name() == "timed_out");
  CHECK(gate.state().in_flight == 1 && gate.waiting().empty());
  plimsoll::seat seat = gate.enqueue(PLIM_PRIORITY_HIGH);
  plimsoll::admission third;
  CHECK(seat.take(third) == PLIM_NOT_ENOUGH_DATA && !third && gate.waiting().size() == 1);
  first.permit.release();
  pollfd wanted{seat.fd(), POLLIN, 0};
  CHECK(poll(&wanted, 1, 10000) == 1 && seat.take(third) == PLIM_OK && third);
  {
    plimsoll::permit moved = std::move(third.permit);
    CHECK(moved && !third);
  }
  CHECK(gate.state().in_flight == 0);
  CHECK(contains(gate.metrics(), "\nplimsoll_gate_granted_total 2\n"));
  gate.close();
  CHECK(thrown_by([&] { gate.try_acquire(); }) == PLIM_E_CLOSED);
  plimsoll::failure why;
  options.max_memory_usage_ratio = 7.0;
  CHECK(!plimsoll::gate(options, why) && why.code() == PLIM_E_INVALID_ARGUMENT);
}

void checkers() {
  // Nobody listens there.
  plimsoll::targets targets = plimsoll::targets::parse("name: nobody\ntimeout: 10s\nrest: {url: 'http://127.0.0.1:9/'}\n");
  CHECK(targets.size() == 1 && targets.name(0) == "nobody" && targets.enabled(0) && targets.name(7).empty());
  plimsoll::outcome probed = plimsoll::probe_context().probe(targets);
  CHECK(!probed.healthy() && probed.reason_name() == "connect_refused" && contains(probed.json, "\"nobody\""));
  CHECK(!probed.reason_meaning().empty() && contains(targets.describe(0), "\"rest\"") && targets.describe(7).answer() == PLIM_ABSENT);
  plimsoll::probe_context context;
  caches(context);
  CHECK(contains(context.metrics(), "\nplimsoll_pool_connections{pool=\"mcp\",state=\"idle\"} 0\n"));
  CHECK(context.close() == 0);

  plimsoll::checks checks;
  checks.add(targets);
  checks.add_own("fine", [](const plim_own &own) {
    CHECK(plim_own_left_ns(&own) > 0);
    return plimsoll::answer{PLIM_HEALTH_HEALTHY, "as it should be", 0};
  });
  checks.add_own("throws", [](const plim_own &) -> plimsoll::answer { throw std::runtime_error("the disk is gone"); });
  CHECK(checks.size() == 3 && checks.name(1) == "fine");

  std::atomic<int> events{0};
  plim_checker_options options{};
  options.interval_ns = 200000000u;
  plimsoll::checker checker(options, [&](std::string_view) { ++events; });
  std::vector<plim_outcome> all = checker.check_all(checks);
  CHECK(contains(checker.metrics(), "\nplimsoll_checker_checks_total 3\n"));
  CHECK(all.size() == 3 && all[0].status == PLIM_HEALTH_UNHEALTHY && all[1].status == PLIM_HEALTH_HEALTHY);

  bool said = false;
  std::size_t told = 0;
  checker.each(checks, [&](std::size_t index, const plim_outcome &, std::string_view json) {
    said = said || (index == 2 && contains(json, "the disk is gone"));
    return ++told > 0;
  });
  CHECK(said && told == 3);
  // What a function throws comes out where it was called from.
  bool caught = false;
  try {
    checker.each(checks, [](std::size_t, const plim_outcome &, std::string_view) -> bool { throw std::out_of_range("far"); });
  } catch (const std::out_of_range &) {
    caught = true;
  }
  CHECK(caught);

  plimsoll::run run = checker.start(checks);
  std::size_t given = 0;
  while (std::optional<plimsoll::outcome> outcome = run.next(10s)) {
    CHECK(!outcome->json.empty() && outcome->index < 3);
    ++given;
  }
  CHECK(given == 3 && run.done() && run.progress().first == 3 && run.fd() >= 0);
  CHECK(checker.submit(checks, 1).next(10s)->healthy());

  CHECK(contains(checker.context().pool_statistics(PLIM_POOL_REST), "\"open\""));
  checker.on_alert([](std::string_view) {});
  CHECK(contains(checker.watch(checks), "\"added\""));
  CHECK(checker.next_event(10s).answer() == PLIM_OK && checker.fd() >= 0);
  CHECK(contains(checker.states(), "\"nobody\"") && !checker.recommendations().empty());
  CHECK(checker.statistics().checked >= 9 && contains(checker.alert_statistics(), "\"raised\""));
  CHECK(checker.close(10s) == 0 && events > 0);
  CHECK(thrown_by([&] { checker.check_all(checks); }) == PLIM_E_CLOSED);

  plimsoll::failure why;
  CHECK(!plimsoll::checker::load("/no/such/file.yaml", nullptr, why).checker && why.code() == PLIM_E_NOT_FOUND);
  CHECK(why.os_error() != 0 && contains(why.path(), "/no/such/file.yaml"));
  CHECK(thrown_by([] { plimsoll::targets::parse("name: 3\n"); }) == PLIM_E_CONFIGURATION);
}

void load_tests() {
  if ((plimsoll::features() & PLIM_FEATURE_LOAD) == 0) return;
  plimsoll::load_test test = plimsoll::load_test::parse(
      "benchmarking: {scenarios: [{name: quick, users: 2, duration: 0.5, warm_up: 0}]}\n");
  std::atomic<int> calls{0};
  test.add_own("work", [&](const plim_load_turn &) {
    std::this_thread::sleep_for(1ms);
    ++calls;
    return 0;
  });
  plimsoll::text result = test.run();
  CHECK(contains(result, "\"schema\":\"plimsoll.load/1\"") && calls > 0);
  CHECK(!plimsoll::load_test::write(result.c_str(), "csv").empty());
  // Counted twice: that is told.
  const std::array<const char *, 2> both{result.c_str(), result.c_str()};
  CHECK(thrown_by([&] { plimsoll::load_test::merge(both); }) == PLIM_E_INVALID_ARGUMENT);

  plim_benchmark_options options{};
  options.profile = "1s";
  options.without_disk = 1;
  int told = 0;
  plimsoll::benchmark benchmark(options);
  result = benchmark.run([&](const plim_benchmark_progress &) { return ++told > 0; });
  CHECK(contains(result, "\"schema\":\"plimsoll.bench/1\"") && told > 0);
  CHECK(contains(plimsoll::benchmark::compare(result.c_str(), result.c_str()), "\"comparison\":"));
  CHECK(!plimsoll::benchmark::write(result.c_str(), "markdown").empty());
}

}  // namespace

int main() {
  CHECK(plimsoll::version() == PLIM_VERSION && plimsoll::abi_version() == PLIM_ABI_VERSION);
  braces();
  samplers();
  monitors();
  gates();
  checkers();
  load_tests();
  return 0;
}
