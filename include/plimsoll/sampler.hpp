/** @file sampler.hpp Readings of the kernel. plimsoll.hpp says how all of it is used. */

#ifndef PLIMSOLL_SAMPLER_HPP
#define PLIMSOLL_SAMPLER_HPP

#include <plimsoll/core.hpp>

#include <optional>

namespace plimsoll {

/** How many fields the library knows, numbered from 0. */
inline std::uint32_t field_count() noexcept { return plim_field_count(); }

/** What a field is; nothing beyond the last. */
inline std::optional<plim_field> field(std::uint32_t index) noexcept {
  plim_field known{};
  return plim_field_get(index, &known, sizeof known, nullptr) == PLIM_OK ? std::optional<plim_field>(known) : std::nullopt;
}

/** The number of a field; nothing where there is no such one. */
inline std::optional<std::uint32_t> field(zstring name) noexcept {
  std::uint32_t index = 0;
  return plim_field_find(name.get(), &index, nullptr) == PLIM_OK ? std::optional<std::uint32_t>(index) : std::nullopt;
}

/** One reading of the kernel. Plain data. */
struct sample : plim_sample {
  sample() noexcept : plim_sample{} {}

  /** Whether field `PLIM_FIELD_...` was read. */
  bool has(std::uint32_t field) const noexcept { return field < PLIM_FIELDS && (valid[field / 64] >> (field % 64) & 1u) != 0; }
  /** Its value; no limit is infinity. */
  std::optional<double> value(std::uint32_t field) const noexcept {
    double value = 0.0;
    const plim_status status = plim_sample_value(this, sizeof(plim_sample), field, &value, nullptr);
    return status == PLIM_OK ? std::optional<double>(value) : std::nullopt;
  }
  /** The value of a field by its name. */
  std::optional<double> value(zstring name) const noexcept {
    const std::optional<std::uint32_t> found = plimsoll::field(name);
    return found ? value(*found) : std::nullopt;
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
  explicit sampler(detail::defaults) : sampler(sampler_options()) {}
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

  /** Those that use most, by `PLIM_ORDER_...`, at most so many. */
  std::vector<plim_process> top(std::uint32_t order, std::size_t most, failure &why) noexcept {
    std::vector<plim_process> all(most);
    std::size_t total = 0;
    detail::called(why, [&](plim_error **error) {
      return plim_sampler_top(get(), order, all.data(), sizeof(plim_process), all.size(), &total, error);
    });
    all.resize(why ? 0 : (total < most ? total : most));
    return all;
  }
  std::vector<plim_process> top(std::uint32_t order, std::size_t most) {
    return detail::thrown([&](failure &why) { return top(order, most, why); });
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

}  // namespace plimsoll

#endif  // PLIMSOLL_SAMPLER_HPP
