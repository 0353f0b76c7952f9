/** @file load.hpp Load tests, and the benchmark of the container. plimsoll.hpp says how all of it is used. */

#ifndef PLIMSOLL_LOAD_HPP
#define PLIMSOLL_LOAD_HPP

#include <plimsoll/core.hpp>

namespace plimsoll {

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
  explicit benchmark(detail::defaults) : benchmark(plim_benchmark_options{}) {}
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

#endif  // PLIMSOLL_LOAD_HPP
