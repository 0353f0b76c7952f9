/** @file exporter.hpp Metrics for a collector of OpenTelemetry. plimsoll.hpp says how all of it is used. */

#ifndef PLIMSOLL_EXPORTER_HPP
#define PLIMSOLL_EXPORTER_HPP

#include <plimsoll/monitor.hpp>

namespace plimsoll {

/** Sends what a monitor knows to a collector of OpenTelemetry, on a thread of its own. */
class exporter : public detail::handle<plim_exporter, plim_exporter_free> {
 public:
  /** What a configuration says in `export`, in JSON or YAML; what that leaves open the environment says. */
  explicit exporter(zstring settings = nullptr) {
    failure why;
    *this = exporter(settings, why);
    why.raise();
  }
  explicit exporter(detail::defaults) : exporter(zstring(nullptr)) {}
  exporter(zstring settings, failure &why) noexcept {
    plim_exporter *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_exporter_new(settings.get(), &made, error); });
    own(made);
  }

  /** Whether the interval has passed since the latest page. */
  bool is_due() const noexcept { return plim_exporter_is_due(get()) == 1; }

  /** Hands over what the monitor knows now, and never waits. Gives whether it was taken. */
  bool send(const monitor &of, failure &why) const noexcept {
    std::int32_t taken = 0;
    detail::called(why, [&](plim_error **error) { return plim_exporter_send(get(), of.get(), &taken, error); });
    return taken == 1;
  }
  bool send(const monitor &of) const {
    return detail::thrown([&](failure &why) { return send(of, why); });
  }

  /** Hands over a page: what `metrics()` of a monitor and others gave, one behind the other. */
  bool send_text(zstring page, failure &why) const noexcept {
    std::int32_t taken = 0;
    detail::called(why, [&](plim_error **error) { return plim_exporter_send_text(get(), page.get(), &taken, error); });
    return taken == 1;
  }
  bool send_text(zstring page) const {
    return detail::thrown([&](failure &why) { return send_text(page, why); });
  }

  /** What became of the pages. */
  text statistics(failure &why) const noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) { return plim_exporter_statistics(get(), out, error); });
  }
  text statistics() const {
    return detail::thrown([&](failure &why) { return statistics(why); });
  }

  /** Sends what waits within this time, and ends the thread. Gives whether it ended. */
  bool close(std::chrono::nanoseconds timeout, failure &why) const noexcept {
    std::int32_t ended = 0;
    detail::called(
        why, [&](plim_error **error) { return plim_exporter_close(get(), detail::nanoseconds(timeout), &ended, error); });
    return ended == 1;
  }
  bool close(std::chrono::nanoseconds timeout = std::chrono::seconds(2)) const {
    return detail::thrown([&](failure &why) { return close(timeout, why); });
  }
};

}  // namespace plimsoll

#endif  // PLIMSOLL_EXPORTER_HPP
