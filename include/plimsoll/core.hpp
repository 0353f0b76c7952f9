/** @file core.hpp What all headers have in common: failures, texts, handles. plimsoll.hpp says how all of it is used. */

#ifndef PLIMSOLL_CORE_HPP
#define PLIMSOLL_CORE_HPP

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

namespace detail {

/** What `{}` stands for where options could stand: as no conversion is needed, nothing else is meant. */
enum class defaults {};

/** Exactly this pointer: neither `{}` nor `nullptr` is one. */
template <class Wanted, class Given>
using exactly = std::enable_if_t<std::is_same_v<Wanted, Given>, int>;

}  // namespace detail

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

/** That of the library; this header was made for `PLIM_ABI_VERSION`. */
inline std::uint32_t abi_version() noexcept { return plim_abi_version(); }

/** `PLIM_FEATURE_...` bits of what the library was built with. */
inline std::uint64_t features() noexcept { return plim_features(); }

}  // namespace plimsoll

#endif  // PLIMSOLL_CORE_HPP
