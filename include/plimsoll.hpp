/**
 * @file plimsoll.hpp
 *
 * Plimsoll for C++17: what include/plimsoll.h has, with handles that free themselves. Header only; link libplimsoll.
 *
 *   plimsoll::monitor monitor;
 *   monitor.observe();
 *   plimsoll::diagnosis found = monitor.diagnose();
 *   std::cout << found.json.view() << '\n';
 *
 * - Handles are moved, not copied. What was moved from is empty (`!handle`), and every call of it fails with `PLIM_E_NULL`.
 * - Each function that can fail has two forms: one throws `plimsoll::exception`, the other takes a `plimsoll::failure` as
 *   its last argument, throws nothing, and gives what stands for nothing where it fails. A failure is overwritten by each
 *   call. A constructor has the same two forms. Without exceptions (-fno-exceptions) the first form ends the program.
 * - A refusal and too little data are answers, not failures: see `admission`, `text::answer`.
 * - Texts for the library are `zstring`: a `const char *` or a `std::string`, borrowed for the call. Paths are
 *   `std::string_view`. Texts of the library are `text`, which frees itself.
 * - Times are `std::chrono::nanoseconds`; `plimsoll::forever` waits as long as it takes.
 * - Option structs are those of C, in which all zero is the default: `plim_gate_options options{};`. Only samplers have one
 *   of their own, `sampler_options`.
 * - Functions of yours that are called (`std::function`) may be called on another thread where it says so. What they throw
 *   never reaches the library: of a check it is why that failed; of a call that waits (`run`) it is thrown from there.
 *
 * Names and answers that are not explained here are those of plimsoll.h, which says more.
 */

#ifndef PLIMSOLL_HPP
#define PLIMSOLL_HPP

#include <plimsoll.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(__cpp_exceptions) || defined(__EXCEPTIONS)
#define PLIMSOLL_EXCEPTIONS 1
#else
#define PLIMSOLL_EXCEPTIONS 0
#endif

namespace plimsoll {

/** As long as it takes. */
inline constexpr std::chrono::nanoseconds forever = std::chrono::nanoseconds::max();

/** Why a call failed; or that it did not, where it is false. */
class failure {
 public:
  failure() = default;

  /** Whether something failed. */
  explicit operator bool() const noexcept { return code_ < 0; }
  /** `PLIM_E_...`, or `PLIM_OK`. */
  plim_status code() const noexcept { return code_; }
  /** What went wrong, and what to do; empty where nothing did. */
  std::string_view message() const noexcept {
    if (error_ != nullptr) return plim_error_message(error_.get());
    const char *name = code_ < 0 ? plim_status_name(code_) : nullptr;
    return name != nullptr ? name : "";
  }
  /** The operating system's number, 0 where it has none. */
  int os_error() const noexcept { return error_ != nullptr ? plim_error_errno(error_.get()) : 0; }
  /** The path that it concerns; empty where it concerns none. */
  std::string_view path() const noexcept {
    const char *path = error_ != nullptr ? plim_error_path(error_.get()) : nullptr;
    return path != nullptr ? path : "";
  }

  /** For the functions below. @{ */
  void set(plim_status code, plim_error *error) noexcept {
    code_ = code < 0 ? code : PLIM_OK;
    error_.reset(error);
  }
  void raise() const;
  /** @} */

 private:
  struct deleter {
    void operator()(plim_error *error) const noexcept { plim_error_free(error); }
  };
  plim_status code_ = PLIM_OK;
  std::unique_ptr<plim_error, deleter> error_;
};

/** What is thrown. */
class exception : public std::runtime_error {
 public:
  explicit exception(const failure &why)
      : std::runtime_error(std::string(why.message())), code_(why.code()), os_error_(why.os_error()), path_(why.path()) {}
  /** `PLIM_E_...`. */
  plim_status code() const noexcept { return code_; }
  int os_error() const noexcept { return os_error_; }
  const std::string &path() const noexcept { return path_; }

 private:
  plim_status code_;
  int os_error_;
  std::string path_;
};

inline void failure::raise() const {
  if (!*this) return;
#if PLIMSOLL_EXCEPTIONS
  throw exception(*this);
#else
  const std::string_view said = message();
  std::fprintf(stderr, "plimsoll: %.*s\n", static_cast<int>(said.size()), said.data());
  std::abort();
#endif
}

/** Text with a NUL at its end, borrowed for a call; `nullptr` for none. */
class zstring {
 public:
  zstring(std::nullptr_t) noexcept {}
  zstring(const char *text) noexcept : text_(text) {}
  zstring(const std::string &text) noexcept : text_(text.c_str()) {}
  const char *get() const noexcept { return text_; }

 private:
  const char *text_ = nullptr;
};

/** Some values one after the other, borrowed. */
template <class T>
class span {
 public:
  constexpr span() noexcept = default;
  constexpr span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
  template <std::size_t N>
  constexpr span(T (&all)[N]) noexcept : data_(all), size_(N) {}
  template <class All, class = decltype(static_cast<T *>(std::declval<All &>().data()))>
  constexpr span(All &&all) noexcept : data_(all.data()), size_(all.size()) {}
  constexpr T *data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr T *begin() const noexcept { return data_; }
  constexpr T *end() const noexcept { return data_ + size_; }
  constexpr T &operator[](std::size_t at) const noexcept { return data_[at]; }

 private:
  T *data_ = nullptr;
  std::size_t size_ = 0;
};

/** Text of the library's. Where it stands for a document it is JSON. */
class text {
 public:
  text() noexcept = default;
  text(text &&other) noexcept : string_(std::exchange(other.string_, plim_string{})), answer_(other.answer_) {}
  text &operator=(text &&other) noexcept {
    std::swap(string_, other.string_);
    std::swap(answer_, other.answer_);
    return *this;
  }
  text(const text &) = delete;
  text &operator=(const text &) = delete;
  ~text() { plim_string_free(&string_); }

  std::string_view view() const noexcept { return string_.ptr != nullptr ? std::string_view(string_.ptr, string_.len) : ""; }
  operator std::string_view() const noexcept { return view(); }
  std::string str() const { return std::string(view()); }
  bool empty() const noexcept { return string_.len == 0; }
  /** With a NUL at its end. */
  const char *c_str() const noexcept { return string_.ptr != nullptr ? string_.ptr : ""; }
  /** `PLIM_OK`, or what stands for nothing: `PLIM_NOT_ENOUGH_DATA`, `PLIM_ABSENT`. */
  plim_status answer() const noexcept { return answer_; }

  /** For the functions below. @{ */
  plim_string *out() noexcept {
    plim_string_free(&string_);
    return &string_;
  }
  void answered(plim_status answer) noexcept { answer_ = answer; }
  /** @} */

 private:
  plim_string string_{};
  plim_status answer_ = PLIM_OK;
};

/** @cond */
namespace detail {

/** A handle that is freed. */
template <class T, void (*Free)(T *)>
class handle {
 public:
  explicit operator bool() const noexcept { return handle_ != nullptr; }
  /** For functions of C; still owned. */
  T *get() const noexcept { return handle_.get(); }
  /** Given away: to be freed by the caller. */
  T *release() noexcept { return handle_.release(); }

 protected:
  handle() = default;
  explicit handle(T *owned) noexcept : handle_(owned) {}
  void own(T *owned) noexcept { handle_.reset(owned); }

 private:
  struct deleter {
    void operator()(T *owned) const noexcept { Free(owned); }
  };
  std::unique_ptr<T, deleter> handle_;
};

/** Calls a function of C with a place for its error. */
template <class Call>
plim_status called(failure &why, Call &&call) noexcept {
  plim_error *error = nullptr;
  const plim_status status = call(&error);
  why.set(status, error);
  return status;
}

/** The form that throws, of the one that does not. */
template <class Call>
auto thrown(Call &&call) -> decltype(call(std::declval<failure &>())) {
  failure why;
  if constexpr (std::is_void_v<decltype(call(why))>) {
    call(why);
    why.raise();
  } else {
    auto value = call(why);
    why.raise();
    return value;
  }
}

/** A document. */
template <class Call>
text document(failure &why, Call &&call) noexcept {
  text json;
  json.answered(called(why, [&](plim_error **error) { return call(json.out(), error); }));
  return json;
}

/** A list whose length the library tells. */
template <class T, class Call>
std::vector<T> list(failure &why, Call &&call) noexcept {
  std::vector<T> all;
  std::size_t total = 0;
  // What is listed may grow from one call to the next.
  for (int round = 0; round < 8; ++round) {
    all.resize(total + total / 8);
    if (called(why, [&](plim_error **error) { return call(all.data(), all.size(), &total, error); }) < 0) return {};
    if (total <= all.size()) break;
  }
  all.resize(total < all.size() ? total : all.size());
  return all;
}

inline std::uint64_t nanoseconds(std::chrono::nanoseconds time) noexcept {
  if (time == forever) return std::numeric_limits<std::uint64_t>::max();
  return time.count() < 0 ? 0 : static_cast<std::uint64_t>(time.count());
}

/** A function that the library calls and frees. */
template <class Function>
void free_function(void *function) {
  delete static_cast<Function *>(function);
}

/** A function that is called while a call waits: what it throws is kept, and thrown when that is back. */
template <class Function>
struct guarded {
  const Function &function;
#if PLIMSOLL_EXCEPTIONS
  std::exception_ptr thrown{};
#endif

  /** Gives what says to end where it threw. */
  template <class... Values>
  std::int32_t operator()(const Values &...values) noexcept {
#if PLIMSOLL_EXCEPTIONS
    try {
      return function(values...) ? 0 : 1;
    } catch (...) {
      thrown = std::current_exception();
      return 1;
    }
#else
    return function(values...) ? 0 : 1;
#endif
  }
  void rethrow() {
#if PLIMSOLL_EXCEPTIONS
    if (thrown) std::rethrow_exception(thrown);
#endif
  }
};

}  // namespace detail
/** @endcond */

/** The library's version, such as "0.1.0". */
inline std::string_view version() noexcept { return plim_version(); }

/** `PLIM_FEATURE_...` bits of what the library was built with. */
inline std::uint64_t features() noexcept { return plim_features(); }

/** One reading of the kernel. Plain data. */
struct sample : plim_sample {
  sample() noexcept : plim_sample{} {}

  /** Whether field `PLIM_FIELD_...` was read. */
  bool has(std::uint32_t field) const noexcept { return field < PLIM_FIELDS && PLIM_HAS(this, field) != 0; }
  /** Its value; no limit is infinity. */
  std::optional<double> value(std::uint32_t field) const noexcept {
    double value = 0.0;
    const plim_status status = plim_sample_value(this, sizeof(plim_sample), field, &value, nullptr);
    return status == PLIM_OK ? std::optional<double>(value) : std::nullopt;
  }
  /** The value of a field by its name. */
  std::optional<double> value(zstring name) const noexcept {
    std::uint32_t field = 0;
    return plim_field_find(name.get(), &field, nullptr) == PLIM_OK ? value(field) : std::nullopt;
  }
  text json(failure &why) const noexcept {
    return detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_sample_to_json(this, sizeof(plim_sample), out, error); });
  }
  text json() const {
    return detail::thrown([&](failure &why) { return json(why); });
  }
};

/** How a sampler samples. Texts are borrowed. */
struct sampler_options : plim_sampler_options {
  /** This process and its cgroup, all groups. */
  sampler_options() noexcept : plim_sampler_options{} { plim_sampler_options_init(this, sizeof(plim_sampler_options), nullptr); }
  static sampler_options of_process(std::uint32_t pid) noexcept {
    sampler_options options;
    options.target = PLIM_TARGET_PID;
    options.pid = pid;
    return options;
  }
  static sampler_options of_cgroup(std::string_view path) noexcept {
    sampler_options options;
    options.target = PLIM_TARGET_CGROUP;
    options.cgroup = path.data();
    options.cgroup_len = path.size();
    return options;
  }
  sampler_options &only(std::uint64_t wanted) noexcept {
    groups = wanted;
    return *this;
  }
};

/** Something that could not be read. */
struct problem {
  text path;
  text reason;
  std::uint64_t groups = 0;
};

/** Reads the kernel: host, cgroup, process. */
class sampler : public detail::handle<plim_sampler, plim_sampler_free> {
 public:
  explicit sampler(const sampler_options &options = {}) {
    failure why;
    *this = sampler(options, why);
    why.raise();
  }
  sampler(const sampler_options &options, failure &why) noexcept {
    plim_sampler *made = nullptr;
    detail::called(
        why, [&](plim_error **error) { return plim_sampler_new(&options, sizeof(plim_sampler_options), &made, error); });
    own(made);
  }

  /** Reads into a sample that is there already; allocates nothing after the first call. */
  void read(sample &into, failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_sampler_read(get(), &into, sizeof(plim_sample), error); });
  }
  void read(sample &into) {
    detail::thrown([&](failure &why) { read(into, why); });
  }
  sample read(failure &why) noexcept {
    sample now;
    read(now, why);
    return now;
  }
  sample read() {
    return detail::thrown([&](failure &why) { return read(why); });
  }

  /** `PLIM_GROUP_...` bits of what can be read. */
  std::uint64_t available(failure &why) const noexcept {
    std::uint64_t groups = 0;
    detail::called(why, [&](plim_error **error) { return plim_sampler_available(get(), &groups, error); });
    return groups;
  }
  std::uint64_t available() const {
    return detail::thrown([&](failure &why) { return available(why); });
  }

  std::vector<problem> problems(failure &why) const noexcept {
    std::vector<problem> all;
    std::size_t count = 0;
    detail::called(why, [&](plim_error **error) { return plim_sampler_problem_count(get(), &count, error); });
    for (std::size_t at = 0; !why && at < count; ++at) {
      problem one;
      detail::called(why, [&](plim_error **error) {
        return plim_sampler_problem_get(get(), at, one.path.out(), one.reason.out(), &one.groups, error);
      });
      if (!why) all.push_back(std::move(one));
    }
    return all;
  }
  std::vector<problem> problems() const {
    return detail::thrown([&](failure &why) { return problems(why); });
  }

  void reset(failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_sampler_reset(get(), error); });
  }
  void reset() {
    detail::thrown([&](failure &why) { reset(why); });
  }

  /** The cgroup at a depth: 0 is the target's own. */
  text cgroup_path(std::uint32_t controller, std::size_t depth, failure &why) const noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) {
      return plim_sampler_cgroup_path(get(), controller, depth, out, error);
    });
  }
  text cgroup_path(std::uint32_t controller = PLIM_CONTROLLER_CPU, std::size_t depth = 0) const {
    return detail::thrown([&](failure &why) { return cgroup_path(controller, depth, why); });
  }

  std::vector<plim_core> cores(failure &why) noexcept { return details<plim_core, plim_sampler_cores>(why); }
  std::vector<plim_core> cores() {
    return detail::thrown([&](failure &why) { return cores(why); });
  }
  std::vector<plim_disk> disks(failure &why) noexcept { return details<plim_disk, plim_sampler_disks>(why); }
  std::vector<plim_disk> disks() {
    return detail::thrown([&](failure &why) { return disks(why); });
  }
  std::vector<plim_interface> interfaces(failure &why) noexcept {
    return details<plim_interface, plim_sampler_interfaces>(why);
  }
  std::vector<plim_interface> interfaces() {
    return detail::thrown([&](failure &why) { return interfaces(why); });
  }
  std::vector<plim_filesystem> filesystems(failure &why) noexcept {
    return details<plim_filesystem, plim_sampler_filesystems>(why);
  }
  std::vector<plim_filesystem> filesystems() {
    return detail::thrown([&](failure &why) { return filesystems(why); });
  }
  std::vector<plim_process> processes(failure &why) noexcept { return details<plim_process, plim_sampler_processes>(why); }
  std::vector<plim_process> processes() {
    return detail::thrown([&](failure &why) { return processes(why); });
  }

  void close(failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_sampler_close(get(), error); });
  }
  void close() {
    detail::thrown([&](failure &why) { close(why); });
  }

 private:
  template <class T, plim_status (*Call)(plim_sampler *, T *, std::size_t, std::size_t, std::size_t *, plim_error **)>
  std::vector<T> details(failure &why) noexcept {
    return detail::list<T>(why, [&](T *all, std::size_t capacity, std::size_t *total, plim_error **error) {
      return Call(get(), all, sizeof(T), capacity, total, error);
    });
  }
};

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

/** A pool of database connections, which belongs to the host. */
class dbpool : public detail::handle<plim_dbpool, plim_dbpool_free> {
 public:
  explicit dbpool(zstring name, span<const plim_threshold> thresholds = {}) {
    failure why;
    *this = dbpool(name, thresholds, why);
    why.raise();
  }
  dbpool(zstring name, span<const plim_threshold> thresholds, failure &why) noexcept {
    plim_dbpool *made = nullptr;
    detail::called(why, [&](plim_error **error) {
      return plim_dbpool_new(name.get(), thresholds.data(), thresholds.size(), &made, error);
    });
    own(made);
  }

  /** What the pool reports; `when` on any clock that only goes forward, 0 is now. */
  void observe(const plim_dbpool_stats &stats, std::chrono::nanoseconds when, failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) {
      return plim_dbpool_observe(get(), detail::nanoseconds(when), &stats, sizeof stats, error);
    });
  }
  void observe(const plim_dbpool_stats &stats, std::chrono::nanoseconds when = {}) const {
    detail::thrown([&](failure &why) { observe(stats, when, why); });
  }
  /** Who holds connections. */
  void observe_holders(span<const plim_dbpool_holder> holders, failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) {
      return plim_dbpool_observe_holders(get(), holders.data(), sizeof(plim_dbpool_holder), holders.size(), error);
    });
  }
  void observe_holders(span<const plim_dbpool_holder> holders) const {
    detail::thrown([&](failure &why) { observe_holders(holders, why); });
  }

  text describe(failure &why) const noexcept { return document<plim_dbpool_describe>(why); }
  text describe() const {
    return detail::thrown([&](failure &why) { return describe(why); });
  }
  text findings(failure &why) const noexcept { return document<plim_dbpool_findings>(why); }
  text findings() const {
    return detail::thrown([&](failure &why) { return findings(why); });
  }
  text recommendations(failure &why) const noexcept { return document<plim_dbpool_recommendations>(why); }
  text recommendations() const {
    return detail::thrown([&](failure &why) { return recommendations(why); });
  }

  /** How large it should be; `json` may be null. `PLIM_NOT_ENOUGH_DATA` where too little was seen to say. */
  plim_status advise(plim_dbpool_advice &advice, text *json, const plim_dbpool_advice_options &options,
                     failure &why) const noexcept {
    return detail::called(why, [&](plim_error **error) {
      return plim_dbpool_advise(get(), &options, sizeof options, &advice, sizeof advice, json != nullptr ? json->out() : nullptr,
                                error);
    });
  }
  plim_status advise(plim_dbpool_advice &advice, text *json = nullptr, const plim_dbpool_advice_options &options = {}) const {
    return detail::thrown([&](failure &why) { return advise(advice, json, options, why); });
  }

  void close(failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_dbpool_close(get(), error); });
  }
  void close() {
    detail::thrown([&](failure &why) { close(why); });
  }

 private:
  template <plim_status (*Call)(const plim_dbpool *, plim_string *, plim_error **)>
  text document(failure &why) const noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) { return Call(get(), out, error); });
  }
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
  void detach(zstring name, failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_monitor_detach_dbpool(get(), name.get(), error); });
  }
  void detach(zstring name) {
    detail::thrown([&](failure &why) { detach(name, why); });
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

/** The right to work, given back at its end. */
class permit {
 public:
  permit() noexcept = default;
  explicit permit(plim_permit *owned) noexcept : permit_(owned) {}
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
  explicit operator bool() const noexcept { return static_cast<bool>(permit); }
};

/** A place in the queue for a permit. */
class seat : public detail::handle<plim_seat, plim_seat_free> {
 public:
  seat() = default;
  explicit seat(plim_seat *owned) noexcept : handle(owned) {}
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
  gate(const plim_gate_options &options, failure &why) noexcept {
    plim_gate *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_gate_new(&options, sizeof options, &made, error); });
    own(made);
  }
  /** Owned from now on. */
  explicit gate(plim_gate *owned) noexcept : handle(owned) {}

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

/** Servers of a configuration. */
class targets : public detail::handle<plim_targets, plim_targets_free> {
 public:
  static targets load(std::string_view path, zstring environment, failure &why) noexcept {
    return made(why, [&](plim_targets **all, plim_error **error) {
      return plim_targets_load(path.data(), path.size(), environment.get(), all, error);
    });
  }
  static targets load(std::string_view path, zstring environment = nullptr) {
    return detail::thrown([&](failure &why) { return load(path, environment, why); });
  }
  static targets parse(zstring config, failure &why) noexcept {
    return made(why, [&](plim_targets **all, plim_error **error) { return plim_targets_parse(config.get(), all, error); });
  }
  static targets parse(zstring config) {
    return detail::thrown([&](failure &why) { return parse(config, why); });
  }
  std::size_t size() const noexcept { return plim_targets_count(get()); }
  std::string_view name(std::size_t index) const noexcept {
    const char *name = plim_targets_name(get(), index);
    return name != nullptr ? name : "";
  }
  bool enabled(std::size_t index) const noexcept { return plim_targets_enabled(get(), index) > 0; }

 private:
  template <class Call>
  static targets made(failure &why, Call &&call) noexcept {
    targets all;
    plim_targets *read = nullptr;
    detail::called(why, [&](plim_error **error) { return call(&read, error); });
    all.own(read);
    return all;
  }
};

/** What a check came to, and the same as JSON. */
struct outcome : plim_outcome {
  outcome() noexcept : plim_outcome{} {}
  /** Its place in the list. */
  std::size_t index = 0;
  text json;
  bool healthy() const noexcept { return status == PLIM_HEALTH_HEALTHY; }
  /** Why, in a word. */
  std::string_view reason_name() const noexcept {
    const char *name = plim_reason_name(reason);
    return name != nullptr ? name : "";
  }
};

/** What probes share: connections, names, tokens. */
class probe_context : public detail::handle<plim_probe_context, plim_probe_context_free> {
 public:
  explicit probe_context(const plim_probe_options &options = {}) {
    failure why;
    *this = probe_context(options, why);
    why.raise();
  }
  probe_context(const plim_probe_options &options, failure &why) noexcept {
    plim_probe_context *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_probe_context_new(&options, sizeof options, &made, error); });
    own(made);
  }
  explicit probe_context(plim_probe_context *owned) noexcept : handle(owned) {}
  /** One check, on this thread. */
  outcome probe(const targets &all, std::size_t index, failure &why) const noexcept {
    outcome found;
    found.index = index;
    detail::called(why, [&](plim_error **error) {
      return plim_probe(get(), all.get(), index, &found, sizeof(plim_outcome), found.json.out(), error);
    });
    return found;
  }
  outcome probe(const targets &all, std::size_t index = 0) const {
    return detail::thrown([&](failure &why) { return probe(all, index, why); });
  }
};

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
  explicit checks(plim_checks *owned) noexcept : handle(owned) {}

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
  explicit run(plim_run *owned) noexcept : handle(owned) {}

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
  explicit checker(plim_checker *owned) noexcept : handle(owned) {}

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

/** Puts servers, or a function of one's own, under load. */
class load_test : public detail::handle<plim_load_test, plim_load_test_free> {
 public:
  /** Called on a thread of the test's, at the same time as itself: 0, or `PLIM_REASON_...`. What it throws is a failure. */
  using own_function = std::function<std::int32_t(const plim_load_turn &)>;
  /** Called once a second; false gives up. */
  using progress_function = std::function<bool(const plim_load_progress &)>;

  static load_test load(std::string_view path, zstring scenario, zstring environment, failure &why) noexcept {
    return made(why, [&](plim_load_test **test, plim_error **error) {
      return plim_load_test_load(path.data(), path.size(), environment.get(), scenario.get(), test, error);
    });
  }
  static load_test load(std::string_view path, zstring scenario = nullptr, zstring environment = nullptr) {
    return detail::thrown([&](failure &why) { return load(path, scenario, environment, why); });
  }
  static load_test parse(zstring config, zstring scenario, failure &why) noexcept {
    return made(why, [&](plim_load_test **test, plim_error **error) {
      return plim_load_test_parse(config.get(), scenario.get(), test, error);
    });
  }
  static load_test parse(zstring config, zstring scenario = nullptr) {
    return detail::thrown([&](failure &why) { return parse(config, scenario, why); });
  }

  void add_own(zstring name, own_function function, plim_load_own_options options, failure &why) noexcept {
    options.name = name.get();
    options.call = call_own;
    options.user_data = new own_function(std::move(function));
    options.free = detail::free_function<own_function>;
    detail::called(why, [&](plim_error **error) { return plim_load_test_add_own(get(), &options, sizeof options, error); });
  }
  void add_own(zstring name, own_function function, const plim_load_own_options &options = {}) {
    detail::thrown([&](failure &why) { add_own(name, std::move(function), options, why); });
  }

  /** Runs to its end: the document `plimsoll.load/1`. */
  text run(const progress_function &progress, failure &why) const {
    detail::guarded<progress_function> told{progress};
    const plim_load_progress_callback call = [](const plim_load_progress *now, void *data) noexcept -> std::int32_t {
      return (*static_cast<detail::guarded<progress_function> *>(data))(*now);
    };
    text json = detail::document(why, [&](plim_string *out, plim_error **error) {
      return plim_load_test_run(get(), progress ? call : nullptr, &told, out, error);
    });
    told.rethrow();
    return json;
  }
  text run(const progress_function &progress = {}) const {
    return detail::thrown([&](failure &why) { return run(progress, why); });
  }
  /** From any thread. */
  void cancel() const noexcept { plim_load_test_cancel(get()); }

  /** A result in another form: `html`, `csv`, `junit`, `markdown`, `hdr`. */
  static text write(zstring json, zstring form, failure &why) noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) {
      return plim_load_result_write(json.get(), form.get(), out, error);
    });
  }
  static text write(zstring json, zstring form) {
    return detail::thrown([&](failure &why) { return write(json, form, why); });
  }
  /** The results of several machines in one. */
  static text merge(span<const char *const> jsons, failure &why) noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) {
      return plim_load_result_merge(jsons.data(), jsons.size(), out, error);
    });
  }
  static text merge(span<const char *const> jsons) {
    return detail::thrown([&](failure &why) { return merge(jsons, why); });
  }

 private:
  template <class Call>
  static load_test made(failure &why, Call &&call) noexcept {
    load_test test;
    plim_load_test *read = nullptr;
    detail::called(why, [&](plim_error **error) { return call(&read, error); });
    test.own(read);
    return test;
  }
  static std::int32_t call_own(const plim_load_turn *turn, void *data) noexcept {
    const own_function &function = *static_cast<own_function *>(data);
#if PLIMSOLL_EXCEPTIONS
    try {
      return function(*turn);
    } catch (...) {
      return PLIM_REASON_REPORTED;
    }
#else
    return function(*turn);
#endif
  }
};

/** Measures the container itself. */
class benchmark : public detail::handle<plim_benchmark, plim_benchmark_free> {
 public:
  /** Called a few times a second on the thread that runs; false gives up. */
  using progress_function = std::function<bool(const plim_benchmark_progress &)>;

  explicit benchmark(const plim_benchmark_options &options = {}) {
    failure why;
    *this = benchmark(options, why);
    why.raise();
  }
  benchmark(const plim_benchmark_options &options, failure &why) noexcept {
    plim_benchmark *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_benchmark_new(&options, sizeof options, &made, error); });
    own(made);
  }
  /** The document `plimsoll.bench/1`. */
  text run(const progress_function &progress, failure &why) const {
    detail::guarded<progress_function> told{progress};
    const plim_benchmark_progress_callback call = [](const plim_benchmark_progress *now, void *data) noexcept -> std::int32_t {
      return (*static_cast<detail::guarded<progress_function> *>(data))(*now);
    };
    text json = detail::document(why, [&](plim_string *out, plim_error **error) {
      return plim_benchmark_run(get(), progress ? call : nullptr, &told, out, error);
    });
    told.rethrow();
    return json;
  }
  text run(const progress_function &progress = {}) const {
    return detail::thrown([&](failure &why) { return run(progress, why); });
  }
  /** From any thread. */
  void cancel() const noexcept { plim_benchmark_cancel(get()); }

  /** A result with its comparison with an earlier one. */
  static text compare(zstring now, zstring baseline, bool any_machine, failure &why) noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) {
      return plim_benchmark_compare(now.get(), baseline.get(), any_machine ? 1 : 0, out, error);
    });
  }
  static text compare(zstring now, zstring baseline, bool any_machine = false) {
    return detail::thrown([&](failure &why) { return compare(now, baseline, any_machine, why); });
  }
  /** A result in another form: `html`, `csv`, `junit`, `markdown`. */
  static text write(zstring json, zstring form, failure &why) noexcept {
    return detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_benchmark_write(json.get(), form.get(), out, error); });
  }
  static text write(zstring json, zstring form) {
    return detail::thrown([&](failure &why) { return write(json, form, why); });
  }
};

}  // namespace plimsoll

#endif  // PLIMSOLL_HPP
