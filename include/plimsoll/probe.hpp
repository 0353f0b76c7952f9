/** @file probe.hpp Servers, single checks of them, requests and caches. plimsoll.hpp says how all of it is used. */

#ifndef PLIMSOLL_PROBE_HPP
#define PLIMSOLL_PROBE_HPP

#include <plimsoll/core.hpp>

#include <optional>

namespace plimsoll {

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
  /** What its configuration says; `answer()` is `PLIM_ABSENT` beyond the last. */
  text describe(std::size_t index, failure &why) const noexcept {
    return detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_targets_describe(get(), index, out, error); });
  }
  text describe(std::size_t index) const {
    return detail::thrown([&](failure &why) { return describe(index, why); });
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
  /** The same in a sentence. */
  std::string_view reason_meaning() const noexcept {
    const char *meaning = plim_reason_meaning(reason);
    return meaning != nullptr ? meaning : "";
  }
};

/** What a request came to. */
struct response : plim_response {
  response() noexcept : plim_response{} {}
  text body;
  text json;
};

/** What a cache knows of a key. */
struct cached {
  /** `PLIM_OK` with a value, which may be empty, or `PLIM_ABSENT`. */
  plim_status answer = PLIM_ABSENT;
  text value;
  /** Whether there is a value, or it is known that there is none. */
  bool known = false;
  explicit operator bool() const noexcept { return answer == PLIM_OK; }
};

/** What a function of one's own fetched: nothing where there is no such value; kept for `ttl`, 0 is the category's time. */
struct fetched {
  std::optional<std::string> value;
  std::chrono::nanoseconds ttl{};
};

/** What probes share: connections, names, tokens. */
class probe_context : public detail::handle<plim_probe_context, plim_probe_context_free> {
 public:
  explicit probe_context(const plim_probe_options &options = {}) {
    failure why;
    *this = probe_context(options, why);
    why.raise();
  }
  explicit probe_context(detail::defaults) : probe_context(plim_probe_options{}) {}
  probe_context(const plim_probe_options &options, failure &why) noexcept {
    plim_probe_context *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_probe_context_new(&options, sizeof options, &made, error); });
    own(made);
  }
  template <class Owned, detail::exactly<Owned, plim_probe_context *> = 0>
  explicit probe_context(Owned owned) noexcept : handle(owned) {}
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
  /** One request over a connection of a pool, `PLIM_POOL_...`. */
  plimsoll::response request(std::int32_t pool, const plim_request_options &options, failure &why) const noexcept {
    plimsoll::response given;
    detail::called(why, [&](plim_error **error) {
      return plim_request(get(), pool, &options, sizeof options, &given, sizeof(plim_response), given.body.out(),
                          given.json.out(), error);
    });
    return given;
  }
  plimsoll::response request(std::int32_t pool, const plim_request_options &options) const {
    return detail::thrown([&](failure &why) { return request(pool, options, why); });
  }
  text pool_statistics(std::int32_t pool, failure &why) const noexcept {
    return detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_pool_statistics(get(), pool, out, error); });
  }
  text pool_statistics(std::int32_t pool) const {
    return detail::thrown([&](failure &why) { return pool_statistics(pool, why); });
  }
  /** Closes what was idle too long, and drops what has expired. */
  /** What pools and caches have and did, for Prometheus. */
  text metrics(failure &why) const noexcept {
    return detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_probe_context_metrics(get(), out, error); });
  }
  text metrics() const {
    return detail::thrown([&](failure &why) { return metrics(why); });
  }
  void sweep(failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) { return plim_probe_context_sweep(get(), error); });
  }
  void sweep() const {
    detail::thrown([&](failure &why) { sweep(why); });
  }
  /** Ends everything; how many threads are stuck after `timeout`. */
  std::uint32_t close(std::chrono::nanoseconds timeout, failure &why) noexcept {
    std::uint32_t stuck = 0;
    detail::called(why, [&](plim_error **error) {
      return plim_probe_context_close(get(), detail::nanoseconds(timeout), &stuck, error);
    });
    return stuck;
  }
  std::uint32_t close(std::chrono::nanoseconds timeout = std::chrono::seconds(5)) {
    return detail::thrown([&](failure &why) { return close(timeout, why); });
  }

  /** A category of one's own. */
  void cache_create(const plim_category &category, failure &why) const noexcept {
    detail::called(
        why, [&](plim_error **error) { return plim_cache_create(get(), &category, sizeof category, error); });
  }
  void cache_create(const plim_category &category) const {
    detail::thrown([&](failure &why) { cache_create(category, why); });
  }
  cached cache_get(zstring category, zstring key, failure &why) const noexcept {
    cached found;
    std::int32_t known = 0;
    found.answer = detail::called(why, [&](plim_error **error) {
      return plim_cache_get(get(), category.get(), key.get(), found.value.out(), &known, error);
    });
    found.known = known != 0;
    return found;
  }
  cached cache_get(zstring category, zstring key) const {
    return detail::thrown([&](failure &why) { return cache_get(category, key, why); });
  }
  /** Kept for `ttl`; 0 is the category's time. */
  void cache_set(zstring category, zstring key, std::string_view value, std::chrono::nanoseconds ttl,
                 failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) {
      return plim_cache_set(get(), category.get(), key.get(), value.data(), value.size(), detail::nanoseconds(ttl), error);
    });
  }
  void cache_set(zstring category, zstring key, std::string_view value, std::chrono::nanoseconds ttl = {}) const {
    detail::thrown([&](failure &why) { cache_set(category, key, value, ttl, why); });
  }
  /** That a key has no value. */
  void cache_set_absent(zstring category, zstring key, std::chrono::nanoseconds ttl, failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) {
      return plim_cache_set_absent(get(), category.get(), key.get(), detail::nanoseconds(ttl), error);
    });
  }
  void cache_set_absent(zstring category, zstring key, std::chrono::nanoseconds ttl = {}) const {
    detail::thrown([&](failure &why) { cache_set_absent(category, key, ttl, why); });
  }
  /** Whether there was anything. */
  bool cache_remove(zstring category, zstring key, failure &why) const noexcept {
    return detail::called(why, [&](plim_error **error) {
             return plim_cache_remove(get(), category.get(), key.get(), error);
           }) == PLIM_OK;
  }
  bool cache_remove(zstring category, zstring key) const {
    return detail::thrown([&](failure &why) { return cache_remove(category, key, why); });
  }
  void cache_clear(zstring category, failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) { return plim_cache_clear(get(), category.get(), error); });
  }
  void cache_clear(zstring category) const {
    detail::thrown([&](failure &why) { cache_clear(category, why); });
  }
  text cache_statistics(failure &why) const noexcept {
    return detail::document(
        why, [&](plim_string *out, plim_error **error) { return plim_cache_statistics(get(), out, error); });
  }
  text cache_statistics() const {
    return detail::thrown([&](failure &why) { return cache_statistics(why); });
  }

  /** Called on the thread that asks, by one of all who ask at the same time. What it throws is why that failed. */
  using fetch_function = std::function<fetched()>;
  /** What is not known is fetched. `answer` is `PLIM_NOT_ENOUGH_DATA` where another's fetch took longer than `timeout`. */
  cached cache_get_or_fetch(zstring category, zstring key, const fetch_function &fetch, std::chrono::nanoseconds timeout,
                            failure &why) const noexcept {
    const plim_fetch_callback call = [](plim_fetched *into, void *data) noexcept -> std::int32_t {
      return bring(*static_cast<const fetch_function *>(data), into);
    };
    cached found;
    found.answer = detail::called(why, [&](plim_error **error) {
      return plim_cache_get_or_fetch(get(), category.get(), key.get(), detail::nanoseconds(timeout), call,
                                     const_cast<fetch_function *>(&fetch), found.value.out(), error);
    });
    found.known = found.answer == PLIM_OK || found.answer == PLIM_ABSENT;
    return found;
  }
  cached cache_get_or_fetch(zstring category, zstring key, const fetch_function &fetch,
                            std::chrono::nanoseconds timeout = forever) const {
    return detail::thrown([&](failure &why) { return cache_get_or_fetch(category, key, fetch, timeout, why); });
  }

 private:
  static std::int32_t bring(const fetch_function &fetch, plim_fetched *into) noexcept {
#if PLIMSOLL_EXCEPTIONS
    try {
      return keep(fetch(), into);
    } catch (const std::exception &thrown) {
      plim_fetched_fail(into, thrown.what(), nullptr);
    } catch (...) {
      plim_fetched_fail(into, "the fetch threw something", nullptr);
    }
    return PLIM_E_CALLBACK;
#else
    return keep(fetch(), into);
#endif
  }
  static std::int32_t keep(const fetched &given, plim_fetched *into) noexcept {
    const std::uint64_t ttl = detail::nanoseconds(given.ttl);
    if (given.value) return plim_fetched_set(into, given.value->data(), given.value->size(), ttl, nullptr);
    if (ttl != 0) plim_fetched_set(into, nullptr, 0, ttl, nullptr);
    return PLIM_ABSENT;
  }
};

}  // namespace plimsoll

#endif  // PLIMSOLL_PROBE_HPP
