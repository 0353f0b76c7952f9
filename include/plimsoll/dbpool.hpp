/** @file dbpool.hpp Pools of database connections. plimsoll.hpp says how all of it is used. */

#ifndef PLIMSOLL_DBPOOL_HPP
#define PLIMSOLL_DBPOOL_HPP

#include <plimsoll/core.hpp>

namespace plimsoll {

/** Where the rows of a query go; lent for a call. */
class row_writer {
 public:
  explicit row_writer(plim_rows *rows) noexcept : rows_(rows) {}
  /** A row: each column a text, or null for NULL. */
  void add(span<const char *const> columns, failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_rows_add(rows_, columns.data(), columns.size(), error); });
  }
  void add(span<const char *const> columns) {
    detail::thrown([&](failure &why) { add(columns, why); });
  }
  /** Why the query failed, in the words of the driver. */
  void fail(zstring message, failure &why) noexcept {
    detail::called(why, [&](plim_error **error) { return plim_rows_fail(rows_, message.get(), error); });
  }
  void fail(zstring message) {
    detail::thrown([&](failure &why) { fail(message, why); });
  }

 private:
  plim_rows *rows_;
};

/** What a query gave, for `database_reader::take`. */
class rows : public detail::handle<plim_rows, plim_rows_free> {
 public:
  rows() {
    failure why;
    *this = rows(why);
    why.raise();
  }
  explicit rows(failure &why) noexcept {
    plim_rows *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_rows_new(&made, error); });
    own(made);
  }
  row_writer writer() const noexcept { return row_writer(get()); }
};

/** Says what to ask a database, and makes a reading of the answers; opens no connection. One for each database, kept. */
class database_reader : public detail::handle<plim_database_reader, plim_database_reader_free> {
 public:
  explicit database_reader(const plim_reader_options &options) {
    failure why;
    *this = database_reader(options, why);
    why.raise();
  }
  database_reader(const plim_reader_options &options, failure &why) noexcept {
    plim_database_reader *made = nullptr;
    detail::called(why, [&](plim_error **error) { return plim_database_reader_new(&options, sizeof options, &made, error); });
    own(made);
  }

  /** What to run next; `answer()` is `PLIM_ABSENT` when the reading is complete. */
  text next(failure &why) const noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) {
      return plim_database_reader_next(get(), out, error);
    });
  }
  text next() const {
    return detail::thrown([&](failure &why) { return next(why); });
  }
  /** What that gave; emptied for the next. */
  void take(const rows &given, failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) { return plim_database_reader_take(get(), given.get(), error); });
  }
  void take(const rows &given) const {
    detail::thrown([&](failure &why) { take(given, why); });
  }
  /** What is known besides, as JSON. */
  void set_known(std::string_view json, failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) {
      return plim_database_reader_set_known_json(get(), json.data(), json.size(), error);
    });
  }
  void set_known(std::string_view json) const {
    detail::thrown([&](failure &why) { set_known(json, why); });
  }
  /** Begins anew. */
  void begin(failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) { return plim_database_reader_begin(get(), error); });
  }
  void begin() const {
    detail::thrown([&](failure &why) { begin(why); });
  }
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

  /** A recorded observation, as JSON. */
  void observe_record(std::string_view json, failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) {
      return plim_dbpool_observe_record_json(get(), json.data(), json.size(), error);
    });
  }
  void observe_record(std::string_view json) const {
    detail::thrown([&](failure &why) { observe_record(json, why); });
  }

  /** Runs a statement, on the thread that reads: false where it failed. What it throws is why that failed. */
  using query_function = std::function<bool(zstring sql, row_writer into)>;
  /** Asks the database, every ten seconds or so. */
  void read_database(const database_reader &reader, const query_function &query, std::chrono::nanoseconds when,
                     failure &why) const noexcept {
    const plim_query_callback call = [](const char *sql, plim_rows *into, void *data) noexcept -> std::int32_t {
      return ask(*static_cast<const query_function *>(data), sql, into);
    };
    void *data = const_cast<query_function *>(&query);
    detail::called(why, [&](plim_error **error) {
      return plim_dbpool_read_database(get(), reader.get(), detail::nanoseconds(when), call, data, error);
    });
  }
  void read_database(const database_reader &reader, const query_function &query, std::chrono::nanoseconds when = {}) const {
    detail::thrown([&](failure &why) { read_database(reader, query, when, why); });
  }
  /** A reading that is complete. */
  void take_reading(const database_reader &reader, std::chrono::nanoseconds when, failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) {
      return plim_dbpool_take_reading(get(), reader.get(), detail::nanoseconds(when), error);
    });
  }
  void take_reading(const database_reader &reader, std::chrono::nanoseconds when = {}) const {
    detail::thrown([&](failure &why) { take_reading(reader, when, why); });
  }
  /** As of that time: for who observes without a monitor, and stopped to. */
  void judge(std::chrono::nanoseconds when, failure &why) const noexcept {
    detail::called(why, [&](plim_error **error) { return plim_dbpool_judge(get(), detail::nanoseconds(when), error); });
  }
  void judge(std::chrono::nanoseconds when = {}) const {
    detail::thrown([&](failure &why) { judge(when, why); });
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
  static std::int32_t ask(const query_function &query, const char *sql, plim_rows *into) noexcept {
#if PLIMSOLL_EXCEPTIONS
    try {
      return query(sql, row_writer(into)) ? PLIM_OK : PLIM_E_IO;
    } catch (const std::exception &thrown) {
      plim_rows_fail(into, thrown.what(), nullptr);
    } catch (...) {
      plim_rows_fail(into, "the query threw something", nullptr);
    }
    return PLIM_E_IO;
#else
    return query(sql, row_writer(into)) ? PLIM_OK : PLIM_E_IO;
#endif
  }
  template <plim_status (*Call)(const plim_dbpool *, plim_string *, plim_error **)>
  text document(failure &why) const noexcept {
    return detail::document(why, [&](plim_string *out, plim_error **error) { return Call(get(), out, error); });
  }
};

}  // namespace plimsoll

#endif  // PLIMSOLL_DBPOOL_HPP
