/** @file monitor.hpp What limits a container. plimsoll.hpp says how all of it is used. */

#ifndef PLIMSOLL_MONITOR_HPP
#define PLIMSOLL_MONITOR_HPP

#include <plimsoll/dbpool.hpp>
#include <plimsoll/sampler.hpp>

namespace plimsoll {

/** A verdict: its level, `PLIM_LEVEL_...`, and everything else as JSON. */
struct diagnosis {
  std::int32_t level = PLIM_LEVEL_UNKNOWN;
  text json;
};

/** What kind of work a container does: `PLIM_PATTERN_...`, and how sure that is. */
struct workload {
  std::int32_t pattern = PLIM_PATTERN_DETECT;
  double confidence = 0.0;
  text json;
};

/** A score from 0 to 100, and its parts. */
struct efficiency {
  double score = std::numeric_limits<double>::quiet_NaN();
  text json;
};

/** Watches one container, and says what limits it. */
class monitor : public detail::handle<plim_monitor, plim_monitor_free> {
 public:
  /** Called by `observe`, on its thread; may not throw, nor call the monitor. @{ */
  using event_function = std::function<void(std::string_view json)>;
  using level_function = std::function<void(std::int32_t from, std::int32_t to, std::string_view json)>;
  /** @} */

  explicit monitor(const plim_monitor_options &options = {}, event_function on_event = {}, level_function on_level = {}) {
    failure why;
    *this = monitor(options, std::move(on_event), std::move(on_level), why);
    why.raise();
  }
  explicit monitor(detail::defaults) : monitor(plim_monitor_options{}) {}
  monitor(const plim_monitor_options &options, event_function on_event, level_function on_level, failure &why) noexcept {
    plim_monitor_options whole = options;
    if (on_event || on_level) functions_ = std::make_unique<functions>(functions{std::move(on_event), std::move(on_level)});
    if (functions_ && functions_->event) {
      whole.on_event = [](const char *json, std::size_t len, void *data) noexcept {
        static_cast<functions *>(data)->event(std::string_view(json, len));
      };
      whole.on_event_data = functions_.get();
      whole.on_event_free = nullptr;
    }
    if (functions_ && functions_->level) {
      whole.on_level = [](std::int32_t from, std::int32_t to, const char *json, std::size_t len, void *data) noexcept {
        static_cast<functions *>(data)->level(from, to, std::string_view(json, len));
      };
      whole.on_level_data = functions_.get();
      whole.on_level_free = nullptr;
    }
    plim_monitor *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_monitor_new(&whole, sizeof whole, &made, error); });
    own(made);
  }
  monitor(monitor &&) = default;
  monitor &operator=(monitor &&other) noexcept {
    // The old handle goes before the functions that it may call.
    own(other.release());
    functions_ = std::move(other.functions_);
    return *this;
  }
  ~monitor() { own(nullptr); }

  void observe(failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_monitor_observe(get(), error); });
  }
  void observe() {
    detail::thrown([&](failure &why) { observe(why); });
  }
  /** The same, and what changed. */
  text observe_events(failure &why) noexcept {
    return detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_monitor_observe_events(get(), out, error); });
  }
  text observe_events() {
    return detail::thrown([&](failure &why) { return observe_events(why); });
  }
  /** A metric of one's own; `limit` is where it is full. */
  void feed(zstring name, double value, std::optional<double> limit, failure &why) noexcept {
    detail::called(why, [&](plim_error **error) {
      return plim_monitor_feed(get(), name.get(), value, limit ? &*limit : nullptr, error);
    });
  }
  void feed(zstring name, double value, std::optional<double> limit = std::nullopt) {
    detail::thrown([&](failure &why) { feed(name, value, limit, why); });
  }

  plimsoll::sample sample(failure &why) const noexcept {
    plimsoll::sample latest;
    detail::called(why, [&](plim_error **error) { return plim_monitor_sample(get(), &latest, sizeof(plim_sample), error); });
    return latest;
  }
  plimsoll::sample sample() const {
    return detail::thrown([&](failure &why) { return sample(why); });
  }

  diagnosis diagnose(failure &why) const noexcept {
    diagnosis found;
    found.json = detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_monitor_diagnose(get(), &found.level, out, error); });
    return found;
  }
  diagnosis diagnose() const {
    return detail::thrown([&](failure &why) { return diagnose(why); });
  }
  /** `reading` is NaN where nothing is known yet. */
  plim_load_line load_line(failure &why) const noexcept {
    plim_load_line line{};
    detail::called(why, [&](plim_error **error) { return plim_monitor_load_line(get(), &line, sizeof line, error); });
    return line;
  }
  plim_load_line load_line() const {
    return detail::thrown([&](failure &why) { return load_line(why); });
  }
  workload workload_pattern(failure &why) const noexcept {
    workload found;
    found.json = detail::document(why, [&](plim_string *out, plim_error **error) {
      return plim_monitor_workload_pattern(get(), &found.pattern, &found.confidence, out, error);
    });
    return found;
  }
  workload workload_pattern() const {
    return detail::thrown([&](failure &why) { return workload_pattern(why); });
  }
  plimsoll::efficiency efficiency(failure &why) const noexcept {
    plimsoll::efficiency found;
    found.json = detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_monitor_efficiency(get(), &found.score, out, error); });
    return found;
  }
  plimsoll::efficiency efficiency() const {
    return detail::thrown([&](failure &why) { return efficiency(why); });
  }
  /** `PLIM_PATTERN_...`: what work to size for. */
  text allocation(std::int32_t pattern, failure &why) const noexcept {
    return detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_monitor_allocation(get(), pattern, out, error); });
  }
  text allocation(std::int32_t pattern = PLIM_PATTERN_DETECT) const {
    return detail::thrown([&](failure &why) { return allocation(pattern, why); });
  }

  text report(failure &why) const noexcept { return document<plim_monitor_report>(why); }
  text report() const {
    return detail::thrown([&](failure &why) { return report(why); });
  }
  text usage(failure &why) const noexcept { return document<plim_monitor_usage>(why); }
  text usage() const {
    return detail::thrown([&](failure &why) { return usage(why); });
  }
  text recommend(failure &why) const noexcept { return document<plim_monitor_recommend>(why); }
  text recommend() const {
    return detail::thrown([&](failure &why) { return recommend(why); });
  }
  text report_html(failure &why) const noexcept { return document<plim_monitor_report_html>(why); }
  text report_html() const {
    return detail::thrown([&](failure &why) { return report_html(why); });
  }
  /** What is known, as the text that Prometheus scrapes. */
  text metrics(failure &why) const noexcept { return document<plim_monitor_metrics>(why); }
  text metrics() const {
    return detail::thrown([&](failure &why) { return metrics(why); });
  }
  /** What was learnt, for `load_state`. */
  text save_state(failure &why) const noexcept { return document<plim_monitor_save_state>(why); }
  text save_state() const {
    return detail::thrown([&](failure &why) { return save_state(why); });
  }
  void load_state(std::string_view state, failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_monitor_load_state(get(), state.data(), state.size(), error); });
  }
  void load_state(std::string_view state) {
    detail::thrown([&](failure &why) { load_state(state, why); });
  }
  void keep_baseline(failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_monitor_keep_baseline(get(), error); });
  }
  void keep_baseline() {
    detail::thrown([&](failure &why) { keep_baseline(why); });
  }

  /** A pool joins the diagnosis; either may go first. */
  void attach(const dbpool &pool, failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_monitor_attach_dbpool(get(), pool.get(), error); });
  }
  void attach(const dbpool &pool) {
    detail::thrown([&](failure &why) { attach(pool, why); });
  }
  /** Whether there was one of that name. */
  bool detach(zstring name, failure &why) noexcept {
    return detail::called(
               why, [&](plim_error **error) { return plim_monitor_detach_dbpool(get(), name.get(), error); }) == PLIM_OK;
  }
  bool detach(zstring name) {
    return detail::thrown([&](failure &why) { return detach(name, why); });
  }

  void reset(failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_monitor_reset(get(), error); });
  }
  void reset() {
    detail::thrown([&](failure &why) { reset(why); });
  }
  void close(failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_monitor_close(get(), error); });
  }
  void close() {
    detail::thrown([&](failure &why) { close(why); });
  }

 private:
  struct functions {
    event_function event;
    level_function level;
  };
  template <plim_status (*Call)(const plim_monitor *, plim_string *, plim_error **)>
  text document(failure &why) const noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) { return Call(get(), out, error); });
  }
  /** Where they stay, wherever the monitor is moved. */
  std::unique_ptr<functions> functions_;
};

}  // namespace plimsoll

#endif  // PLIMSOLL_MONITOR_HPP
