/**
 * @file plimsoll.hpp
 *
 * Plimsoll for C++17: what include/plimsoll.h has, with handles that free themselves. Headers only; link libplimsoll.
 * Each of the headers below can be included by itself.
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

#include <plimsoll/checker.hpp>
#include <plimsoll/core.hpp>
#include <plimsoll/dbpool.hpp>
#include <plimsoll/exporter.hpp>
#include <plimsoll/gate.hpp>
#include <plimsoll/load.hpp>
#include <plimsoll/monitor.hpp>
#include <plimsoll/probe.hpp>
#include <plimsoll/sampler.hpp>

#endif  // PLIMSOLL_HPP
