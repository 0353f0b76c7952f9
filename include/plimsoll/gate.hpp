/** @file gate.hpp Whether more work should begin. plimsoll.hpp says how all of it is used. */

#ifndef PLIMSOLL_GATE_HPP
#define PLIMSOLL_GATE_HPP

#include <plimsoll/core.hpp>

namespace plimsoll {

/** The right to work, given back at its end. */
class permit {
 public:
  permit() noexcept = default;
  template <class Owned, detail::exactly<Owned, plim_permit *> = 0>
  explicit permit(Owned owned) noexcept : permit_(owned) {}
  permit(permit &&other) noexcept : permit_(std::exchange(other.permit_, nullptr)) {}
  permit &operator=(permit &&other) noexcept {
    std::swap(permit_, other.permit_);
    return *this;
  }
  permit(const permit &) = delete;
  permit &operator=(const permit &) = delete;
  ~permit() { release(); }
  explicit operator bool() const noexcept { return permit_ != nullptr; }
  /** `PLIM_COMPLETION_...`: how the work ended, from which the gate learns. Once; later calls do nothing. */
  void release(std::int32_t completion = PLIM_COMPLETION_DONE) noexcept {
    plim_permit_release(std::exchange(permit_, nullptr), completion);
  }

 private:
  plim_permit *permit_ = nullptr;
};

/** A permit, or why there is none and when to come back. */
struct admission {
  plimsoll::permit permit;
  plim_refusal refusal{};
  /** Why there is none, in a word. */
  std::string_view reason_name() const noexcept {
    const char *name = plim_refusal_name(refusal.reason);
    return name != nullptr ? name : "";
  }
  explicit operator bool() const noexcept { return static_cast<bool>(permit); }
};

/** A place in the queue for a permit. */
class seat : public detail::handle<plim_seat, plim_seat_free> {
 public:
  seat() = default;
  template <class Owned, detail::exactly<Owned, plim_seat *> = 0>
  explicit seat(Owned owned) noexcept : handle(owned) {}
  /** Readable once there is something to take. */
  int fd(failure &why) const noexcept {
    std::int32_t fd = -1;
    detail::called(why, [&](plim_error **error) { return plim_seat_fd(get(), &fd, error); });
    return fd;
  }
  int fd() const {
    return detail::thrown([&](failure &why) { return fd(why); });
  }
  /** `PLIM_OK` with a permit, `PLIM_NOT_ENOUGH_DATA` while it waits, `PLIM_REFUSED`, `PLIM_ABSENT` afterwards. */
  plim_status take(admission &taken, bool give_up, failure &why) const noexcept {
    plim_permit *given = nullptr;
    const plim_status status = detail::called(why, [&](plim_error **error) {
      return plim_seat_take(get(), give_up ? 1 : 0, &given, &taken.refusal, sizeof taken.refusal, error);
    });
    taken.permit = permit(given);
    return status;
  }
  plim_status take(admission &taken, bool give_up = false) const {
    return detail::thrown([&](failure &why) { return take(taken, give_up, why); });
  }
};

/** Lets work begin as long as the container can bear it. */
class gate : public detail::handle<plim_gate, plim_gate_free> {
 public:
  explicit gate(const plim_gate_options &options = {}) {
    failure why;
    *this = gate(options, why);
    why.raise();
  }
  explicit gate(detail::defaults) : gate(plim_gate_options{}) {}
  gate(const plim_gate_options &options, failure &why) noexcept {
    plim_gate *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_gate_new(&options, sizeof options, &made, error); });
    own(made);
  }
  /** Owned from now on. */
  template <class Owned, detail::exactly<Owned, plim_gate *> = 0>
  explicit gate(Owned owned) noexcept : handle(owned) {}

  admission try_acquire(std::int32_t priority, failure &why) const noexcept {
    return admitted(why, [&](plim_permit **given, plim_refusal *refusal, plim_error **error) {
      return plim_gate_try_acquire(get(), priority, given, refusal, sizeof *refusal, error);
    });
  }
  admission try_acquire(std::int32_t priority = PLIM_PRIORITY_NORMAL) const {
    return detail::thrown([&](failure &why) { return try_acquire(priority, why); });
  }
  /** Waits in order of priority. */
  admission acquire(std::int32_t priority, std::chrono::nanoseconds timeout, failure &why) const noexcept {
    return admitted(why, [&](plim_permit **given, plim_refusal *refusal, plim_error **error) {
      return plim_gate_acquire(get(), priority, detail::nanoseconds(timeout), given, refusal, sizeof *refusal, error);
    });
  }
  admission acquire(std::int32_t priority = PLIM_PRIORITY_NORMAL, std::chrono::nanoseconds timeout = forever) const {
    return detail::thrown([&](failure &why) { return acquire(priority, timeout, why); });
  }
  /** Waits without a thread that stands still; an empty seat where as many wait as may. */
  seat enqueue(std::int32_t priority, plim_refusal *refusal, failure &why) const noexcept {
    plim_seat *given = nullptr;
    detail::called(why, [&](plim_error **error) {
      return plim_gate_enqueue(get(), priority, &given, refusal, refusal != nullptr ? sizeof *refusal : 0, error);
    });
    return seat(given);
  }
  seat enqueue(std::int32_t priority = PLIM_PRIORITY_NORMAL, plim_refusal *refusal = nullptr) const {
    return detail::thrown([&](failure &why) { return enqueue(priority, refusal, why); });
  }

  /** Reads the load anew. */
  void refresh(failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) { return plim_gate_refresh(get(), error); });
  }
  void refresh() const {
    detail::thrown([&](failure &why) { refresh(why); });
  }
  plim_gate_state_values state(failure &why) const noexcept {
    plim_gate_state_values now{};
    detail::called(why, [&](plim_error **error) { return plim_gate_state(get(), &now, sizeof now, nullptr, error); });
    return now;
  }
  plim_gate_state_values state() const {
    return detail::thrown([&](failure &why) { return state(why); });
  }
  std::vector<plim_waiting> waiting(failure &why) const noexcept {
    return detail::list<plim_waiting>(why, [&](plim_waiting *all, std::size_t capacity, std::size_t *count, plim_error **error) {
      return plim_gate_waiting(get(), all, sizeof *all, capacity, count, error);
    });
  }
  std::vector<plim_waiting> waiting() const {
    return detail::thrown([&](failure &why) { return waiting(why); });
  }
  /** What goes on and what it did, for Prometheus. */
  text metrics(failure &why) const noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) { return plim_gate_metrics(get(), out, error); });
  }
  text metrics() const {
    return detail::thrown([&](failure &why) { return metrics(why); });
  }
  void close(failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) { return plim_gate_close(get(), error); });
  }
  void close() const {
    detail::thrown([&](failure &why) { close(why); });
  }

 private:
  template <class Call>
  static admission admitted(failure &why, Call &&call) noexcept {
    admission answer;
    plim_permit *given = nullptr;
    detail::called(why, [&](plim_error **error) { return call(&given, &answer.refusal, error); });
    answer.permit = permit(given);
    return answer;
  }
};

}  // namespace plimsoll

#endif  // PLIMSOLL_GATE_HPP
