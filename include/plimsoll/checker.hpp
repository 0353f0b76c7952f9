/** @file checker.hpp Many checks at once. plimsoll.hpp says how all of it is used. */

#ifndef PLIMSOLL_CHECKER_HPP
#define PLIMSOLL_CHECKER_HPP

#include <plimsoll/gate.hpp>
#include <plimsoll/probe.hpp>

#include <optional>

namespace plimsoll {

/** What a check of one's own says. */
struct answer {
  std::int32_t status = PLIM_HEALTH_HEALTHY;
  std::string message;
  /** `PLIM_REASON_...`; 0 follows from the status. */
  std::int32_t reason = 0;
};

/** What is checked: servers, and functions of one's own. */
class checks : public detail::handle<plim_checks, plim_checks_free> {
 public:
  /** Called on a thread of the checker's, at the same time as others. What it throws makes it unhealthy. */
  using own_function = std::function<answer(const plim_own &)>;

  checks() {
    failure why;
    *this = checks(why);
    why.raise();
  }
  explicit checks(failure &why) noexcept {
    plim_checks *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_checks_new(&made, error); });
    own(made);
  }
  template <class Owned, detail::exactly<Owned, plim_checks *> = 0>
  explicit checks(Owned owned) noexcept : handle(owned) {}

  void add(const targets &all, failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_checks_add_targets(get(), all.get(), error); });
  }
  void add(const targets &all) {
    detail::thrown([&](failure &why) { add(all, why); });
  }
  void add(const targets &all, std::size_t index, failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_checks_add_target(get(), all.get(), index, error); });
  }
  void add(const targets &all, std::size_t index) {
    detail::thrown([&](failure &why) { add(all, index, why); });
  }
  /** A check of one's own; `options` may say all but `call`, `user_data` and `free`. */
  void add_own(zstring name, own_function function, plim_own_options options, failure &why) noexcept {
    options.name = name.get();
    options.call = call_own;
    options.user_data = new own_function(std::move(function));
    options.free = detail::free_function<own_function>;
    detail::called(why, [&](plim_error **error) { return plim_checks_add_own(get(), &options, sizeof options, error); });
  }
  void add_own(zstring name, own_function function, const plim_own_options &options = {}) {
    detail::thrown([&](failure &why) { add_own(name, std::move(function), options, why); });
  }

  std::size_t size() const noexcept { return plim_checks_count(get()); }
  std::string_view name(std::size_t index) const noexcept {
    const char *name = plim_checks_name(get(), index);
    return name != nullptr ? name : "";
  }

 private:
  static void call_own(const plim_own *own, plim_own_answer *into, void *data) noexcept {
    const own_function &function = *static_cast<own_function *>(data);
    answer said;
#if PLIMSOLL_EXCEPTIONS
    try {
      said = function(*own);
    } catch (const std::exception &thrown) {
      said = answer{PLIM_HEALTH_UNHEALTHY, thrown.what(), 0};
    } catch (...) {
      said = answer{PLIM_HEALTH_UNHEALTHY, "it threw something", 0};
    }
#else
    said = function(*own);
#endif
    into->status = said.status;
    into->reason = said.reason;
    if (into->message_size > 0) std::snprintf(into->message, into->message_size, "%s", said.message.c_str());
  }
};

/** Checks that are under way. */
class run : public detail::handle<plim_run, plim_run_free> {
 public:
  run() = default;
  template <class Owned, detail::exactly<Owned, plim_run *> = 0>
  explicit run(Owned owned) noexcept : handle(owned) {}

  /** The next outcome; nothing where none came in time, or all were given (`done`). */
  std::optional<outcome> next(std::chrono::nanoseconds timeout, failure &why) noexcept {
    outcome found;
    const plim_status status = detail::called(why, [&](plim_error **error) {
      return plim_run_next(get(), detail::nanoseconds(timeout), &found.index, &found, sizeof(plim_outcome), found.json.out(),
                           error);
    });
    done_ = status == PLIM_ABSENT;
    if (status != PLIM_OK) return std::nullopt;
    return std::optional<outcome>(std::move(found));
  }
  std::optional<outcome> next(std::chrono::nanoseconds timeout = forever) {
    return detail::thrown([&](failure &why) { return next(timeout, why); });
  }
  /** Whether `next` has given all. */
  bool done() const noexcept { return done_; }
  /** Readable while `next` has something to give. */
  int fd(failure &why) const noexcept {
    std::int32_t fd = -1;
    detail::called(why, [&](plim_error **error) { return plim_run_fd(get(), &fd, error); });
    return fd;
  }
  int fd() const {
    return detail::thrown([&](failure &why) { return fd(why); });
  }
  /** How many are over, and how many there are. */
  std::pair<std::size_t, std::size_t> progress(failure &why) const noexcept {
    std::pair<std::size_t, std::size_t> both{0, 0};
    detail::called(why, [&](plim_error **error) { return plim_run_progress(get(), &both.first, &both.second, error); });
    return both;
  }
  std::pair<std::size_t, std::size_t> progress() const {
    return detail::thrown([&](failure &why) { return progress(why); });
  }
  void cancel(failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) { return plim_run_cancel(get(), error); });
  }
  void cancel() const {
    detail::thrown([&](failure &why) { cancel(why); });
  }

 private:
  bool done_ = false;
};

/** Runs checks: a list of them once, single ones, or all of a set again and again. */
class checker : public detail::handle<plim_checker, plim_checker_free> {
 public:
  /** Called on a thread of the checker's, one at a time; may not throw. */
  using event_function = std::function<void(std::string_view json)>;
  /** Called with each outcome on the thread that runs; false gives up what is left. */
  using outcome_function = std::function<bool(std::size_t index, const plim_outcome &outcome, std::string_view json)>;

  explicit checker(const plim_checker_options &options = {}, event_function on_event = {}) {
    failure why;
    *this = checker(options, std::move(on_event), why);
    why.raise();
  }
  explicit checker(detail::defaults) : checker(plim_checker_options{}) {}
  checker(const plim_checker_options &options, event_function on_event, failure &why) noexcept {
    plim_checker_options whole = options;
    if (on_event) {
      whole.on_event = tell;
      whole.on_event_data = new event_function(std::move(on_event));
      whole.on_event_free = detail::free_function<event_function>;
    }
    plim_checker *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_checker_new(&whole, sizeof whole, &made, error); });
    own(made);
  }

  /** Owned from now on. */
  template <class Owned, detail::exactly<Owned, plim_checker *> = 0>
  explicit checker(Owned owned) noexcept : handle(owned) {}

  /** A checker of a file, with its servers and its gate. */
  struct loaded;
  static loaded load(std::string_view path, zstring environment, failure &why) noexcept;
  static loaded load(std::string_view path, zstring environment = nullptr);

  /** Checks all, each once, and waits for them: outcomes in the order of the list, without their JSON. */
  std::vector<plim_outcome> check_all(const checks &all, const plim_run_options &options, failure &why) const noexcept {
    std::vector<plim_outcome> found(all.size());
    detail::called(why, [&](plim_error **error) {
      return plim_checker_check_all(get(), all.get(), &options, sizeof options, found.data(), sizeof(plim_outcome), found.size(),
                                    nullptr, error);
    });
    if (why) found.clear();
    return found;
  }
  std::vector<plim_outcome> check_all(const checks &all, const plim_run_options &options = {}) const {
    return detail::thrown([&](failure &why) { return check_all(all, options, why); });
  }
  /** The same, and each outcome is told as it comes. */
  void each(const checks &all, const outcome_function &on_outcome, const plim_run_options &options, failure &why) const {
    detail::guarded<outcome_function> told{on_outcome};
    const auto call = [](std::size_t index, const plim_outcome *outcome, const char *json, std::size_t len,
                         void *data) noexcept -> std::int32_t {
      return (*static_cast<detail::guarded<outcome_function> *>(data))(index, *outcome, std::string_view(json, len));
    };
    detail::called(why, [&](plim_error **error) {
      return plim_checker_run(get(), all.get(), &options, sizeof options, call, &told, error);
    });
    told.rethrow();
  }
  void each(const checks &all, const outcome_function &on_outcome, const plim_run_options &options = {}) const {
    detail::thrown([&](failure &why) { each(all, on_outcome, options, why); });
  }
  /** Begins to check all, and returns at once. */
  run start(const checks &all, const plim_run_options &options, failure &why) const noexcept {
    plim_run *begun = nullptr;
    detail::called(why, [&](plim_error **error) {
      return plim_checker_start(get(), all.get(), &options, sizeof options, &begun, error);
    });
    return run(begun);
  }
  run start(const checks &all, const plim_run_options &options = {}) const {
    return detail::thrown([&](failure &why) { return start(all, options, why); });
  }
  /** Queues a single one; an empty run, and why, where it is refused. */
  run submit(const checks &all, std::size_t index, plim_refusal *refusal, failure &why) const noexcept {
    plim_run *begun = nullptr;
    detail::called(why, [&](plim_error **error) {
      return plim_checker_submit(get(), all.get(), index, &begun, refusal, refusal != nullptr ? sizeof *refusal : 0, error);
    });
    return run(begun);
  }
  run submit(const checks &all, std::size_t index, plim_refusal *refusal = nullptr) const {
    return detail::thrown([&](failure &why) { return submit(all, index, refusal, why); });
  }

  /** Watches these and no others; what changed. */
  text watch(const checks &all, failure &why) const noexcept {
    return detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_checker_watch(get(), all.get(), out, error); });
  }
  text watch(const checks &all) const {
    return detail::thrown([&](failure &why) { return watch(all, why); });
  }
  text states(failure &why) const noexcept { return document<plim_checker_states>(why); }
  text states() const {
    return detail::thrown([&](failure &why) { return states(why); });
  }
  /** The watched checks, the checker, its pools, caches and alerts, for Prometheus. */
  text metrics(failure &why) const noexcept { return document<plim_checker_metrics>(why); }
  text metrics() const {
    return detail::thrown([&](failure &why) { return metrics(why); });
  }
  text recommendations(failure &why) const noexcept { return document<plim_checker_recommendations>(why); }
  text recommendations() const {
    return detail::thrown([&](failure &why) { return recommendations(why); });
  }
  plim_checker_counts statistics(failure &why) const noexcept {
    plim_checker_counts counts{};
    detail::called(why, [&](plim_error **error) {
      return plim_checker_statistics(get(), &counts, sizeof counts, nullptr, error);
    });
    return counts;
  }
  plim_checker_counts statistics() const {
    return detail::thrown([&](failure &why) { return statistics(why); });
  }

  /** The next event; `answer()` is `PLIM_NOT_ENOUGH_DATA` where none came in time. */
  text next_event(std::chrono::nanoseconds timeout, failure &why) const noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) {
      return plim_checker_next_event(get(), detail::nanoseconds(timeout), out, nullptr, error);
    });
  }
  text next_event(std::chrono::nanoseconds timeout = forever) const {
    return detail::thrown([&](failure &why) { return next_event(timeout, why); });
  }
  /** Readable while `next_event` has something to give. */
  int fd(failure &why) const noexcept {
    std::int32_t fd = -1;
    detail::called(why, [&](plim_error **error) { return plim_checker_fd(get(), &fd, error); });
    return fd;
  }
  int fd() const {
    return detail::thrown([&](failure &why) { return fd(why); });
  }
  /** Alerts of what is watched; once, before `watch`. */
  void on_alert(event_function function, failure &why) const noexcept {
    auto *kept = new event_function(std::move(function));
    detail::called(why, [&](plim_error **error) {
      return plim_checker_on_alert(get(), tell, kept, detail::free_function<event_function>, error);
    });
  }
  void on_alert(event_function function) const {
    detail::thrown([&](failure &why) { on_alert(std::move(function), why); });
  }

  text alert_statistics(failure &why) const noexcept { return document<plim_checker_alert_statistics>(why); }
  text alert_statistics() const {
    return detail::thrown([&](failure &why) { return alert_statistics(why); });
  }
  /** What its probes share, for probes, requests and caches of one's own. */
  probe_context context(failure &why) const noexcept {
    plim_probe_context *lent = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_checker_context(get(), &lent, error); });
    return probe_context(lent);
  }
  probe_context context() const {
    return detail::thrown([&](failure &why) { return context(why); });
  }

  void cancel_all(failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) { return plim_checker_cancel_all(get(), error); });
  }
  void cancel_all() const {
    detail::thrown([&](failure &why) { cancel_all(why); });
  }
  /** Ends everything; how many threads are stuck after `timeout`. */
  std::uint32_t close(std::chrono::nanoseconds timeout, failure &why) noexcept {
    std::uint32_t stuck = 0;
    detail::called(why, [&](plim_error **error) {
      return plim_checker_close(get(), detail::nanoseconds(timeout), &stuck, error);
    });
    return stuck;
  }
  std::uint32_t close(std::chrono::nanoseconds timeout = std::chrono::seconds(5)) {
    return detail::thrown([&](failure &why) { return close(timeout, why); });
  }

 private:
  static void tell(const char *json, std::size_t len, void *data) noexcept {
    (*static_cast<event_function *>(data))(std::string_view(json, len));
  }
  template <plim_status (*Call)(const plim_checker *, plim_string *, plim_error **)>
  text document(failure &why) const noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) { return Call(get(), out, error); });
  }
};

struct checker::loaded {
  plimsoll::checker checker;
  plimsoll::checks checks;
  plimsoll::gate gate;
};

inline checker::loaded checker::load(std::string_view path, zstring environment, failure &why) noexcept {
  plim_checker *made = nullptr;
  plim_checks *all = nullptr;
  plim_gate *beside = nullptr;
  detail::called(why, [&](plim_error **error) {
    return plim_checker_load(path.data(), path.size(), environment.get(), &made, &all, &beside, error);
  });
  return loaded{plimsoll::checker(made), plimsoll::checks(all), plimsoll::gate(beside)};
}

inline checker::loaded checker::load(std::string_view path, zstring environment) {
  return detail::thrown([&](failure &why) { return load(path, environment, why); });
}

}  // namespace plimsoll

#endif  // PLIMSOLL_CHECKER_HPP
