/**
 * @file plimsoll.h
 *
 * Plimsoll: how laden this container is, what limits it, and what to change.
 *
 * Conventions, in short; ABI.md says them in full.
 *
 * - A function that can fail returns a `plim_status`: 0 done, positive an answer (outputs are
 *   written), negative an error (outputs are untouched).
 * - `err` may be NULL. Otherwise `*err` becomes NULL, or on an error an object to free with
 *   `plim_error_free`.
 * - Structs travel with their size: pass `sizeof` of yours. They only ever grow at the end.
 * - Paths are bytes and a length; a NULL path is the default. Other strings end with a NUL.
 * - Handles may be used by several threads at once, and in the child after a fork.
 * - Every `..._free` takes NULL.
 *
 * Written from src/capi by cbindgen (`make generate`). Do not edit.
 */

#ifndef PLIMSOLL_H
#define PLIMSOLL_H

#include <stddef.h>
#include <stdint.h>

/** The version of this header, to compare with `plim_version()`. */
#define PLIM_VERSION "0.1.0"

/** Whether a field of a sample was read: `PLIM_HAS(&sample, PLIM_FIELD_HOST_LOAD1)`. */
#define PLIM_HAS(sample, field) ((int)(((sample)->valid[(field) / 64] >> ((field) % 64)) & 1u))

/** Gives a value: `PLIM_SET(&stats, PLIM_DBPOOL_IN_USE, in_use, 3)`. */
#define PLIM_SET(values, field, member, value) \
  ((void)((values)->member = (value), (values)->valid[(field) / 64] |= (uint64_t)1 << ((field) % 64)))

/**
 * The ABI's number, the one in the shared library's name. Another number is another ABI.
 */
#define PLIM_ABI_VERSION 0

/**
 * Feature: samples and details of the kernel's numbers. Always there.
 */
#define PLIM_FEATURE_SAMPLING (1 << 0)

/**
 * Feature: the monitor, which says what limits the container.
 */
#define PLIM_FEATURE_DIAGNOSIS (1 << 1)

/**
 * Feature: reports as HTML pages.
 */
#define PLIM_FEATURE_REPORT (1 << 2)

/**
 * Feature: probes of REST endpoints and MCP servers, and the configuration that names them.
 */
#define PLIM_FEATURE_CHECK (1 << 3)

/**
 * Feature: load tests, and the benchmark of the container.
 */
#define PLIM_FEATURE_LOAD (1 << 4)

/**
 * Feature: metrics as text for Prometheus.
 */
#define PLIM_FEATURE_EXPORT (1 << 5)

/**
 * Feature: metrics sent to a collector of OpenTelemetry.
 */
#define PLIM_FEATURE_OTLP (1 << 6)

/**
 * Done; the outputs are written.
 */
#define PLIM_OK 0

/**
 * An answer: admission was refused. The outputs are written.
 */
#define PLIM_REFUSED 1

/**
 * An answer: there is not enough data yet to say. The outputs are written.
 */
#define PLIM_NOT_ENOUGH_DATA 2

/**
 * An answer: there is no such value here, or nothing at that index. The outputs are written with
 * what stands for nothing: NaN, an empty string, zero.
 */
#define PLIM_ABSENT 3

/**
 * An option is out of range or options contradict each other.
 */
#define PLIM_E_INVALID_ARGUMENT -1

/**
 * The target (process, cgroup) does not exist, or no longer.
 */
#define PLIM_E_NOT_FOUND -2

/**
 * The kernel or a filesystem refused.
 */
#define PLIM_E_PERMISSION_DENIED -3

/**
 * An operating system call failed otherwise.
 */
#define PLIM_E_IO -4

/**
 * A file or document was not what it should be.
 */
#define PLIM_E_MALFORMED -5

/**
 * Two samples cannot be compared: other target, reset, or the same instant.
 */
#define PLIM_E_UNLIKE_SAMPLES -6

/**
 * The kernel cannot do this.
 */
#define PLIM_E_UNSUPPORTED -7

/**
 * The handle was closed.
 */
#define PLIM_E_CLOSED -8

/**
 * A configuration is wrong; the message has a line for each problem.
 */
#define PLIM_E_CONFIGURATION -9

/**
 * A pointer that must not be NULL is NULL.
 */
#define PLIM_E_NULL -101

/**
 * A fault inside the library, caught before it could reach the caller. Please report it.
 */
#define PLIM_E_PANIC -102

/**
 * A callback called back into the handle that is calling it.
 */
#define PLIM_E_REENTRANT -103

/**
 * This library was built without the feature; see `plim_features`.
 */
#define PLIM_E_NOT_BUILT -104

/**
 * An input struct is larger than this library knows and its unknown tail is not zero: the caller
 * asks for something that this version cannot do. Or its size cuts a member in two.
 */
#define PLIM_E_SIZE -105

/**
 * A callback of the caller's own said that it failed.
 */
#define PLIM_E_CALLBACK -106

/**
 * CPU time of the host by state, context switches, running and blocked tasks.
 */
#define PLIM_GROUP_CPU (1 << 0)

/**
 * Load averages of the host.
 */
#define PLIM_GROUP_LOAD (1 << 1)

/**
 * Memory of the host.
 */
#define PLIM_GROUP_MEMORY (1 << 2)

/**
 * Paging, faults and OOM kills of the host.
 */
#define PLIM_GROUP_PAGING (1 << 3)

/**
 * Pressure stall information of the host.
 */
#define PLIM_GROUP_PRESSURE (1 << 4)

/**
 * Totals over the real disks of the host.
 */
#define PLIM_GROUP_DISK (1 << 5)

/**
 * Space and inodes of one filesystem; slow lane.
 */
#define PLIM_GROUP_FILESYSTEM (1 << 6)

/**
 * Totals over the interfaces of the network namespace, without loopback.
 */
#define PLIM_GROUP_NETWORK (1 << 7)

/**
 * TCP counters and sockets of the network namespace; slow lane.
 */
#define PLIM_GROUP_PROTOCOL (1 << 8)

/**
 * CPU usage, throttling, quota and effective CPUs of the cgroup.
 */
#define PLIM_GROUP_CGROUP_CPU (1 << 9)

/**
 * Memory usage, limits and events of the cgroup.
 */
#define PLIM_GROUP_CGROUP_MEMORY (1 << 10)

/**
 * The parts of the cgroup's memory: working set, anon, file, faults.
 */
#define PLIM_GROUP_CGROUP_MEMORY_STAT (1 << 11)

/**
 * Block I/O of the cgroup.
 */
#define PLIM_GROUP_CGROUP_IO (1 << 12)

/**
 * Tasks of the cgroup and their limit.
 */
#define PLIM_GROUP_CGROUP_PIDS (1 << 13)

/**
 * Pressure stall information of the cgroup.
 */
#define PLIM_GROUP_CGROUP_PRESSURE (1 << 14)

/**
 * The target process.
 */
#define PLIM_GROUP_PROCESS (1 << 15)

/**
 * Everything that this header knows.
 */
#define PLIM_GROUPS_FULL 65535

/**
 * What a 100 Hz caller needs: CPU, memory, limits, events and pressure of the cgroup.
 */
#define PLIM_GROUPS_TICK 17920

/**
 * `cgroup_layout`: no cgroup filesystem was found, or no cgroup group was asked for.
 */
#define PLIM_CGROUPS_NONE 0

/**
 * `cgroup_layout`: version 1 only.
 */
#define PLIM_CGROUPS_V1 1

/**
 * `cgroup_layout`: version 2 only.
 */
#define PLIM_CGROUPS_V2 2

/**
 * `cgroup_layout`: version 1 controllers beside a version 2 mount.
 */
#define PLIM_CGROUPS_HYBRID 3

/**
 * The eight bytes are a `uint64_t`.
 */
#define PLIM_TYPE_U64 0

/**
 * The eight bytes are a `double`, never NaN.
 */
#define PLIM_TYPE_F64 1

/**
 * The eight bytes are a `uint64_t`, where `UINT64_MAX` is no limit.
 */
#define PLIM_TYPE_LIMIT 2

/**
 * The eight bytes are a `double`, where infinity is no limit.
 */
#define PLIM_TYPE_LIMIT_F64 3

/**
 * How many fields this header knows. The number of each follows: its bit in `valid`, and
 * its place for `plim_field_get`.
 */
#define PLIM_FIELDS 193

#define PLIM_FIELD_HOST_CPU_USER_SECONDS 0

#define PLIM_FIELD_HOST_CPU_NICE_SECONDS 1

#define PLIM_FIELD_HOST_CPU_SYSTEM_SECONDS 2

#define PLIM_FIELD_HOST_CPU_IDLE_SECONDS 3

#define PLIM_FIELD_HOST_CPU_IOWAIT_SECONDS 4

#define PLIM_FIELD_HOST_CPU_IRQ_SECONDS 5

#define PLIM_FIELD_HOST_CPU_SOFTIRQ_SECONDS 6

#define PLIM_FIELD_HOST_CPU_STEAL_SECONDS 7

#define PLIM_FIELD_HOST_CPU_GUEST_SECONDS 8

#define PLIM_FIELD_HOST_CPU_GUEST_NICE_SECONDS 9

#define PLIM_FIELD_HOST_CPUS_ONLINE 10

#define PLIM_FIELD_HOST_INTERRUPTS 11

#define PLIM_FIELD_HOST_CONTEXT_SWITCHES 12

#define PLIM_FIELD_HOST_FORKS 13

#define PLIM_FIELD_HOST_TASKS_RUNNING 14

#define PLIM_FIELD_HOST_TASKS_BLOCKED 15

#define PLIM_FIELD_HOST_LOAD1 16

#define PLIM_FIELD_HOST_LOAD5 17

#define PLIM_FIELD_HOST_LOAD15 18

#define PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES 19

#define PLIM_FIELD_HOST_MEMORY_FREE_BYTES 20

#define PLIM_FIELD_HOST_MEMORY_AVAILABLE_BYTES 21

#define PLIM_FIELD_HOST_MEMORY_BUFFERS_BYTES 22

#define PLIM_FIELD_HOST_MEMORY_CACHED_BYTES 23

#define PLIM_FIELD_HOST_MEMORY_ACTIVE_BYTES 24

#define PLIM_FIELD_HOST_MEMORY_INACTIVE_BYTES 25

#define PLIM_FIELD_HOST_MEMORY_SHMEM_BYTES 26

#define PLIM_FIELD_HOST_MEMORY_SLAB_BYTES 27

#define PLIM_FIELD_HOST_MEMORY_SLAB_RECLAIMABLE_BYTES 28

#define PLIM_FIELD_HOST_MEMORY_DIRTY_BYTES 29

#define PLIM_FIELD_HOST_MEMORY_WRITEBACK_BYTES 30

#define PLIM_FIELD_HOST_SWAP_TOTAL_BYTES 31

#define PLIM_FIELD_HOST_SWAP_FREE_BYTES 32

#define PLIM_FIELD_HOST_PAGING_IN_BYTES 33

#define PLIM_FIELD_HOST_PAGING_OUT_BYTES 34

#define PLIM_FIELD_HOST_SWAP_IN_BYTES 35

#define PLIM_FIELD_HOST_SWAP_OUT_BYTES 36

#define PLIM_FIELD_HOST_PAGE_FAULTS 37

#define PLIM_FIELD_HOST_MAJOR_PAGE_FAULTS 38

#define PLIM_FIELD_HOST_ALLOCATION_STALLS 39

#define PLIM_FIELD_HOST_OOM_KILLS 40

#define PLIM_FIELD_HOST_PAGING_AGE_SECONDS 41

#define PLIM_FIELD_HOST_PRESSURE_CPU_SOME_AVG10_RATIO 42

#define PLIM_FIELD_HOST_PRESSURE_CPU_SOME_AVG60_RATIO 43

#define PLIM_FIELD_HOST_PRESSURE_CPU_SOME_AVG300_RATIO 44

#define PLIM_FIELD_HOST_PRESSURE_CPU_SOME_SECONDS 45

#define PLIM_FIELD_HOST_PRESSURE_CPU_FULL_AVG10_RATIO 46

#define PLIM_FIELD_HOST_PRESSURE_CPU_FULL_AVG60_RATIO 47

#define PLIM_FIELD_HOST_PRESSURE_CPU_FULL_AVG300_RATIO 48

#define PLIM_FIELD_HOST_PRESSURE_CPU_FULL_SECONDS 49

#define PLIM_FIELD_HOST_PRESSURE_MEMORY_SOME_AVG10_RATIO 50

#define PLIM_FIELD_HOST_PRESSURE_MEMORY_SOME_AVG60_RATIO 51

#define PLIM_FIELD_HOST_PRESSURE_MEMORY_SOME_AVG300_RATIO 52

#define PLIM_FIELD_HOST_PRESSURE_MEMORY_SOME_SECONDS 53

#define PLIM_FIELD_HOST_PRESSURE_MEMORY_FULL_AVG10_RATIO 54

#define PLIM_FIELD_HOST_PRESSURE_MEMORY_FULL_AVG60_RATIO 55

#define PLIM_FIELD_HOST_PRESSURE_MEMORY_FULL_AVG300_RATIO 56

#define PLIM_FIELD_HOST_PRESSURE_MEMORY_FULL_SECONDS 57

#define PLIM_FIELD_HOST_PRESSURE_IO_SOME_AVG10_RATIO 58

#define PLIM_FIELD_HOST_PRESSURE_IO_SOME_AVG60_RATIO 59

#define PLIM_FIELD_HOST_PRESSURE_IO_SOME_AVG300_RATIO 60

#define PLIM_FIELD_HOST_PRESSURE_IO_SOME_SECONDS 61

#define PLIM_FIELD_HOST_PRESSURE_IO_FULL_AVG10_RATIO 62

#define PLIM_FIELD_HOST_PRESSURE_IO_FULL_AVG60_RATIO 63

#define PLIM_FIELD_HOST_PRESSURE_IO_FULL_AVG300_RATIO 64

#define PLIM_FIELD_HOST_PRESSURE_IO_FULL_SECONDS 65

#define PLIM_FIELD_HOST_DISKS 66

#define PLIM_FIELD_HOST_DISK_READS 67

#define PLIM_FIELD_HOST_DISK_READ_BYTES 68

#define PLIM_FIELD_HOST_DISK_READ_SECONDS 69

#define PLIM_FIELD_HOST_DISK_WRITES 70

#define PLIM_FIELD_HOST_DISK_WRITTEN_BYTES 71

#define PLIM_FIELD_HOST_DISK_WRITE_SECONDS 72

#define PLIM_FIELD_HOST_DISK_IN_FLIGHT 73

#define PLIM_FIELD_HOST_DISK_BUSY_SECONDS 74

#define PLIM_FIELD_HOST_DISK_QUEUE_SECONDS 75

#define PLIM_FIELD_FILESYSTEM_TOTAL_BYTES 76

#define PLIM_FIELD_FILESYSTEM_FREE_BYTES 77

#define PLIM_FIELD_FILESYSTEM_AVAILABLE_BYTES 78

#define PLIM_FIELD_FILESYSTEM_INODES 79

#define PLIM_FIELD_FILESYSTEM_INODES_FREE 80

#define PLIM_FIELD_FILESYSTEM_AGE_SECONDS 81

#define PLIM_FIELD_NETWORK_INTERFACES 82

#define PLIM_FIELD_NETWORK_RECEIVED_BYTES 83

#define PLIM_FIELD_NETWORK_RECEIVED_PACKETS 84

#define PLIM_FIELD_NETWORK_RECEIVE_ERRORS 85

#define PLIM_FIELD_NETWORK_RECEIVE_DROPS 86

#define PLIM_FIELD_NETWORK_SENT_BYTES 87

#define PLIM_FIELD_NETWORK_SENT_PACKETS 88

#define PLIM_FIELD_NETWORK_SEND_ERRORS 89

#define PLIM_FIELD_NETWORK_SEND_DROPS 90

#define PLIM_FIELD_NETWORK_TCP_SEGMENTS_RECEIVED 91

#define PLIM_FIELD_NETWORK_TCP_SEGMENTS_SENT 92

#define PLIM_FIELD_NETWORK_TCP_SEGMENTS_RETRANSMITTED 93

#define PLIM_FIELD_NETWORK_TCP_RECEIVE_ERRORS 94

#define PLIM_FIELD_NETWORK_TCP_RESETS_SENT 95

#define PLIM_FIELD_NETWORK_TCP_ESTABLISHED 96

#define PLIM_FIELD_NETWORK_SOCKETS_USED 97

#define PLIM_FIELD_NETWORK_TCP_SOCKETS 98

#define PLIM_FIELD_NETWORK_TCP_ORPHANS 99

#define PLIM_FIELD_NETWORK_TCP_TIME_WAIT 100

#define PLIM_FIELD_NETWORK_UDP_SOCKETS 101

#define PLIM_FIELD_NETWORK_PROTOCOL_AGE_SECONDS 102

#define PLIM_FIELD_CGROUP_CPU_USAGE_SECONDS 103

#define PLIM_FIELD_CGROUP_CPU_USER_SECONDS 104

#define PLIM_FIELD_CGROUP_CPU_SYSTEM_SECONDS 105

#define PLIM_FIELD_CGROUP_CPU_PERIODS 106

#define PLIM_FIELD_CGROUP_CPU_THROTTLED_PERIODS 107

#define PLIM_FIELD_CGROUP_CPU_THROTTLED_SECONDS 108

#define PLIM_FIELD_CGROUP_CPU_QUOTA_CPUS 109

#define PLIM_FIELD_CGROUP_CPU_EFFECTIVE_QUOTA_CPUS 110

#define PLIM_FIELD_CGROUP_CPU_BINDING_DEPTH 111

#define PLIM_FIELD_CGROUP_CPUSET_CPUS 112

#define PLIM_FIELD_CGROUP_EFFECTIVE_CPUS 113

#define PLIM_FIELD_CGROUP_MEMORY_USAGE_BYTES 114

#define PLIM_FIELD_CGROUP_MEMORY_LIMIT_BYTES 115

#define PLIM_FIELD_CGROUP_MEMORY_EFFECTIVE_LIMIT_BYTES 116

#define PLIM_FIELD_CGROUP_MEMORY_BINDING_DEPTH 117

#define PLIM_FIELD_CGROUP_MEMORY_HIGH_BYTES 118

#define PLIM_FIELD_CGROUP_SWAP_USAGE_BYTES 119

#define PLIM_FIELD_CGROUP_SWAP_LIMIT_BYTES 120

#define PLIM_FIELD_CGROUP_MEMORY_HIGH_EVENTS 121

#define PLIM_FIELD_CGROUP_MEMORY_MAX_EVENTS 122

#define PLIM_FIELD_CGROUP_MEMORY_OOM_EVENTS 123

#define PLIM_FIELD_CGROUP_MEMORY_OOM_KILLS 124

#define PLIM_FIELD_CGROUP_MEMORY_WORKING_SET_BYTES 125

#define PLIM_FIELD_CGROUP_MEMORY_ANON_BYTES 126

#define PLIM_FIELD_CGROUP_MEMORY_FILE_BYTES 127

#define PLIM_FIELD_CGROUP_MEMORY_KERNEL_BYTES 128

#define PLIM_FIELD_CGROUP_MEMORY_RECLAIMABLE_BYTES 129

#define PLIM_FIELD_CGROUP_MEMORY_INACTIVE_FILE_BYTES 130

#define PLIM_FIELD_CGROUP_MEMORY_SHMEM_BYTES 131

#define PLIM_FIELD_CGROUP_MEMORY_DIRTY_BYTES 132

#define PLIM_FIELD_CGROUP_MEMORY_WRITEBACK_BYTES 133

#define PLIM_FIELD_CGROUP_PAGE_FAULTS 134

#define PLIM_FIELD_CGROUP_MAJOR_PAGE_FAULTS 135

#define PLIM_FIELD_CGROUP_IO_READ_BYTES 136

#define PLIM_FIELD_CGROUP_IO_WRITTEN_BYTES 137

#define PLIM_FIELD_CGROUP_IO_READS 138

#define PLIM_FIELD_CGROUP_IO_WRITES 139

#define PLIM_FIELD_CGROUP_PIDS 140

#define PLIM_FIELD_CGROUP_PIDS_LIMIT 141

#define PLIM_FIELD_CGROUP_PIDS_EFFECTIVE_LIMIT 142

#define PLIM_FIELD_CGROUP_PRESSURE_CPU_SOME_AVG10_RATIO 143

#define PLIM_FIELD_CGROUP_PRESSURE_CPU_SOME_AVG60_RATIO 144

#define PLIM_FIELD_CGROUP_PRESSURE_CPU_SOME_AVG300_RATIO 145

#define PLIM_FIELD_CGROUP_PRESSURE_CPU_SOME_SECONDS 146

#define PLIM_FIELD_CGROUP_PRESSURE_CPU_FULL_AVG10_RATIO 147

#define PLIM_FIELD_CGROUP_PRESSURE_CPU_FULL_AVG60_RATIO 148

#define PLIM_FIELD_CGROUP_PRESSURE_CPU_FULL_AVG300_RATIO 149

#define PLIM_FIELD_CGROUP_PRESSURE_CPU_FULL_SECONDS 150

#define PLIM_FIELD_CGROUP_PRESSURE_MEMORY_SOME_AVG10_RATIO 151

#define PLIM_FIELD_CGROUP_PRESSURE_MEMORY_SOME_AVG60_RATIO 152

#define PLIM_FIELD_CGROUP_PRESSURE_MEMORY_SOME_AVG300_RATIO 153

#define PLIM_FIELD_CGROUP_PRESSURE_MEMORY_SOME_SECONDS 154

#define PLIM_FIELD_CGROUP_PRESSURE_MEMORY_FULL_AVG10_RATIO 155

#define PLIM_FIELD_CGROUP_PRESSURE_MEMORY_FULL_AVG60_RATIO 156

#define PLIM_FIELD_CGROUP_PRESSURE_MEMORY_FULL_AVG300_RATIO 157

#define PLIM_FIELD_CGROUP_PRESSURE_MEMORY_FULL_SECONDS 158

#define PLIM_FIELD_CGROUP_PRESSURE_IO_SOME_AVG10_RATIO 159

#define PLIM_FIELD_CGROUP_PRESSURE_IO_SOME_AVG60_RATIO 160

#define PLIM_FIELD_CGROUP_PRESSURE_IO_SOME_AVG300_RATIO 161

#define PLIM_FIELD_CGROUP_PRESSURE_IO_SOME_SECONDS 162

#define PLIM_FIELD_CGROUP_PRESSURE_IO_FULL_AVG10_RATIO 163

#define PLIM_FIELD_CGROUP_PRESSURE_IO_FULL_AVG60_RATIO 164

#define PLIM_FIELD_CGROUP_PRESSURE_IO_FULL_AVG300_RATIO 165

#define PLIM_FIELD_CGROUP_PRESSURE_IO_FULL_SECONDS 166

#define PLIM_FIELD_PROCESS_CPU_USER_SECONDS 167

#define PLIM_FIELD_PROCESS_CPU_SYSTEM_SECONDS 168

#define PLIM_FIELD_PROCESS_RESIDENT_BYTES 169

#define PLIM_FIELD_PROCESS_VIRTUAL_BYTES 170

#define PLIM_FIELD_PROCESS_SHARED_BYTES 171

#define PLIM_FIELD_PROCESS_THREADS 172

#define PLIM_FIELD_PROCESS_DESCRIPTORS 173

#define PLIM_FIELD_PROCESS_DESCRIPTORS_LIMIT 174

#define PLIM_FIELD_PROCESS_VOLUNTARY_SWITCHES 175

#define PLIM_FIELD_PROCESS_INVOLUNTARY_SWITCHES 176

#define PLIM_FIELD_PROCESS_MINOR_FAULTS 177

#define PLIM_FIELD_PROCESS_MAJOR_FAULTS 178

#define PLIM_FIELD_PROCESS_READ_BYTES 179

#define PLIM_FIELD_PROCESS_WRITTEN_BYTES 180

#define PLIM_FIELD_PROCESS_CALL_READ_BYTES 181

#define PLIM_FIELD_PROCESS_CALL_WRITTEN_BYTES 182

#define PLIM_FIELD_PROCESS_READ_CALLS 183

#define PLIM_FIELD_PROCESS_WRITE_CALLS 184

#define PLIM_FIELD_CGROUP_CPU_BINDING_PERIODS 185

#define PLIM_FIELD_CGROUP_CPU_BINDING_THROTTLED_PERIODS 186

#define PLIM_FIELD_CGROUP_CPU_BINDING_THROTTLED_SECONDS 187

#define PLIM_FIELD_CGROUP_CPU_WAIT_SECONDS 188

#define PLIM_FIELD_CGROUP_SWAP_IN_BYTES 189

#define PLIM_FIELD_CGROUP_SWAP_OUT_BYTES 190

#define PLIM_FIELD_CGROUP_PIDS_MAX_EVENTS 191

#define PLIM_FIELD_PROCESS_RUN_DELAY_SECONDS 192

/**
 * Look at the calling process and the cgroup it is in; follows it through forks and moves.
 */
#define PLIM_TARGET_OWN 0

/**
 * Look at another process, and the cgroup it is in.
 */
#define PLIM_TARGET_PID 1

/**
 * Look at a cgroup; there are no process values then.
 */
#define PLIM_TARGET_CGROUP 2

/**
 * What `slow_interval_ns` is unless said otherwise: one second.
 */
#define PLIM_SLOW_INTERVAL_NS 1000000000

/**
 * CPU quota and throttling.
 */
#define PLIM_CONTROLLER_CPU 0

/**
 * Memory.
 */
#define PLIM_CONTROLLER_MEMORY 1

/**
 * Block I/O.
 */
#define PLIM_CONTROLLER_IO 2

/**
 * Number of tasks.
 */
#define PLIM_CONTROLLER_PIDS 3

/**
 * The version 2 hierarchy, where pressure is.
 */
#define PLIM_CONTROLLER_UNIFIED 4

/**
 * Most CPU time first.
 */
#define PLIM_ORDER_CPU 0

/**
 * Most resident memory first.
 */
#define PLIM_ORDER_MEMORY 1

/**
 * Good to know.
 */
#define PLIM_SEVERITY_LOW 1

/**
 * Worth a look.
 */
#define PLIM_SEVERITY_MEDIUM 2

/**
 * Limits the container now.
 */
#define PLIM_SEVERITY_HIGH 3

/**
 * Work is failing or is about to.
 */
#define PLIM_SEVERITY_CRITICAL 4

/**
 * Nothing was read from which a level could be told.
 */
#define PLIM_LEVEL_UNKNOWN 0

/**
 * Nothing limits the container.
 */
#define PLIM_LEVEL_OPTIMAL 1

/**
 * Nothing that would be felt.
 */
#define PLIM_LEVEL_GOOD 2

/**
 * Something limits it and is felt.
 */
#define PLIM_LEVEL_DEGRADED 3

/**
 * Something limits it so far that work stalls or fails.
 */
#define PLIM_LEVEL_POOR 4

/**
 * To be recognised from the history.
 */
#define PLIM_PATTERN_DETECT 0

/**
 * No resource stands out.
 */
#define PLIM_PATTERN_BALANCED 1

/**
 * It computes.
 */
#define PLIM_PATTERN_CPU_INTENSIVE 2

/**
 * It holds much memory for the CPU time that it uses.
 */
#define PLIM_PATTERN_MEMORY_INTENSIVE 3

/**
 * It reads, writes, sends and receives, and waits for that.
 */
#define PLIM_PATTERN_IO_INTENSIVE 4

/**
 * Idle most of the time, with peaks far above its mean.
 */
#define PLIM_PATTERN_BURST 5

/**
 * There is room for more work.
 */
#define PLIM_LOAD_ACCEPT 0

/**
 * Close to the mark: take work in more slowly.
 */
#define PLIM_LOAD_SLOW 1

/**
 * Laden to the mark or beyond: take no more until it is less.
 */
#define PLIM_LOAD_REFUSE 2

/**
 * A mark or a number in `plim_gate_options`: this is not looked at, or there is none.
 */
#define PLIM_GATE_OFF -1

/**
 * As much goes on at once as may.
 */
#define PLIM_REFUSAL_CONCURRENCY 1

/**
 * As many wait as may.
 */
#define PLIM_REFUSAL_QUEUE_FULL 2

/**
 * The container's memory is used up to the mark.
 */
#define PLIM_REFUSAL_MEMORY 3

/**
 * The container's CPUs are used up to the mark.
 */
#define PLIM_REFUSAL_CPU 4

/**
 * The container's CPU quota is used up in too many periods.
 */
#define PLIM_REFUSAL_THROTTLED 5

/**
 * Tasks of the container stand still for too much of the time.
 */
#define PLIM_REFUSAL_PRESSURE 6

/**
 * The load line of a monitor says so.
 */
#define PLIM_REFUSAL_LOAD_LINE 7

/**
 * It waited as long as it may.
 */
#define PLIM_REFUSAL_TIMED_OUT 8

/**
 * The gate is closed.
 */
#define PLIM_REFUSAL_CLOSED 9

/**
 * Whoever asked gave up.
 */
#define PLIM_REFUSAL_CANCELLED 10

/**
 * What can wait.
 */
#define PLIM_PRIORITY_LOW -100

/**
 * What is neither.
 */
#define PLIM_PRIORITY_NORMAL 0

/**
 * What must be done also in a laden container.
 */
#define PLIM_PRIORITY_HIGH 100

/**
 * The work ended, well or not: how long it took counts.
 */
#define PLIM_COMPLETION_DONE 0

/**
 * It took longer than it may: a sign of too much at once.
 */
#define PLIM_COMPLETION_TIMED_OUT 1

/**
 * It says nothing: cancelled, failed before it began, answered from a cache.
 */
#define PLIM_COMPLETION_IGNORED 2

/**
 * In `refusing` of a state: work of a priority below 0 is refused for the load.
 */
#define PLIM_REFUSING_LOW 1

/**
 * As well as that of a priority from 0 to 99.
 */
#define PLIM_REFUSING_NORMAL 2

/**
 * As well as all above.
 */
#define PLIM_REFUSING_HIGH 4

#define PLIM_DBPOOL_SIZE 0

#define PLIM_DBPOOL_MAX_OVERFLOW 1

#define PLIM_DBPOOL_MIN_SIZE 2

#define PLIM_DBPOOL_TIMEOUT_SECONDS 3

#define PLIM_DBPOOL_RECYCLE_SECONDS 4

#define PLIM_DBPOOL_OPEN 5

#define PLIM_DBPOOL_IN_USE 6

#define PLIM_DBPOOL_IDLE 7

#define PLIM_DBPOOL_WAITING 8

#define PLIM_DBPOOL_IN_USE_PEAK 9

#define PLIM_DBPOOL_WAIT_PEAK_SECONDS 10

#define PLIM_DBPOOL_OLDEST_USE_SECONDS 11

#define PLIM_DBPOOL_REQUESTS 12

#define PLIM_DBPOOL_QUEUED 13

#define PLIM_DBPOOL_WAIT_SECONDS 14

#define PLIM_DBPOOL_USE_SECONDS 15

#define PLIM_DBPOOL_USE_SECONDS_SQUARED 16

#define PLIM_DBPOOL_TIMEOUTS 17

#define PLIM_DBPOOL_ERRORS 18

#define PLIM_DBPOOL_CREATED 19

#define PLIM_DBPOOL_CREATE_SECONDS 20

#define PLIM_DBPOOL_CLOSED 21

#define PLIM_DBPOOL_LOST 22

/**
 * To be recognised from the counters.
 */
#define PLIM_DBPATTERN_DETECT 0

/**
 * Statements that read, in parallel and often from the cache.
 */
#define PLIM_DBPATTERN_READ_HEAVY 1

/**
 * Statements that write, and get in each other's way.
 */
#define PLIM_DBPATTERN_WRITE_HEAVY 2

/**
 * Both.
 */
#define PLIM_DBPATTERN_BALANCED 3

/**
 * Quiet most of the time, with sudden peaks far above.
 */
#define PLIM_DBPATTERN_BURST 4

/**
 * The size is as it should be, or so nearly that a change would not pay.
 */
#define PLIM_DBSIZE_KEEP 0

/**
 * More connections.
 */
#define PLIM_DBSIZE_GROW 1

/**
 * Fewer.
 */
#define PLIM_DBSIZE_SHRINK 2

/**
 * The present size is not known.
 */
#define PLIM_DBSIZE_SET 3

/**
 * Nothing decided the size: there is no advice.
 */
#define PLIM_DBLIMIT_NONE 0

/**
 * What is asked for: with more, nobody would wait noticeably less.
 */
#define PLIM_DBLIMIT_DEMAND 1

/**
 * The database does no more, however many connections it has.
 */
#define PLIM_DBLIMIT_DATABASE 2

/**
 * Sessions wait for locks, not for connections.
 */
#define PLIM_DBLIMIT_LOCKS 3

/**
 * What the database accepts, divided among the replicas.
 */
#define PLIM_DBLIMIT_MAX_CONNECTIONS 4

/**
 * With fewer, threads could wait for each other for ever.
 */
#define PLIM_DBLIMIT_DEADLOCK_FLOOR 5

/**
 * No more can be held by the threads that there are.
 */
#define PLIM_DBLIMIT_THREADS 6

/**
 * A step on the way: everybody waits, so that what is really asked for cannot be seen. Ask again after it.
 */
#define PLIM_DBLIMIT_STEP 7

/**
 * A step to learn whether the database or the pool is the limit. Ask again after it.
 */
#define PLIM_DBLIMIT_TRIAL 8

/**
 * Connections are not given back: the size stays until that is mended, for no size is enough.
 */
#define PLIM_DBLIMIT_LEAK 9

/**
 * What requests took, waits and holds together, at this size and at others: more connections made them slower, or fewer did.
 */
#define PLIM_DBLIMIT_MEASURED 10

/**
 * In `other_connections`: there are none.
 */
#define PLIM_OTHERS_NONE -1

/**
 * PostgreSQL, 12 and later.
 */
#define PLIM_DATABASE_POSTGRESQL 1

/**
 * MySQL, 5.7 and later.
 */
#define PLIM_DATABASE_MYSQL 2

/**
 * MariaDB, 10.2 and later.
 */
#define PLIM_DATABASE_MARIADB 3

/**
 * SQLite.
 */
#define PLIM_DATABASE_SQLITE 4

/**
 * In `slow_queries`: none are read.
 */
#define PLIM_SLOW_QUERIES_NONE -1

/**
 * `keep_alive`: every request makes a connection of its own.
 */
#define PLIM_KEEP_ALIVE_OFF -1

/**
 * The pool of connections to MCP servers.
 */
#define PLIM_POOL_MCP 1

/**
 * The pool of connections to REST endpoints, and to whatever gives tokens.
 */
#define PLIM_POOL_REST 2

/**
 * Everything asked for was found.
 */
#define PLIM_REASON_OK 1

/**
 * It took longer than a threshold allows; `unhealthy` beyond the second threshold.
 */
#define PLIM_REASON_SLOW 2

/**
 * It works, but its certificate expires within the warning time.
 */
#define PLIM_REASON_TLS_EXPIRES_SOON 3

/**
 * Its own health document reports trouble.
 */
#define PLIM_REASON_REPORTED 4

/**
 * Its tools are not those that were recorded.
 */
#define PLIM_REASON_TOOL_DRIFT 5

/**
 * One of its two paths (REST, MCP) works and the other does not.
 */
#define PLIM_REASON_PARTIAL 6

/**
 * It is alive and asks for credentials (401); `unhealthy` where credentials were sent and refused.
 */
#define PLIM_REASON_AUTH_REQUIRED 7

/**
 * It is alive and refuses access (403); `unhealthy` where credentials were sent.
 */
#define PLIM_REASON_FORBIDDEN 8

/**
 * The token endpoint gave no token.
 */
#define PLIM_REASON_AUTH_FAILED 9

/**
 * The name does not exist.
 */
#define PLIM_REASON_DNS 10

/**
 * No name server answered in time.
 */
#define PLIM_REASON_DNS_TIMEOUT 11

/**
 * Nothing listens on the port.
 */
#define PLIM_REASON_CONNECT_REFUSED 12

/**
 * No connection was made in time.
 */
#define PLIM_REASON_CONNECT_TIMEOUT 13

/**
 * There is no route to the address.
 */
#define PLIM_REASON_CONNECT_UNREACHABLE 14

/**
 * Connecting failed otherwise.
 */
#define PLIM_REASON_CONNECT_FAILED 15

/**
 * The certificate has expired.
 */
#define PLIM_REASON_TLS_EXPIRED 16

/**
 * The certificate is not valid yet.
 */
#define PLIM_REASON_TLS_NOT_YET_VALID 17

/**
 * The certificate is for another name.
 */
#define PLIM_REASON_TLS_HOSTNAME 18

/**
 * No trusted authority has signed the certificate.
 */
#define PLIM_REASON_TLS_UNTRUSTED 19

/**
 * The server speaks no TLS of version 1.2 or later.
 */
#define PLIM_REASON_TLS_VERSION 20

/**
 * The TLS handshake failed otherwise.
 */
#define PLIM_REASON_TLS_HANDSHAKE 21

/**
 * An HTTP status that was not expected.
 */
#define PLIM_REASON_HTTP_STATUS 22

/**
 * A redirect that is not allowed, leads nowhere or never ends.
 */
#define PLIM_REASON_REDIRECT 23

/**
 * The body is not what was expected.
 */
#define PLIM_REASON_BODY_MISMATCH 24

/**
 * The headers or the body are beyond the caps.
 */
#define PLIM_REASON_TOO_LARGE 25

/**
 * The body cannot be decompressed.
 */
#define PLIM_REASON_BAD_ENCODING 26

/**
 * The answer ended before it was complete.
 */
#define PLIM_REASON_TRUNCATED 27

/**
 * The server closed the connection before it answered.
 */
#define PLIM_REASON_CLOSED 28

/**
 * The server reset the connection.
 */
#define PLIM_REASON_RESET 29

/**
 * What came is not HTTP, not a stream of events or not JSON-RPC.
 */
#define PLIM_REASON_PROTOCOL 30

/**
 * The server answered with a JSON-RPC error.
 */
#define PLIM_REASON_SERVER_ERROR 31

/**
 * No complete answer came before the deadline.
 */
#define PLIM_REASON_DEADLINE 32

/**
 * A tool that was expected is missing.
 */
#define PLIM_REASON_TOOL_MISSING 33

/**
 * A tool's schema is not valid.
 */
#define PLIM_REASON_TOOL_SCHEMA 34

/**
 * The tool that was called answered with an error.
 */
#define PLIM_REASON_TOOL_FAILED 35

/**
 * The tool that was called answered something else than expected.
 */
#define PLIM_REASON_TOOL_MISMATCH 36

/**
 * The command cannot be started.
 */
#define PLIM_REASON_COMMAND_MISSING 37

/**
 * The command ended before it answered.
 */
#define PLIM_REASON_COMMAND_EXITED 38

/**
 * A secret (environment variable, file) is not there.
 */
#define PLIM_REASON_SECRET_MISSING 39

/**
 * The target or an option of it makes no sense.
 */
#define PLIM_REASON_CONFIG 40

/**
 * This machine cannot check: no descriptor, no memory, no thread.
 */
#define PLIM_REASON_LOCAL 41

/**
 * The gate refused: this container is laden.
 */
#define PLIM_REASON_NOT_ADMITTED 42

/**
 * The check was cancelled.
 */
#define PLIM_REASON_CANCELLED 43

/**
 * It failed so often that it is left alone for a while.
 */
#define PLIM_REASON_CIRCUIT_OPEN 44

/**
 * A server that it depends on does not work, so that nothing was asked, or that its own failure says nothing.
 */
#define PLIM_REASON_DEPENDENCY 45

/**
 * All connections that may be open are in use, and none became free in time.
 */
#define PLIM_REASON_POOL_EXHAUSTED 46

/**
 * Everything asked for was found.
 */
#define PLIM_HEALTH_HEALTHY 1

/**
 * It works, with reservations.
 */
#define PLIM_HEALTH_DEGRADED 2

/**
 * It does not work.
 */
#define PLIM_HEALTH_UNHEALTHY 3

/**
 * It could not be checked; nothing is said about the server.
 */
#define PLIM_HEALTH_UNKNOWN 4

/**
 * A REST endpoint was checked.
 */
#define PLIM_KIND_REST 1

/**
 * An MCP server was checked.
 */
#define PLIM_KIND_MCP 2

/**
 * A server was checked by both paths.
 */
#define PLIM_KIND_DUAL 3

/**
 * A check of the caller's own was run.
 */
#define PLIM_KIND_CUSTOM 4

/**
 * Bit of `valid`: `dns_ns` is there: a name was looked up.
 */
#define PLIM_OUTCOME_DNS (1 << 0)

/**
 * Bit of `valid`: `connect_ns` is there: a connection was made.
 */
#define PLIM_OUTCOME_CONNECT (1 << 1)

/**
 * Bit of `valid`: `tls_ns` is there: there was a TLS handshake.
 */
#define PLIM_OUTCOME_TLS (1 << 2)

/**
 * Bit of `valid`: `first_byte_ns` is there: something was answered.
 */
#define PLIM_OUTCOME_FIRST_BYTE (1 << 3)

/**
 * Bit of `valid`: `http_status` is there: the REST path answered.
 */
#define PLIM_OUTCOME_HTTP_STATUS (1 << 4)

/**
 * Bit of `valid`: `certificate_not_after` is there: the server showed a certificate.
 */
#define PLIM_OUTCOME_CERTIFICATE (1 << 5)

/**
 * Bit of `valid`: `retry_after_ns` is there: the server said when to ask again.
 */
#define PLIM_OUTCOME_RETRY_AFTER (1 << 6)

/**
 * Bit of `valid`: `score` is there: the server was checked by both paths.
 */
#define PLIM_OUTCOME_SCORE (1 << 7)

/**
 * Bit of `valid`: `fresh_for_ns` is there: the server, or both paths of it, said for how long.
 */
#define PLIM_OUTCOME_FRESH_FOR (1 << 8)

/**
 * `redirects`: none is followed.
 */
#define PLIM_REDIRECTS_NONE -1

/**
 * A benchmark of the container that the process runs in. Made by `plim_benchmark_new`.
 */
typedef struct plim_benchmark plim_benchmark;

/**
 * Runs checks: a list of them once (`plim_checker_check_all`, `plim_checker_start`), single ones
 * (`plim_checker_submit`), or a set again and again (`plim_checker_watch`). Made by `plim_checker_new`. Any number of
 * threads may use one at the same time.
 *
 * It starts its threads with the first check, `max_concurrent` named `plimsoll-check-N` and one for the times, all
 * signals blocked, and joins them when it is closed. Callbacks run on these; they may call other handles, but not their
 * own checker or its runs, which answer `PLIM_E_REENTRANT`.
 *
 * A child after a fork may use it as well: with its first call it begins anew, with threads, connections and events of
 * its own, and watches what its parent watches. Runs stay with the process that began them.
 */
typedef struct plim_checker plim_checker;

/**
 * A list of what is to be checked, numbered from 0. Made by `plim_checks_new`, filled by one thread, and then used by
 * any number of checkers; what it holds is copied as it is used.
 */
typedef struct plim_checks plim_checks;

/**
 * Says what to ask a database, and makes a reading of the answers. Made by `plim_database_reader_new`. It opens no
 * connection and runs nothing. It belongs to one database and is kept: it learns what the user may see. Calls on one wait
 * for each other.
 *
 * The connection must have no transaction open, and be in autocommit unless `own_transaction` says otherwise. To
 * PostgreSQL a message has several statements, of which the last result set counts: use the simple query protocol
 * (`PQexec`). Settings and transactions are afterwards what they were.
 */
typedef struct plim_database_reader plim_database_reader;

/**
 * A pool of database connections of the host's, watched: takes in what it reports. Made by `plim_dbpool_new`. Holds
 * nothing but memory, starts no thread and connects to nothing. Several threads may use one at once; a child after a
 * fork has one of its own under the same handle, of which nothing was observed yet.
 */
typedef struct plim_dbpool plim_dbpool;

/**
 * What went wrong. Made by a failing call whose `err` is not NULL; the caller frees it with
 * `plim_error_free`. It never changes, so that threads may share it.
 */
typedef struct plim_error plim_error;

/**
 * Sends what a monitor knows to a collector of OpenTelemetry, on a thread of its own. Made by `plim_exporter_new`; any
 * thread may use it at any time.
 */
typedef struct plim_exporter plim_exporter;

/**
 * What a fetch brings; lent for the call of its callback.
 */
typedef struct plim_fetched plim_fetched;

/**
 * Lets work begin as long as the container can bear it. Made by `plim_gate_new`. Any number of threads may
 * use one at the same time; `plim_gate_acquire` waits, and no other call does. A child after a fork has a
 * gate of its own under the same handle, with nothing going on; permits of its parent, released there, give
 * nothing back. Starts no thread.
 */
typedef struct plim_gate plim_gate;

/**
 * A load test: what is asked, of whom, and how much. Made by `plim_load_test_load` or `plim_load_test_parse`, filled by one
 * thread, and then run.
 */
typedef struct plim_load_test plim_load_test;

/**
 * Watches one container. Made by `plim_monitor_new`; starts no thread: everything happens on the
 * caller's. Several threads may use one at once, and so may a child after a fork.
 */
typedef struct plim_monitor plim_monitor;

/**
 * What a check of the caller's own is told, lent for the call.
 */
typedef struct plim_own plim_own;

/**
 * The right to work, to be given back with `plim_permit_release`.
 */
typedef struct plim_permit plim_permit;

/**
 * What probes share: kept connections, names, tokens, what was learnt of servers. Made by
 * `plim_probe_context_new`. Any number of threads may probe through one at the same time; none
 * waits for another. A child after a fork may use it as well: it begins with connections and names
 * of its own, and leaves those of its parent alone.
 *
 * It starts no thread but for looking up names: at most two, named `plimsoll-dns-N`, when a name is
 * first looked up; each ends after ten seconds without work. They have all signals blocked.
 */
typedef struct plim_probe_context plim_probe_context;

/**
 * What a query gave: rows of text, or why it failed. Lent to a `plim_query_callback` for its call, or made by
 * `plim_rows_new`. One thread uses it at a time.
 */
typedef struct plim_rows plim_rows;

/**
 * Checks that were begun, whose outcomes wait to be fetched. Made by `plim_checker_start` and `plim_checker_submit`. Any
 * number of threads may use one at the same time: each outcome is given once. It may be freed after its checker. In a
 * child after a fork it answers `PLIM_E_CLOSED`: it goes on in the process that began it.
 */
typedef struct plim_run plim_run;

/**
 * Reads samples. Made by `plim_sampler_new`; several threads may use one at once (they wait for
 * each other), and so may a child after a fork.
 */
typedef struct plim_sampler plim_sampler;

/**
 * A place among those who wait at a gate, for an event loop. Made by `plim_gate_enqueue`. It belongs to the process that
 * made it: in a child after a fork it answers `PLIM_E_CLOSED`, and may be freed.
 */
typedef struct plim_seat plim_seat;

/**
 * Servers to be probed, numbered from 0. Made by `plim_targets_load` or `plim_targets_parse`. They never
 * change, so that threads may share them; they hold nothing but memory, and have no `close`.
 */
typedef struct plim_targets plim_targets;

/**
 * What a call came to: `PLIM_OK`, a positive answer, or a negative error. A caller must be ready
 * for numbers it does not know: all negative ones are errors.
 */
typedef int32_t plim_status;

/**
 * Bytes that the caller owns and frees with `plim_string_free`. A NUL follows the last byte and is
 * not counted. Text is UTF-8; a path is bytes as the kernel has it. An empty string may have a
 * NULL `ptr`.
 */
typedef struct plim_string {
  /**
   * The bytes; NULL in a string that was freed or holds nothing.
   */
  char *ptr;
  /**
   * How many bytes, without the NUL at the end.
   */
  size_t len;
} plim_string;

/**
 * One row of the field table. The strings are static, UTF-8 and NUL-terminated.
 */
typedef struct plim_field {
  /**
   * The name: the member of `plim_sample`, the Python attribute and the JSON key.
   */
  const char *name;
  /**
   * One or two sentences for people.
   */
  const char *doc;
  /**
   * "bytes", "seconds", "ratio", "cpus" or "count".
   */
  const char *unit;
  /**
   * "counter" (grows until a reset) or "gauge" (a reading of the moment).
   */
  const char *kind;
  /**
   * What the value speaks of: "host", "cgroup", "process", "network_namespace" or "mount".
   */
  const char *scope;
  /**
   * The name of the group that must be asked for to get it, such as "cgroup_cpu".
   */
  const char *group_name;
  /**
   * The kernel file and field it comes from.
   */
  const char *source;
  /**
   * The first kernel version that has it.
   */
  const char *since;
  /**
   * The group as a `PLIM_GROUP_...` bit.
   */
  uint64_t group;
  /**
   * Where its eight bytes are in `plim_sample`.
   */
  uint32_t offset;
  /**
   * How its eight bytes are to be read: `PLIM_TYPE_...`.
   */
  uint32_t value_type;
} plim_field;

/**
 * One reading of the kernel. A value is there only if its bit in `valid` is set: use the
 * accessors, or `PLIM_HAS` in C. In the raw struct a limit of `UINT64_MAX` or `+inf` is no limit.
 */
typedef struct plim_sample {
  /**
   * Bit `i % 64` of word `i / 64` is set if field number `i` was read.
   */
  uint64_t valid[4];
  /**
   * Nanoseconds since boot, suspend included (CLOCK_BOOTTIME), when the reading began.
   */
  uint64_t boot_time_ns;
  /**
   * Nanoseconds since 1970-01-01 UTC when the reading began; may jump.
   */
  uint64_t wall_time_ns;
  /**
   * What the reading cost, in nanoseconds of elapsed time.
   */
  uint64_t took_ns;
  /**
   * Changes on fork, on a move to another cgroup and on reset; no rates across a change.
   */
  uint64_t generation;
  /**
   * Inode of the cgroup's directory (the cgroup id on v2); 0 where there is none.
   */
  uint64_t cgroup_id;
  /**
   * The groups that were asked for, as bits.
   */
  uint64_t groups;
  /**
   * Those groups whose values lxcfs rendered, not the kernel.
   */
  uint64_t lxcfs_groups;
  /**
   * How cgroups are laid out: 0 none, or no cgroup group was asked for; 1 v1, 2 v2, 3 hybrid
   * (`PLIM_CGROUPS_...`).
   */
  uint64_t cgroup_layout;
  /**
   * File descriptors that the sampler itself holds.
   */
  uint64_t own_descriptors;
  /**
   * Time in user mode over all CPUs; includes guest time. In seconds; counter, host. Source: /proc/stat: cpu, column 1. Since Linux 2.6.
   */
  double host_cpu_user_seconds;
  /**
   * Time in user mode at lowered priority; includes guest_nice time. In seconds; counter, host. Source: /proc/stat: cpu, column 2. Since Linux 2.6.
   */
  double host_cpu_nice_seconds;
  /**
   * Time in the kernel. In seconds; counter, host. Source: /proc/stat: cpu, column 3. Since Linux 2.6.
   */
  double host_cpu_system_seconds;
  /**
   * Idle time. In seconds; counter, host. Source: /proc/stat: cpu, column 4. Since Linux 2.6.
   */
  double host_cpu_idle_seconds;
  /**
   * Idle time while a task waited for I/O: a hint, the kernel does not account it reliably. In seconds; counter, host. Source: /proc/stat: cpu, column 5. Since Linux 2.6.
   */
  double host_cpu_iowait_seconds;
  /**
   * Time serving interrupts. In seconds; counter, host. Source: /proc/stat: cpu, column 6. Since Linux 2.6.
   */
  double host_cpu_irq_seconds;
  /**
   * Time serving soft interrupts. In seconds; counter, host. Source: /proc/stat: cpu, column 7. Since Linux 2.6.
   */
  double host_cpu_softirq_seconds;
  /**
   * Time the hypervisor gave to others. In seconds; counter, host. Source: /proc/stat: cpu, column 8. Since Linux 2.6.11.
   */
  double host_cpu_steal_seconds;
  /**
   * Time running virtual CPUs; already inside user. In seconds; counter, host. Source: /proc/stat: cpu, column 9. Since Linux 2.6.24.
   */
  double host_cpu_guest_seconds;
  /**
   * Time running niced virtual CPUs; already inside nice. In seconds; counter, host. Source: /proc/stat: cpu, column 10. Since Linux 2.6.33.
   */
  double host_cpu_guest_nice_seconds;
  /**
   * CPUs online. Gauge, host. Source: /proc/stat: number of cpuN lines. Since Linux 2.6.
   */
  uint64_t host_cpus_online;
  /**
   * Interrupts served since boot. Counter, host. Source: /proc/stat: intr. Since Linux 2.6.
   */
  uint64_t host_interrupts;
  /**
   * Context switches since boot. Counter, host. Source: /proc/stat: ctxt. Since Linux 2.6.
   */
  uint64_t host_context_switches;
  /**
   * Processes and threads created since boot. Counter, host. Source: /proc/stat: processes. Since Linux 2.6.
   */
  uint64_t host_forks;
  /**
   * Tasks running or ready to run. Gauge, host. Source: /proc/stat: procs_running. Since Linux 2.6.
   */
  uint64_t host_tasks_running;
  /**
   * Tasks blocked on I/O. Gauge, host. Source: /proc/stat: procs_blocked. Since Linux 2.6.
   */
  uint64_t host_tasks_blocked;
  /**
   * Load average over 1 minute: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 1. Since Linux 2.6.
   */
  double host_load1;
  /**
   * Load average over 5 minutes: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 2. Since Linux 2.6.
   */
  double host_load5;
  /**
   * Load average over 15 minutes: tasks running, ready or in uninterruptible sleep. Gauge, host. Source: sysinfo(2) or /proc/loadavg, column 3. Since Linux 2.6.
   */
  double host_load15;
  /**
   * Memory the kernel manages. In bytes; gauge, host. Source: /proc/meminfo: MemTotal. Since Linux 2.6.
   */
  uint64_t host_memory_total_bytes;
  /**
   * Memory used for nothing. In bytes; gauge, host. Source: /proc/meminfo: MemFree. Since Linux 2.6.
   */
  uint64_t host_memory_free_bytes;
  /**
   * Memory a new workload could get without swapping, as the kernel estimates. In bytes; gauge, host. Source: /proc/meminfo: MemAvailable. Since Linux 3.14.
   */
  uint64_t host_memory_available_bytes;
  /**
   * Block-device page cache. In bytes; gauge, host. Source: /proc/meminfo: Buffers. Since Linux 2.6.
   */
  uint64_t host_memory_buffers_bytes;
  /**
   * Page cache, with shmem, without swap cache. In bytes; gauge, host. Source: /proc/meminfo: Cached. Since Linux 2.6.
   */
  uint64_t host_memory_cached_bytes;
  /**
   * Memory used recently. In bytes; gauge, host. Source: /proc/meminfo: Active. Since Linux 2.6.
   */
  uint64_t host_memory_active_bytes;
  /**
   * Memory not used recently: reclaimed first. In bytes; gauge, host. Source: /proc/meminfo: Inactive. Since Linux 2.6.
   */
  uint64_t host_memory_inactive_bytes;
  /**
   * Shared memory and tmpfs. In bytes; gauge, host. Source: /proc/meminfo: Shmem. Since Linux 2.6.32.
   */
  uint64_t host_memory_shmem_bytes;
  /**
   * Kernel slab caches. In bytes; gauge, host. Source: /proc/meminfo: Slab. Since Linux 2.6.
   */
  uint64_t host_memory_slab_bytes;
  /**
   * The part of the slab that can be reclaimed. In bytes; gauge, host. Source: /proc/meminfo: SReclaimable. Since Linux 2.6.19.
   */
  uint64_t host_memory_slab_reclaimable_bytes;
  /**
   * Memory waiting to be written back. In bytes; gauge, host. Source: /proc/meminfo: Dirty. Since Linux 2.6.
   */
  uint64_t host_memory_dirty_bytes;
  /**
   * Memory being written back. In bytes; gauge, host. Source: /proc/meminfo: Writeback. Since Linux 2.6.
   */
  uint64_t host_memory_writeback_bytes;
  /**
   * Swap space; 0 where there is none. In bytes; gauge, host. Source: /proc/meminfo: SwapTotal. Since Linux 2.6.
   */
  uint64_t host_swap_total_bytes;
  /**
   * Swap space not in use. In bytes; gauge, host. Source: /proc/meminfo: SwapFree. Since Linux 2.6.
   */
  uint64_t host_swap_free_bytes;
  /**
   * Bytes read from block devices. In bytes; counter, host. Source: /proc/vmstat: pgpgin. Since Linux 2.6.
   */
  uint64_t host_paging_in_bytes;
  /**
   * Bytes written to block devices. In bytes; counter, host. Source: /proc/vmstat: pgpgout. Since Linux 2.6.
   */
  uint64_t host_paging_out_bytes;
  /**
   * Bytes swapped in. In bytes; counter, host. Source: /proc/vmstat: pswpin. Since Linux 2.6.
   */
  uint64_t host_swap_in_bytes;
  /**
   * Bytes swapped out. In bytes; counter, host. Source: /proc/vmstat: pswpout. Since Linux 2.6.
   */
  uint64_t host_swap_out_bytes;
  /**
   * Page faults, minor and major. Counter, host. Source: /proc/vmstat: pgfault. Since Linux 2.6.
   */
  uint64_t host_page_faults;
  /**
   * Page faults that had to read from storage. Counter, host. Source: /proc/vmstat: pgmajfault. Since Linux 2.6.
   */
  uint64_t host_major_page_faults;
  /**
   * Allocations that had to reclaim memory themselves first. Counter, host. Source: /proc/vmstat: sum of allocstall_*. Since Linux 4.10.
   */
  uint64_t host_allocation_stalls;
  /**
   * Processes killed for want of memory, anywhere on the host. Counter, host. Source: /proc/vmstat: oom_kill. Since Linux 4.13.
   */
  uint64_t host_oom_kills;
  /**
   * How old the paging values are: they are read at most once in the slow-lane interval. In seconds; gauge, host. Source: clock. Since Linux 2.6.
   */
  double host_paging_age_seconds;
  /**
   * Share of the last 10 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg10. Since Linux 4.20.
   */
  double host_pressure_cpu_some_avg10_ratio;
  /**
   * Share of the last 60 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg60. Since Linux 4.20.
   */
  double host_pressure_cpu_some_avg60_ratio;
  /**
   * Share of the last 300 seconds in which at least one task of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: some avg300. Since Linux 4.20.
   */
  double host_pressure_cpu_some_avg300_ratio;
  /**
   * Time in which at least one task of the host waited for a CPU, since boot. In seconds; counter, host. Source: /proc/pressure/cpu: some total. Since Linux 4.20.
   */
  double host_pressure_cpu_some_seconds;
  /**
   * Share of the last 10 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg10. Since Linux 5.13.
   */
  double host_pressure_cpu_full_avg10_ratio;
  /**
   * Share of the last 60 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg60. Since Linux 5.13.
   */
  double host_pressure_cpu_full_avg60_ratio;
  /**
   * Share of the last 300 seconds in which all non-idle tasks of the host waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/cpu: full avg300. Since Linux 5.13.
   */
  double host_pressure_cpu_full_avg300_ratio;
  /**
   * Time in which all non-idle tasks of the host waited for a CPU, since boot. In seconds; counter, host. Source: /proc/pressure/cpu: full total. Since Linux 5.13.
   */
  double host_pressure_cpu_full_seconds;
  /**
   * Share of the last 10 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg10. Since Linux 4.20.
   */
  double host_pressure_memory_some_avg10_ratio;
  /**
   * Share of the last 60 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg60. Since Linux 4.20.
   */
  double host_pressure_memory_some_avg60_ratio;
  /**
   * Share of the last 300 seconds in which at least one task of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: some avg300. Since Linux 4.20.
   */
  double host_pressure_memory_some_avg300_ratio;
  /**
   * Time in which at least one task of the host waited for memory, since boot. In seconds; counter, host. Source: /proc/pressure/memory: some total. Since Linux 4.20.
   */
  double host_pressure_memory_some_seconds;
  /**
   * Share of the last 10 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg10. Since Linux 4.20.
   */
  double host_pressure_memory_full_avg10_ratio;
  /**
   * Share of the last 60 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg60. Since Linux 4.20.
   */
  double host_pressure_memory_full_avg60_ratio;
  /**
   * Share of the last 300 seconds in which all non-idle tasks of the host waited for memory (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/memory: full avg300. Since Linux 4.20.
   */
  double host_pressure_memory_full_avg300_ratio;
  /**
   * Time in which all non-idle tasks of the host waited for memory, since boot. In seconds; counter, host. Source: /proc/pressure/memory: full total. Since Linux 4.20.
   */
  double host_pressure_memory_full_seconds;
  /**
   * Share of the last 10 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg10. Since Linux 4.20.
   */
  double host_pressure_io_some_avg10_ratio;
  /**
   * Share of the last 60 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg60. Since Linux 4.20.
   */
  double host_pressure_io_some_avg60_ratio;
  /**
   * Share of the last 300 seconds in which at least one task of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: some avg300. Since Linux 4.20.
   */
  double host_pressure_io_some_avg300_ratio;
  /**
   * Time in which at least one task of the host waited for I/O, since boot. In seconds; counter, host. Source: /proc/pressure/io: some total. Since Linux 4.20.
   */
  double host_pressure_io_some_seconds;
  /**
   * Share of the last 10 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg10. Since Linux 4.20.
   */
  double host_pressure_io_full_avg10_ratio;
  /**
   * Share of the last 60 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg60. Since Linux 4.20.
   */
  double host_pressure_io_full_avg60_ratio;
  /**
   * Share of the last 300 seconds in which all non-idle tasks of the host waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, host. Source: /proc/pressure/io: full avg300. Since Linux 4.20.
   */
  double host_pressure_io_full_avg300_ratio;
  /**
   * Time in which all non-idle tasks of the host waited for I/O, since boot. In seconds; counter, host. Source: /proc/pressure/io: full total. Since Linux 4.20.
   */
  double host_pressure_io_full_seconds;
  /**
   * Real disks counted in the totals. Gauge, host. Source: /sys/block: entries with a device, without loop, ram and zram. Since Linux 2.6.
   */
  uint64_t host_disks;
  /**
   * Reads completed. Counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 1. Since Linux 2.6.
   */
  uint64_t host_disk_reads;
  /**
   * Bytes read. In bytes; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 3, times 512. Since Linux 2.6.
   */
  uint64_t host_disk_read_bytes;
  /**
   * Time reads took, summed over reads. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 4. Since Linux 2.6.
   */
  double host_disk_read_seconds;
  /**
   * Writes completed. Counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 5. Since Linux 2.6.
   */
  uint64_t host_disk_writes;
  /**
   * Bytes written. In bytes; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 7, times 512. Since Linux 2.6.
   */
  uint64_t host_disk_written_bytes;
  /**
   * Time writes took, summed over writes. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 8. Since Linux 2.6.
   */
  double host_disk_write_seconds;
  /**
   * Operations in flight. Gauge, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 9. Since Linux 2.6.
   */
  uint64_t host_disk_in_flight;
  /**
   * Time with an operation in flight, summed over disks. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 10. Since Linux 2.6.
   */
  double host_disk_busy_seconds;
  /**
   * Time operations spent in flight or waiting, summed over operations: its rate is the mean queue length. In seconds; counter, host. Source: /sys/block/DEV/stat or /proc/diskstats, real disks: column 11. Since Linux 2.6.
   */
  double host_disk_queue_seconds;
  /**
   * Size of the filesystem. In bytes; gauge, mount. Source: statvfs(3): f_blocks * f_frsize. Since Linux 2.6.
   */
  uint64_t filesystem_total_bytes;
  /**
   * Free space, with what is reserved for root. In bytes; gauge, mount. Source: statvfs(3): f_bfree * f_frsize. Since Linux 2.6.
   */
  uint64_t filesystem_free_bytes;
  /**
   * Free space an unprivileged process can use. In bytes; gauge, mount. Source: statvfs(3): f_bavail * f_frsize. Since Linux 2.6.
   */
  uint64_t filesystem_available_bytes;
  /**
   * Inodes; 0 where the filesystem has no fixed number. Gauge, mount. Source: statvfs(3): f_files. Since Linux 2.6.
   */
  uint64_t filesystem_inodes;
  /**
   * Free inodes. Gauge, mount. Source: statvfs(3): f_ffree. Since Linux 2.6.
   */
  uint64_t filesystem_inodes_free;
  /**
   * How old the filesystem's values are: they are read at most once in the slow-lane interval. In seconds; gauge, mount. Source: clock. Since Linux 2.6.
   */
  double filesystem_age_seconds;
  /**
   * Interfaces counted in the totals. Gauge, network namespace. Source: /proc/PID/net/dev, without lo: number of interfaces. Since Linux 2.6.
   */
  uint64_t network_interfaces;
  /**
   * Bytes received. In bytes; counter, network namespace. Source: /proc/PID/net/dev, without lo: receive bytes. Since Linux 2.6.
   */
  uint64_t network_received_bytes;
  /**
   * Packets received. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive packets. Since Linux 2.6.
   */
  uint64_t network_received_packets;
  /**
   * Errors on receive. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive errs. Since Linux 2.6.
   */
  uint64_t network_receive_errors;
  /**
   * Packets dropped on receive. Counter, network namespace. Source: /proc/PID/net/dev, without lo: receive drop. Since Linux 2.6.
   */
  uint64_t network_receive_drops;
  /**
   * Bytes sent. In bytes; counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit bytes. Since Linux 2.6.
   */
  uint64_t network_sent_bytes;
  /**
   * Packets sent. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit packets. Since Linux 2.6.
   */
  uint64_t network_sent_packets;
  /**
   * Errors on transmit. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit errs. Since Linux 2.6.
   */
  uint64_t network_send_errors;
  /**
   * Packets dropped on transmit. Counter, network namespace. Source: /proc/PID/net/dev, without lo: transmit drop. Since Linux 2.6.
   */
  uint64_t network_send_drops;
  /**
   * TCP segments received, with errors. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp InSegs. Since Linux 2.6.
   */
  uint64_t network_tcp_segments_received;
  /**
   * TCP segments sent, without retransmissions. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp OutSegs. Since Linux 2.6.
   */
  uint64_t network_tcp_segments_sent;
  /**
   * TCP segments sent again. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp RetransSegs. Since Linux 2.6.
   */
  uint64_t network_tcp_segments_retransmitted;
  /**
   * TCP segments received with errors. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp InErrs. Since Linux 2.6.
   */
  uint64_t network_tcp_receive_errors;
  /**
   * TCP segments sent with the reset flag. Counter, network namespace. Source: /proc/PID/net/snmp: Tcp OutRsts. Since Linux 2.6.
   */
  uint64_t network_tcp_resets_sent;
  /**
   * TCP connections established or waiting for the peer to close. Gauge, network namespace. Source: /proc/PID/net/snmp: Tcp CurrEstab. Since Linux 2.6.
   */
  uint64_t network_tcp_established;
  /**
   * Sockets of every kind in use. Gauge, network namespace. Source: /proc/PID/net/sockstat: sockets used. Since Linux 2.6.
   */
  uint64_t network_sockets_used;
  /**
   * IPv4 TCP sockets in use, without time-wait. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP inuse. Since Linux 2.6.
   */
  uint64_t network_tcp_sockets;
  /**
   * TCP sockets no process holds any more. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP orphan. Since Linux 2.6.
   */
  uint64_t network_tcp_orphans;
  /**
   * TCP sockets in time-wait. Gauge, network namespace. Source: /proc/PID/net/sockstat: TCP tw. Since Linux 2.6.
   */
  uint64_t network_tcp_time_wait;
  /**
   * IPv4 UDP sockets in use. Gauge, network namespace. Source: /proc/PID/net/sockstat: UDP inuse. Since Linux 2.6.
   */
  uint64_t network_udp_sockets;
  /**
   * How old the protocol's values are: they are read at most once in the slow-lane interval. In seconds; gauge, network namespace. Source: clock. Since Linux 2.6.
   */
  double network_protocol_age_seconds;
  /**
   * CPU time used by the cgroup. In seconds; counter, cgroup. Source: v2 cpu.stat: usage_usec; v1 cpuacct.usage. Since Linux 2.6.
   */
  double cgroup_cpu_usage_seconds;
  /**
   * CPU time in user mode; v1 counts in ticks of 10 ms. In seconds; counter, cgroup. Source: v2 cpu.stat: user_usec; v1 cpuacct.stat: user. Since Linux 2.6.
   */
  double cgroup_cpu_user_seconds;
  /**
   * CPU time in the kernel; v1 counts in ticks of 10 ms. In seconds; counter, cgroup. Source: v2 cpu.stat: system_usec; v1 cpuacct.stat: system. Since Linux 2.6.
   */
  double cgroup_cpu_system_seconds;
  /**
   * Enforcement periods that passed with runnable tasks. Counter, cgroup. Source: cpu.stat: nr_periods. Since Linux 3.2.
   */
  uint64_t cgroup_cpu_periods;
  /**
   * Periods in which the cgroup used up its quota and was stopped. Counter, cgroup. Source: cpu.stat: nr_throttled. Since Linux 3.2.
   */
  uint64_t cgroup_cpu_throttled_periods;
  /**
   * Time the cgroup was stopped, summed over CPUs. In seconds; counter, cgroup. Source: v2 cpu.stat: throttled_usec; v1 cpu.stat: throttled_time. Since Linux 3.2.
   */
  double cgroup_cpu_throttled_seconds;
  /**
   * Quota of the cgroup itself, in CPUs. In cpus or no limit; gauge, cgroup. Source: v2 cpu.max; v1 cpu.cfs_quota_us / cpu.cfs_period_us. Since Linux 3.2.
   */
  double cgroup_cpu_quota_cpus;
  /**
   * The tightest quota that applies, in CPUs. In cpus or no limit; gauge, cgroup. Source: as cgroup_cpu_quota_cpus, minimum over the cgroup and its visible ancestors. Since Linux 3.2.
   */
  double cgroup_cpu_effective_quota_cpus;
  /**
   * Which cgroup holds the tightest quota: 0 the target's own, 1 its parent and so on; missing where there is no quota. Gauge, cgroup. Source: as cgroup_cpu_effective_quota_cpus. Since Linux 3.2.
   */
  uint64_t cgroup_cpu_binding_depth;
  /**
   * CPUs the target may run on. Gauge, cgroup. Source: v2 cpuset.cpus.effective; v1 cpuset.effective_cpus or cpuset.cpus; else sched_getaffinity(2). Since Linux 2.6.
   */
  uint64_t cgroup_cpuset_cpus;
  /**
   * CPUs' worth of time the target can use, as a fraction. In cpus; gauge, cgroup. Source: minimum of quota over ancestors, cpuset, and CPUs online. Since Linux 2.6.
   */
  double cgroup_effective_cpus;
  /**
   * Memory charged to the cgroup, with page cache. In bytes; gauge, cgroup. Source: v2 memory.current; v1 memory.usage_in_bytes. Since Linux 2.6.
   */
  uint64_t cgroup_memory_usage_bytes;
  /**
   * Limit of the cgroup itself. In bytes or no limit; gauge, cgroup. Source: v2 memory.max; v1 memory.limit_in_bytes. Since Linux 2.6.25.
   */
  uint64_t cgroup_memory_limit_bytes;
  /**
   * The tightest limit that applies; one above the host's memory is no limit. In bytes or no limit; gauge, cgroup. Source: as cgroup_memory_limit_bytes, minimum over the cgroup and its ancestors; v1 also memory.stat: hierarchical_memory_limit. Since Linux 2.6.25.
   */
  uint64_t cgroup_memory_effective_limit_bytes;
  /**
   * Which cgroup holds the tightest limit: 0 the target's own, 1 its parent and so on; missing where there is none, or where it cannot be seen from here. Gauge, cgroup. Source: as cgroup_memory_effective_limit_bytes. Since Linux 2.6.25.
   */
  uint64_t cgroup_memory_binding_depth;
  /**
   * Above this the kernel slows the cgroup down to reclaim; v2 only. In bytes or no limit; gauge, cgroup. Source: v2 memory.high, minimum over the cgroup and its visible ancestors. Since Linux 4.5.
   */
  uint64_t cgroup_memory_high_bytes;
  /**
   * Swap used by the cgroup (on v1 it comes with CGROUP_MEMORY_STAT). In bytes; gauge, cgroup. Source: v2 memory.swap.current; v1 memory.stat: total_swap. Since Linux 4.5.
   */
  uint64_t cgroup_swap_usage_bytes;
  /**
   * Swap the cgroup may use. In bytes or no limit; gauge, cgroup. Source: v2 memory.swap.max; v1 memory.memsw.limit_in_bytes minus memory.limit_in_bytes, on the slow lane. Since Linux 4.5.
   */
  uint64_t cgroup_swap_limit_bytes;
  /**
   * Times the cgroup was slowed for exceeding memory.high; v2 only. Counter, cgroup. Source: v2 memory.events: high. Since Linux 4.5.
   */
  uint64_t cgroup_memory_high_events;
  /**
   * Times usage was about to go over the limit. Counter, cgroup. Source: v2 memory.events: max; v1 memory.failcnt. Since Linux 2.6.25.
   */
  uint64_t cgroup_memory_max_events;
  /**
   * Times the limit was reached and allocation was about to fail; v2 only. Counter, cgroup. Source: v2 memory.events: oom. Since Linux 4.5.
   */
  uint64_t cgroup_memory_oom_events;
  /**
   * Processes of the cgroup killed for want of memory. Counter, cgroup. Source: v2 memory.events: oom_kill; v1 memory.oom_control: oom_kill. Since Linux 4.13.
   */
  uint64_t cgroup_memory_oom_kills;
  /**
   * Usage without the page cache that would be dropped first; still counts active page cache. In bytes; gauge, cgroup. Source: usage minus memory.stat inactive_file (v1 total_inactive_file). Since Linux 2.6.
   */
  uint64_t cgroup_memory_working_set_bytes;
  /**
   * Memory of no file: heap, stack. A leak grows here. In bytes; gauge, cgroup. Source: memory.stat: v2 anon; v1 total_rss. Since Linux 2.6.
   */
  uint64_t cgroup_memory_anon_bytes;
  /**
   * Page cache, with shared memory. In bytes; gauge, cgroup. Source: memory.stat: v2 file; v1 total_cache. Since Linux 2.6.
   */
  uint64_t cgroup_memory_file_bytes;
  /**
   * Memory the kernel uses on behalf of the cgroup. In bytes; gauge, cgroup. Source: v2 memory.stat: kernel; v1 memory.kmem.usage_in_bytes. Since Linux 4.5.
   */
  uint64_t cgroup_memory_kernel_bytes;
  /**
   * What the kernel can take back without swapping. In bytes; gauge, cgroup. Source: memory.stat: inactive_file + active_file + slab_reclaimable. Since Linux 2.6.
   */
  uint64_t cgroup_memory_reclaimable_bytes;
  /**
   * Page cache not used recently. In bytes; gauge, cgroup. Source: memory.stat: inactive_file. Since Linux 2.6.
   */
  uint64_t cgroup_memory_inactive_file_bytes;
  /**
   * Shared memory and tmpfs. In bytes; gauge, cgroup. Source: memory.stat: v2 shmem; v1 total_shmem. Since Linux 4.5.
   */
  uint64_t cgroup_memory_shmem_bytes;
  /**
   * Page cache waiting to be written back. In bytes; gauge, cgroup. Source: memory.stat: v2 file_dirty; v1 total_dirty. Since Linux 4.2.
   */
  uint64_t cgroup_memory_dirty_bytes;
  /**
   * Page cache being written back. In bytes; gauge, cgroup. Source: memory.stat: v2 file_writeback; v1 total_writeback. Since Linux 4.2.
   */
  uint64_t cgroup_memory_writeback_bytes;
  /**
   * Page faults, minor and major. Counter, cgroup. Source: memory.stat: v2 pgfault; v1 total_pgfault. Since Linux 2.6.
   */
  uint64_t cgroup_page_faults;
  /**
   * Page faults that had to read from storage. Counter, cgroup. Source: memory.stat: v2 pgmajfault; v1 total_pgmajfault. Since Linux 2.6.
   */
  uint64_t cgroup_major_page_faults;
  /**
   * Bytes read from real disks. Like the other three of I/O, missing in v1 from Linux 6.10 until a throttle limit was set: nothing counts it before. In bytes; counter, cgroup. Source: v2 io.stat: rbytes; v1 blkio.throttle.io_service_bytes_recursive: Read. Since Linux 3.16.
   */
  uint64_t cgroup_io_read_bytes;
  /**
   * Bytes written to real disks. In bytes; counter, cgroup. Source: v2 io.stat: wbytes; v1 blkio.throttle.io_service_bytes_recursive: Write. Since Linux 3.16.
   */
  uint64_t cgroup_io_written_bytes;
  /**
   * Reads from real disks. Counter, cgroup. Source: v2 io.stat: rios; v1 blkio.throttle.io_serviced_recursive: Read. Since Linux 3.16.
   */
  uint64_t cgroup_io_reads;
  /**
   * Writes to real disks. Counter, cgroup. Source: v2 io.stat: wios; v1 blkio.throttle.io_serviced_recursive: Write. Since Linux 3.16.
   */
  uint64_t cgroup_io_writes;
  /**
   * Tasks (processes and threads) in the cgroup. Gauge, cgroup. Source: pids.current. Since Linux 4.3.
   */
  uint64_t cgroup_pids;
  /**
   * Tasks the cgroup itself may hold. A number or no limit; gauge, cgroup. Source: pids.max. Since Linux 4.3.
   */
  uint64_t cgroup_pids_limit;
  /**
   * The tightest limit on tasks that applies. A number or no limit; gauge, cgroup. Source: pids.max, minimum over the cgroup and its visible ancestors (these on the slow lane). Since Linux 4.3.
   */
  uint64_t cgroup_pids_effective_limit;
  /**
   * Share of the last 10 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg10. Since Linux 4.20.
   */
  double cgroup_pressure_cpu_some_avg10_ratio;
  /**
   * Share of the last 60 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg60. Since Linux 4.20.
   */
  double cgroup_pressure_cpu_some_avg60_ratio;
  /**
   * Share of the last 300 seconds in which at least one task of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: some avg300. Since Linux 4.20.
   */
  double cgroup_pressure_cpu_some_avg300_ratio;
  /**
   * Time in which at least one task of the cgroup waited for a CPU, since the cgroup was made. In seconds; counter, cgroup. Source: cpu.pressure of the cgroup: some total. Since Linux 4.20.
   */
  double cgroup_pressure_cpu_some_seconds;
  /**
   * Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg10. Since Linux 5.13.
   */
  double cgroup_pressure_cpu_full_avg10_ratio;
  /**
   * Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg60. Since Linux 5.13.
   */
  double cgroup_pressure_cpu_full_avg60_ratio;
  /**
   * Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for a CPU (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: cpu.pressure of the cgroup: full avg300. Since Linux 5.13.
   */
  double cgroup_pressure_cpu_full_avg300_ratio;
  /**
   * Time in which all non-idle tasks of the cgroup waited for a CPU, since the cgroup was made. In seconds; counter, cgroup. Source: cpu.pressure of the cgroup: full total. Since Linux 5.13.
   */
  double cgroup_pressure_cpu_full_seconds;
  /**
   * Share of the last 10 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg10. Since Linux 4.20.
   */
  double cgroup_pressure_memory_some_avg10_ratio;
  /**
   * Share of the last 60 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg60. Since Linux 4.20.
   */
  double cgroup_pressure_memory_some_avg60_ratio;
  /**
   * Share of the last 300 seconds in which at least one task of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: some avg300. Since Linux 4.20.
   */
  double cgroup_pressure_memory_some_avg300_ratio;
  /**
   * Time in which at least one task of the cgroup waited for memory, since the cgroup was made. In seconds; counter, cgroup. Source: memory.pressure of the cgroup: some total. Since Linux 4.20.
   */
  double cgroup_pressure_memory_some_seconds;
  /**
   * Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg10. Since Linux 4.20.
   */
  double cgroup_pressure_memory_full_avg10_ratio;
  /**
   * Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg60. Since Linux 4.20.
   */
  double cgroup_pressure_memory_full_avg60_ratio;
  /**
   * Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for memory (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: memory.pressure of the cgroup: full avg300. Since Linux 4.20.
   */
  double cgroup_pressure_memory_full_avg300_ratio;
  /**
   * Time in which all non-idle tasks of the cgroup waited for memory, since the cgroup was made. In seconds; counter, cgroup. Source: memory.pressure of the cgroup: full total. Since Linux 4.20.
   */
  double cgroup_pressure_memory_full_seconds;
  /**
   * Share of the last 10 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg10. Since Linux 4.20.
   */
  double cgroup_pressure_io_some_avg10_ratio;
  /**
   * Share of the last 60 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg60. Since Linux 4.20.
   */
  double cgroup_pressure_io_some_avg60_ratio;
  /**
   * Share of the last 300 seconds in which at least one task of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: some avg300. Since Linux 4.20.
   */
  double cgroup_pressure_io_some_avg300_ratio;
  /**
   * Time in which at least one task of the cgroup waited for I/O, since the cgroup was made. In seconds; counter, cgroup. Source: io.pressure of the cgroup: some total. Since Linux 4.20.
   */
  double cgroup_pressure_io_some_seconds;
  /**
   * Share of the last 10 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg10. Since Linux 4.20.
   */
  double cgroup_pressure_io_full_avg10_ratio;
  /**
   * Share of the last 60 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg60. Since Linux 4.20.
   */
  double cgroup_pressure_io_full_avg60_ratio;
  /**
   * Share of the last 300 seconds in which all non-idle tasks of the cgroup waited for I/O (the kernel's percentage divided by 100). In ratio; gauge, cgroup. Source: io.pressure of the cgroup: full avg300. Since Linux 4.20.
   */
  double cgroup_pressure_io_full_avg300_ratio;
  /**
   * Time in which all non-idle tasks of the cgroup waited for I/O, since the cgroup was made. In seconds; counter, cgroup. Source: io.pressure of the cgroup: full total. Since Linux 4.20.
   */
  double cgroup_pressure_io_full_seconds;
  /**
   * CPU time in user mode, all threads. In seconds; counter, process. Source: getrusage(2): ru_utime; of another process /proc/PID/stat: utime. Since Linux 2.6.
   */
  double process_cpu_user_seconds;
  /**
   * CPU time in the kernel, all threads. In seconds; counter, process. Source: getrusage(2): ru_stime; of another process /proc/PID/stat: stime. Since Linux 2.6.
   */
  double process_cpu_system_seconds;
  /**
   * Memory resident in RAM; the kernel batches its count per thread, so it can lag by some pages. In bytes; gauge, process. Source: /proc/PID/statm: resident. Since Linux 2.6.
   */
  uint64_t process_resident_bytes;
  /**
   * Address space. In bytes; gauge, process. Source: /proc/PID/statm: size. Since Linux 2.6.
   */
  uint64_t process_virtual_bytes;
  /**
   * Resident memory that files or shared memory back. In bytes; gauge, process. Source: /proc/PID/statm: shared. Since Linux 2.6.
   */
  uint64_t process_shared_bytes;
  /**
   * Threads. Gauge, process. Source: links of /proc/PID/task minus 2; else /proc/PID/stat: num_threads. Since Linux 2.6.
   */
  uint64_t process_threads;
  /**
   * Open file descriptors, with the sampler's own (see own_descriptors). Gauge, process. Source: size of /proc/PID/fd; before Linux 6.2 its entries. Since Linux 2.6.
   */
  uint64_t process_descriptors;
  /**
   * Soft limit on open file descriptors. A number or no limit; gauge, process. Source: prlimit(2): RLIMIT_NOFILE soft; else /proc/PID/limits. Since Linux 2.6.
   */
  uint64_t process_descriptors_limit;
  /**
   * Context switches because the process waited. Counter, process. Source: getrusage(2): ru_nvcsw; of another process /proc/PID/status, single-threaded only. Since Linux 2.6.
   */
  uint64_t process_voluntary_switches;
  /**
   * Context switches because its time was up. Counter, process. Source: getrusage(2): ru_nivcsw; of another process /proc/PID/status, single-threaded only. Since Linux 2.6.
   */
  uint64_t process_involuntary_switches;
  /**
   * Page faults served from memory. Counter, process. Source: getrusage(2): ru_minflt; of another process /proc/PID/stat: minflt. Since Linux 2.6.
   */
  uint64_t process_minor_faults;
  /**
   * Page faults that had to read from storage. Counter, process. Source: getrusage(2): ru_majflt; of another process /proc/PID/stat: majflt. Since Linux 2.6.
   */
  uint64_t process_major_faults;
  /**
   * Bytes fetched from storage. In bytes; counter, process. Source: /proc/PID/io: read_bytes. Since Linux 2.6.20.
   */
  uint64_t process_read_bytes;
  /**
   * Bytes sent to storage. In bytes; counter, process. Source: /proc/PID/io: write_bytes. Since Linux 2.6.20.
   */
  uint64_t process_written_bytes;
  /**
   * Bytes asked of read calls, page cache included. In bytes; counter, process. Source: /proc/PID/io: rchar. Since Linux 2.6.20.
   */
  uint64_t process_call_read_bytes;
  /**
   * Bytes given to write calls, page cache included. In bytes; counter, process. Source: /proc/PID/io: wchar. Since Linux 2.6.20.
   */
  uint64_t process_call_written_bytes;
  /**
   * Read system calls. Counter, process. Source: /proc/PID/io: syscr. Since Linux 2.6.20.
   */
  uint64_t process_read_calls;
  /**
   * Write system calls. Counter, process. Source: /proc/PID/io: syscw. Since Linux 2.6.20.
   */
  uint64_t process_write_calls;
  /**
   * Periods in which that ancestor wanted to run; missing where no ancestor binds (cgroup_cpu_binding_depth is 0 or missing). With siblings; to be compared between samples of one depth only. Counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: nr_periods. Since Linux 3.2.
   */
  uint64_t cgroup_cpu_binding_periods;
  /**
   * Periods in which that ancestor ran into its quota, and everything below it with it: the cgroup's own counters do not show that. As cgroup_cpu_binding_periods. Counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: nr_throttled. Since Linux 3.2.
   */
  uint64_t cgroup_cpu_binding_throttled_periods;
  /**
   * Time that ancestor was throttled, summed over CPUs. As cgroup_cpu_binding_periods. In seconds; counter, cgroup. Source: cpu.stat of the ancestor whose quota binds: v2 throttled_usec; v1 throttled_time. Since Linux 3.2.
   */
  double cgroup_cpu_binding_throttled_seconds;
  /**
   * Time in which the cgroup had something to run and others had the CPU, summed over CPUs. Version 1 only, and only as long as kernel.sched_schedstats is 1. In seconds; counter, cgroup. Source: v1 cpu.stat: wait_sum. Since Linux 4.20.
   */
  double cgroup_cpu_wait_seconds;
  /**
   * Bytes swapped in, of the cgroup's memory. In bytes; counter, cgroup. Source: v2 memory.stat: pswpin. Since Linux 6.13.
   */
  uint64_t cgroup_swap_in_bytes;
  /**
   * Bytes swapped out, of the cgroup's memory. In bytes; counter, cgroup. Source: v2 memory.stat: pswpout. Since Linux 6.13.
   */
  uint64_t cgroup_swap_out_bytes;
  /**
   * Forks that were refused. From Linux 6.11 on v2: by the limit of the cgroup or of a descendant. Before, and on v1: of tasks of the cgroup itself, by its own limit or an ancestor's. Counter, cgroup. Source: pids.events: max; on the slow lane. Since Linux 4.8.
   */
  uint64_t cgroup_pids_max_events;
  /**
   * Time in which the process could have run and had no CPU, throttled time included. Missing of a process with threads: the file tells of the main one only. In seconds; counter, process. Source: /proc/PID/schedstat: second number; single-threaded only, on the slow lane. Since Linux 2.6.
   */
  double process_run_delay_seconds;
} plim_sample;

/**
 * What a sampler reads, and from where. All zero is the default for each, so that
 * `plim_sampler_options options = {0};` is as good as `plim_sampler_options_init`.
 *
 * Paths are bytes with a length, and begin with `/`; they are borrowed for the call.
 */
typedef struct plim_sampler_options {
  /**
   * What to read: `PLIM_GROUP_...` bits, `PLIM_GROUPS_TICK` or `PLIM_GROUPS_FULL`. 0: everything.
   */
  uint64_t groups;
  /**
   * How often the slow lane (paging, TCP counters, sockets, filesystem space) is read at the most, in
   * nanoseconds up to one hour. 0: every second. 1: at every read.
   */
  uint64_t slow_interval_ns;
  /**
   * What to look at: `PLIM_TARGET_...`.
   */
  uint32_t target;
  /**
   * For `PLIM_TARGET_PID`: the process, as seen from here. 0 otherwise.
   */
  uint32_t pid;
  /**
   * For `PLIM_TARGET_CGROUP`: its path as in /proc/PID/cgroup, or its directory below a cgroup
   * mount. NULL otherwise.
   */
  const char *cgroup;
  /**
   * Length of `cgroup`.
   */
  size_t cgroup_len;
  /**
   * The filesystem whose space and inodes are read, by any path on it. NULL: `/`.
   */
  const char *filesystem;
  /**
   * Length of `filesystem`.
   */
  size_t filesystem_len;
  /**
   * Read /proc files from here instead: a captured tree, or the host's mounted into a sidecar.
   * Nothing is then asked of the live machine by system call, but for the space of `filesystem`.
   * NULL: `/proc`.
   */
  const char *proc_root;
  /**
   * Length of `proc_root`.
   */
  size_t proc_root_len;
  /**
   * Read /sys files from here instead. NULL: `/sys`.
   */
  const char *sys_root;
  /**
   * Length of `sys_root`.
   */
  size_t sys_root_len;
  /**
   * How many descriptors `plim_sampler_processes` may keep from one listing to the next, one for
   * each process, up to 65,536: a kept one costs half, and the kernel about 4 KiB of memory.
   */
  uint64_t kept_processes;
} plim_sampler_options;

/**
 * CPU time of one core since boot. Sums and meanings as `host_cpu_*`.
 */
typedef struct plim_core {
  /**
   * The kernel's number of the core.
   */
  uint32_t number;
  uint32_t _pad;
  /**
   * Seconds in user mode, guest time included.
   */
  double user_seconds;
  /**
   * Seconds in user mode at lowered priority.
   */
  double nice_seconds;
  /**
   * Seconds in the kernel.
   */
  double system_seconds;
  /**
   * Seconds idle.
   */
  double idle_seconds;
  /**
   * Seconds idle while a task waited for I/O.
   */
  double iowait_seconds;
  /**
   * Seconds serving interrupts.
   */
  double irq_seconds;
  /**
   * Seconds serving soft interrupts.
   */
  double softirq_seconds;
  /**
   * Seconds the hypervisor gave to others.
   */
  double steal_seconds;
  /**
   * Seconds running virtual CPUs.
   */
  double guest_seconds;
  /**
   * Seconds running niced virtual CPUs.
   */
  double guest_nice_seconds;
} plim_core;

/**
 * Counters of one real disk since boot.
 */
typedef struct plim_disk {
  /**
   * Name as in `/sys/block`, padded with NUL.
   */
  char name[32];
  /**
   * Major device number.
   */
  uint32_t major;
  /**
   * Minor device number.
   */
  uint32_t minor;
  /**
   * Reads completed.
   */
  uint64_t reads;
  /**
   * Bytes read.
   */
  uint64_t read_bytes;
  /**
   * Seconds reads took, summed.
   */
  double read_seconds;
  /**
   * Writes completed.
   */
  uint64_t writes;
  /**
   * Bytes written.
   */
  uint64_t written_bytes;
  /**
   * Seconds writes took, summed.
   */
  double write_seconds;
  /**
   * Operations in flight.
   */
  uint64_t in_flight;
  /**
   * Seconds with an operation in flight.
   */
  double busy_seconds;
  /**
   * Seconds operations spent waiting or in flight, summed.
   */
  double queue_seconds;
} plim_disk;

/**
 * Counters of one network interface of the target's namespace, loopback included.
 */
typedef struct plim_interface {
  /**
   * Name, padded with NUL.
   */
  char name[16];
  /**
   * Bytes received.
   */
  uint64_t received_bytes;
  /**
   * Packets received.
   */
  uint64_t received_packets;
  /**
   * Errors on receive.
   */
  uint64_t receive_errors;
  /**
   * Packets dropped on receive.
   */
  uint64_t receive_drops;
  /**
   * Bytes sent.
   */
  uint64_t sent_bytes;
  /**
   * Packets sent.
   */
  uint64_t sent_packets;
  /**
   * Errors on transmit.
   */
  uint64_t send_errors;
  /**
   * Packets dropped on transmit.
   */
  uint64_t send_drops;
} plim_interface;

/**
 * Space and inodes of one mounted filesystem.
 */
typedef struct plim_filesystem {
  /**
   * Where it is mounted, padded with NUL; cut at a character if longer than 255 bytes.
   */
  char mount_point[256];
  /**
   * Its type (`ext4`, `overlay`, ...), padded with NUL.
   */
  char kind[16];
  /**
   * Size in bytes.
   */
  uint64_t total_bytes;
  /**
   * Free bytes, with those reserved for root.
   */
  uint64_t free_bytes;
  /**
   * Free bytes an unprivileged process can use.
   */
  uint64_t available_bytes;
  /**
   * Inodes; 0 where the filesystem has no fixed number.
   */
  uint64_t inodes;
  /**
   * Free inodes.
   */
  uint64_t inodes_free;
  /**
   * Device number, `major << 20 | minor`; filesystems mounted twice are listed once.
   */
  uint64_t device;
} plim_filesystem;

/**
 * One process.
 */
typedef struct plim_process {
  /**
   * Its pid, as seen from here.
   */
  uint32_t pid;
  /**
   * Its parent's pid; 0 if that cannot be seen.
   */
  uint32_t ppid;
  /**
   * Threads.
   */
  uint32_t threads;
  /**
   * State as the kernel's letter: `R` running, `S` sleeping, `D` waiting for I/O, `Z` zombie,
   * `T` stopped, `I` idle kernel thread.
   */
  uint8_t state;
  uint8_t _pad[3];
  /**
   * Name (`comm`), padded with NUL.
   */
  char name[64];
  /**
   * When it was started, in seconds after boot.
   */
  double start_time_seconds;
  /**
   * CPU seconds in user mode, all threads, ended ones included.
   */
  double user_seconds;
  /**
   * CPU seconds in the kernel.
   */
  double system_seconds;
  /**
   * Both.
   */
  double cpu_seconds;
  /**
   * Memory resident in RAM, in bytes.
   */
  uint64_t resident_bytes;
  /**
   * Address space, in bytes.
   */
  uint64_t virtual_bytes;
} plim_process;

/**
 * A threshold of a rule that shall be another than the published one.
 */
typedef struct plim_threshold {
  /**
   * The rule, such as `cpu.utilisation`; see docs/thresholds.md. `NULL` is none.
   */
  const char *rule;
  /**
   * Raised beyond this value, in the unit of the rule (a share is 0 to 1).
   */
  double raise;
  /**
   * Cleared where it is back within this one.
   */
  double clear;
  /**
   * Which of the rule's thresholds: `PLIM_SEVERITY_...`. 0: the rule is disabled.
   */
  int32_t severity;
  /**
   * 0.
   */
  int32_t reserved;
} plim_threshold;

/**
 * Called with an event as a JSON object, on the thread that observes, before `plim_monitor_observe`
 * returns. The text ends with a NUL that `len` does not count, and is lent for the call.
 */
typedef void (*plim_event_callback)(const char *json, size_t len, void *user_data);

/**
 * Frees what a callback was given, once it can no longer be called.
 */
typedef void (*plim_destructor)(void *user_data);

/**
 * Called when the level changes (`PLIM_LEVEL_...`; a greater one is worse), on the thread that
 * observes. `json` tells more, ends with a NUL that `len` does not count, and is lent for the call.
 */
typedef void (*plim_level_callback)(int32_t from,
                                    int32_t to,
                                    const char *json,
                                    size_t len,
                                    void *user_data);

/**
 * What a monitor watches, and how. All zero is the default for each.
 *
 * A callback must not call the monitor that calls it: that answers `PLIM_E_REENTRANT`. It may be
 * called on any thread that observes, one at a time, and must return: no exception, no `longjmp`. A
 * destructor is called once: when the monitor is freed, when `plim_monitor_new` fails, or at once
 * where there is no callback to give the data to.
 */
typedef struct plim_monitor_options {
  /**
   * Over how much time the usage of a diagnosis is computed, in nanoseconds up to one hour.
   * 0: 5 seconds.
   */
  uint64_t window_ns;
  /**
   * What is read, of which target; borrowed for the call. NULL: everything, of the calling
   * process and its container.
   */
  const struct plim_sampler_options *sampler;
  /**
   * `sizeof *sampler`; 0 for NULL.
   */
  size_t sampler_size;
  /**
   * How many observations the history keeps, 16 to 10,000. 0: 1,000.
   */
  uint64_t history;
  /**
   * Thresholds of the caller's; borrowed for the call.
   */
  const struct plim_threshold *thresholds;
  /**
   * How many.
   */
  size_t thresholds_len;
  /**
   * What a CPU costs for an hour, in `currency`, to price what is wasted.
   */
  double price_per_core_hour;
  /**
   * What a GiB of memory costs for an hour.
   */
  double price_per_gibibyte_hour;
  /**
   * The currency of both, such as `EUR`; borrowed for the call. NULL: nothing is priced.
   */
  const char *currency;
  /**
   * Called with each event: something was raised or cleared, the level changed.
   */
  plim_event_callback on_event;
  /**
   * Given to `on_event`.
   */
  void *on_event_data;
  /**
   * Frees `on_event_data`; may be NULL.
   */
  plim_destructor on_event_free;
  /**
   * Called when the level changes.
   */
  plim_level_callback on_level;
  /**
   * Given to `on_level`.
   */
  void *on_level_data;
  /**
   * Frees `on_level_data`; may be NULL.
   */
  plim_destructor on_level_free;
} plim_monitor_options;

/**
 * How laden the container is, as one number.
 */
typedef struct plim_load_line {
  /**
   * 0 empty, 1.0 laden to the mark, above it overladen; NaN before anything was read.
   */
  double reading;
  /**
   * What is left of the resource up to the mark, in `headroom_unit`; 0 above it, NaN if not known.
   */
  double headroom;
  /**
   * Whether to take more work: `PLIM_LOAD_...`. It turns at other readings on the way down than
   * on the way up, so that it does not flap.
   */
  int32_t advice;
  /**
   * 0.
   */
  int32_t reserved;
  /**
   * The resource that is closest to its mark: `cpu`, `memory`, `metric:<name>`, ..., padded with
   * NUL; empty before anything was read.
   */
  char resource[80];
  /**
   * `cpus`, `bytes`, `count`, ..., padded with NUL; empty where the headroom is not known.
   */
  char headroom_unit[24];
  /**
   * What is left is called so, such as `memory_headroom`; padded with NUL.
   */
  char headroom_name[24];
  /**
   * Whose it is: `cgroup`, `host`, `process`, ..., padded with NUL.
   */
  char headroom_scope[24];
} plim_load_line;

/**
 * When a gate lets work begin. All zero is the default for each.
 *
 * A mark is the share from which on normal work is refused: low work is refused earlier, high work for
 * memory only, and later; docs/gate.md has the table. 0 is its default, `PLIM_GATE_OFF` takes it out.
 */
typedef struct plim_gate_options {
  /**
   * How many may go on at once at the most, up to 16,777,215. 0: 100.
   */
  uint32_t max_concurrent;
  /**
   * Whether to find out how many should go on at once. 0: yes. `PLIM_GATE_OFF`: no.
   */
  int32_t adaptive;
  /**
   * Where that begins, `min_limit` at least. 0: 20, or `min_limit` where that is more.
   */
  uint32_t initial_limit;
  /**
   * How far down it may go. 0: 1.
   */
  uint32_t min_limit;
  /**
   * How much longer than alone work may take before there is less of it, 1 to 10. 0: 1.5.
   */
  double tolerance;
  /**
   * The share of a wanted change that is made at once, up to 1. 0: 0.2.
   */
  double smoothing;
  /**
   * How many may wait at the most. 0: 1,000. `PLIM_GATE_OFF`: nobody.
   */
  int64_t max_waiting;
  /**
   * Memory that the kernel cannot take back, in bytes. 0: no such mark.
   */
  uint64_t max_memory_usage_bytes;
  /**
   * The same, of the container's effective limit. 0: 0.90.
   */
  double max_memory_usage_ratio;
  /**
   * CPU time used, of the CPUs that the container can use. 0: no such mark.
   */
  double max_cpu_usage_ratio;
  /**
   * Periods in which the CPU quota was used up, of all. 0: 0.50.
   */
  double max_throttled_ratio;
  /**
   * Time in which all tasks waited for memory. 0: 0.20.
   */
  double max_memory_pressure_ratio;
  /**
   * Time in which a task waited for a CPU. 0: no such mark.
   */
  double max_cpu_pressure_ratio;
  /**
   * Time in which all tasks waited for I/O. 0: no such mark.
   */
  double max_io_pressure_ratio;
  /**
   * How long a signal must be back below its mark, in nanoseconds up to 1 minute. 0: 2 seconds.
   */
  uint64_t release_after_ns;
  /**
   * Where the load is a monitor's: whether its load line counts. 0: yes. `PLIM_GATE_OFF`: no.
   */
  int32_t load_line;
  /**
   * 0.
   */
  int32_t reserved;
  /**
   * The load is what this monitor observes; whoever observes must go on to. Borrowed for the call. NULL:
   * the gate reads it itself.
   */
  const struct plim_monitor *monitor;
  /**
   * What the gate reads itself, of which target; borrowed for the call. Its `groups` may be 0 for what the
   * gate judges. NULL: that, of the calling process's container.
   */
  const struct plim_sampler_options *sampler;
  /**
   * `sizeof *sampler`; 0 for NULL.
   */
  size_t sampler_size;
} plim_gate_options;

/**
 * Why there is no permit, and when to ask again.
 */
typedef struct plim_refusal {
  /**
   * When it is worth asking again.
   */
  double retry_after_seconds;
  /**
   * What was found, in `unit`: how many go on, the share in use, the time waited; NaN if there is none.
   */
  double value;
  /**
   * What may be at the most, for work of that priority; NaN if there is none.
   */
  double mark;
  /**
   * `PLIM_REFUSAL_...`
   */
  int32_t reason;
  /**
   * 0.
   */
  int32_t reserved;
  /**
   * `count`, `ratio`, `bytes` or `seconds`, padded with NUL.
   */
  char unit[24];
  /**
   * A sentence, padded with NUL.
   */
  char message[160];
} plim_refusal;

/**
 * What goes on at a gate.
 */
typedef struct plim_gate_state_values {
  /**
   * The highest signal of load against its mark: 1.0 is at the mark; NaN if nothing is known.
   */
  double reading;
  /**
   * How long ago the load was read, in seconds; NaN if it never was.
   */
  double age_seconds;
  /**
   * How many wait.
   */
  uint64_t waiting;
  /**
   * How many may go on at once just now.
   */
  uint32_t limit;
  /**
   * How many may at the most, as configured.
   */
  uint32_t max_concurrent;
  /**
   * How many go on.
   */
  uint32_t in_flight;
  /**
   * Which signal `reading` is of, as the reason of a refusal: `PLIM_REFUSAL_...`; 0 if nothing is known.
   */
  int32_t of;
  /**
   * What is refused for the load: the bits `PLIM_REFUSING_...`.
   */
  int32_t refusing;
  /**
   * 1 where the load was read too long ago, or never: only the limits of concurrency hold.
   */
  int32_t stale;
} plim_gate_state_values;

/**
 * One who waits.
 */
typedef struct plim_waiting {
  /**
   * For how long it has waited.
   */
  double waited_seconds;
  /**
   * How urgent its work is.
   */
  int32_t priority;
  /**
   * 0.
   */
  int32_t reserved;
} plim_waiting;

/**
 * Counters and gauges of a pool of database connections at one moment, from any pool. What the pool does not tell is
 * left out, and costs only what needs it: member `i` counts if bit `i % 64` of `valid[i / 64]` is set, which
 * `PLIM_SET(&stats, PLIM_DBPOOL_IN_USE, in_use, 3)` does with the value. Counters go on from call to call. Times are in
 * seconds. docs/database-pools.md says what each of them is for.
 */
typedef struct plim_dbpool_stats {
  /**
   * Which of the members below are there.
   */
  uint64_t valid[2];
  /**
   * Connections that the pool keeps at most, without overflow.
   */
  double size;
  /**
   * Connections beyond `size` that it opens under load and closes again; 0 where it has none.
   */
  double max_overflow;
  /**
   * Connections that it keeps open even when idle.
   */
  double min_size;
  /**
   * How long a request for a connection waits at most.
   */
  double timeout_seconds;
  /**
   * The age at which a connection is replaced.
   */
  double recycle_seconds;
  /**
   * Connections that are open, idle or in use, overflow too.
   */
  double open;
  /**
   * Connections that are handed out.
   */
  double in_use;
  /**
   * Connections that are open and wait to be handed out.
   */
  double idle;
  /**
   * Requests that wait for a connection now.
   */
  double waiting;
  /**
   * The most that were handed out at once since the observation before.
   */
  double in_use_peak;
  /**
   * The longest wait since the observation before.
   */
  double wait_peak_seconds;
  /**
   * For how long the connection that was handed out first of those in use has been.
   */
  double oldest_use_seconds;
  /**
   * Requests for a connection that were served.
   */
  double requests;
  /**
   * Of `requests` and `timeouts`, those that had to wait because no connection was free.
   */
  double queued;
  /**
   * Time that all requests waited, opening of connections included.
   */
  double wait_seconds;
  /**
   * Time that connections were handed out, summed when they are given back.
   */
  double use_seconds;
  /**
   * The squares of those times, in seconds squared: tells how uneven they are.
   */
  double use_seconds_squared;
  /**
   * Requests that gave up waiting.
   */
  double timeouts;
  /**
   * Connections that could not be opened.
   */
  double errors;
  /**
   * Connections opened.
   */
  double created;
  /**
   * Time that opening them took.
   */
  double create_seconds;
  /**
   * Connections closed, for whatever reason.
   */
  double closed;
  /**
   * Connections found broken: closed by the server or the network.
   */
  double lost;
} plim_dbpool_stats;

/**
 * A place of the program that holds connections.
 */
typedef struct plim_dbpool_holder {
  /**
   * The place: `file:line function`, a job, a thread; borrowed for the call.
   */
  const char *site;
  /**
   * For how long it has held the first of them, in seconds.
   */
  double seconds;
  /**
   * How many connections it holds.
   */
  uint32_t connections;
  /**
   * 0.
   */
  uint32_t reserved;
} plim_dbpool_holder;

/**
 * What advice is told beside the history. All zero is the default for each.
 */
typedef struct plim_dbpool_advice_options {
  /**
   * `PLIM_DBPATTERN_...`. 0: that which is recognised.
   */
  int32_t pattern;
  /**
   * Pools like this one that use the same database: replicas of the service, worker processes. 0: 1.
   */
  uint32_t replicas;
  /**
   * Connections that others hold at the database, up to 2^32 - 1. 0: those that the database counts as not of this
   * user. `PLIM_OTHERS_NONE`: none.
   */
  int64_t other_connections;
  /**
   * CPUs that the database can use. 0: what the database says.
   */
  double database_cpus;
  /**
   * Disk accesses that the database can do at once, where they rather than the CPUs limit it. 0: not known.
   */
  double parallel_io;
  /**
   * Threads or tasks of this process that use the pool at once. 0: not known.
   */
  uint32_t threads;
  /**
   * Connections that one of them holds at once at most. 0: 1.
   */
  uint32_t connections_per_thread;
  /**
   * The longest acceptable wait, in nanoseconds, for all but `late_ratio` of the requests. 0: the size is the one at
   * which waits and connections are cheapest together.
   */
  uint64_t target_wait_ns;
  /**
   * Share of requests that may wait longer than that, up to 1. 0: 0.01.
   */
  double late_ratio;
} plim_dbpool_advice_options;

/**
 * What to set.
 */
typedef struct plim_dbpool_advice {
  /**
   * How long a request should wait at most, in nanoseconds.
   */
  uint64_t timeout_ns;
  /**
   * The age at which a connection should be replaced, in nanoseconds.
   */
  uint64_t recycle_ns;
  /**
   * How sure it is, 0 to 1; 0 where there is no advice.
   */
  double confidence;
  /**
   * Connections to keep. Where there is no advice: a size to begin with, or 0.
   */
  uint32_t size;
  /**
   * Connections beyond that, opened under load and closed again.
   */
  uint32_t overflow;
  /**
   * What that means for the size: `PLIM_DBSIZE_...`.
   */
  int32_t change;
  /**
   * The pattern whose priors were used: `PLIM_DBPATTERN_...`; `PLIM_DBPATTERN_DETECT` where there is no advice.
   */
  int32_t pattern;
  /**
   * 1 where something better was found, but by so little that the present or the last advice stays.
   */
  int32_t held;
  /**
   * What decided the size: `PLIM_DBLIMIT_...`; `PLIM_DBLIMIT_NONE` where there is no advice.
   */
  int32_t limit;
} plim_dbpool_advice;

/**
 * How a database is read. All zero but the system is the default for each.
 */
typedef struct plim_reader_options {
  /**
   * How long a message may take in the database, in nanoseconds, 1 ms to 1 minute: it is told to stop then. 0: half a
   * second. A server that does not answer at all is bounded by the driver's own timeout.
   */
  uint64_t timeout_ns;
  /**
   * From when on a statement that runs is slow, in nanoseconds. 0: 1 second.
   */
  uint64_t slow_after_ns;
  /**
   * Which system: `PLIM_DATABASE_...`.
   */
  int32_t system;
  /**
   * How many of the statements that took most time are read, up to 10. 0: 10. `PLIM_SLOW_QUERIES_NONE`: none.
   */
  int32_t slow_queries;
  /**
   * PostgreSQL: 1 where every message must be one statement, for drivers that prepare every statement. Then the
   * database is not told the timeout.
   */
  int32_t one_statement;
  /**
   * 1 where the caller begins a transaction for the reading, and rolls it back after each message: then nobody looks
   * whether one is open.
   */
  int32_t own_transaction;
} plim_reader_options;

/**
 * Runs `sql` over a connection of the caller's, and gives what came back to `rows`: the rows of the last result set, with
 * `plim_rows_add`, and `PLIM_OK`; or anything else where it failed, after `plim_rows_fail` with the driver's words. It
 * must return: no exception, no `longjmp`. The reader and the pool answer it `PLIM_E_REENTRANT`.
 */
typedef int32_t (*plim_query_callback)(const char *sql, struct plim_rows *rows, void *user_data);

/**
 * The bounds of a pool of connections. All zero is the default for each.
 */
typedef struct plim_pool_options {
  /**
   * Connections at most, in use and idle together. 0: 100.
   */
  uint64_t max_connections;
  /**
   * Connections at most to one host and port. 0: 30.
   */
  uint64_t max_connections_per_host;
  /**
   * How long a connection is kept without use, in nanoseconds. 0: 4 seconds, because common
   * servers close theirs after 5; or for as long as a server tells (`Keep-Alive: timeout=5`), and for
   * a watched host until its next turn, 120 s at most.
   */
  uint64_t idle_age_ns;
  /**
   * How long one connection may take to be made, in nanoseconds, where a target allows more.
   * 0: 10 seconds.
   */
  uint64_t connect_timeout_ns;
  /**
   * The longest wait for the next bytes of an answer, in nanoseconds, where a target allows more.
   * 0: 30 seconds.
   */
  uint64_t read_timeout_ns;
  /**
   * How often at most `plim_probe_context_sweep` looks for connections that were idle too long, in
   * nanoseconds. 0: 1 second.
   */
  uint64_t cleanup_interval_ns;
  /**
   * 0: connections are kept. `PLIM_KEEP_ALIVE_OFF`: none is, and servers are asked to close them.
   */
  int64_t keep_alive;
} plim_pool_options;

/**
 * A category of the caches. All zero but the name is the default for each.
 */
typedef struct plim_category {
  /**
   * `config`, `auth_tokens`, `dns`, `results`, or a name of the caller's own: 1 to 64 of a to z, 0 to 9, `_`, `-` and
   * `.`; borrowed for the call.
   */
  const char *name;
  /**
   * How long what is given no time of its own is kept, in nanoseconds, 1 ms to 30 days. 0: 300, 3600, 600 and 60
   * seconds; 300 for those of the caller's own.
   */
  uint64_t ttl_ns;
  /**
   * Entries at most, 1 to 1000000. 0: 1000, 1000, 4096 and 10000; 1000 for those of the caller's own.
   */
  uint64_t max_size;
  /**
   * Bytes of keys and values at most, 4 KiB to 1 GiB; they are shared out among up to 16 parts. 0: 16 MiB.
   */
  uint64_t max_bytes;
} plim_category;

/**
 * What the probes of a context share. All zero is the default for each.
 */
typedef struct plim_probe_options {
  /**
   * What servers see as `User-Agent`, visible ASCII; borrowed for the call. NULL: `plimsoll/VERSION`.
   */
  const char *user_agent;
  /**
   * Bytes of an answer's head at most, 1 KiB to 1 MiB. 0: 32 KiB.
   */
  uint64_t header_bytes;
  /**
   * The pool of connections to MCP servers.
   */
  struct plim_pool_options mcp_pool;
  /**
   * The pool of connections to REST endpoints, and to whatever gives tokens.
   */
  struct plim_pool_options rest_pool;
  /**
   * How long a failed look-up is remembered, in nanoseconds. 0: 5 seconds.
   */
  uint64_t dns_negative_ttl_ns;
  /**
   * How long an answer that is no longer fresh is used while it is looked up anew, in nanoseconds.
   * 0: 3600 seconds.
   */
  uint64_t dns_stale_ns;
  /**
   * How much is kept, and for how long, by category: an array of `caches_len`, borrowed for the call. What is not
   * in it has its default; what is none of the library's is made for the caller.
   */
  const struct plim_category *caches;
  /**
   * How many they are.
   */
  size_t caches_len;
  /**
   * How often what has expired is swept out of the caches, in nanoseconds: see `plim_probe_context_sweep`. 0: 60
   * seconds.
   */
  uint64_t cleanup_interval_ns;
} plim_probe_options;

/**
 * Brings what is not in a cache, on the thread that called `plim_cache_get_or_fetch`. `PLIM_OK` after `plim_fetched_set`;
 * `PLIM_ABSENT` where there is no value, which is remembered for the time of `plim_fetched_set`, if that was called, or of
 * the category; anything else where it failed, which is not remembered: `plim_fetched_fail` says why. It must return: no
 * exception, no `longjmp`; and it must not ask for its own key.
 */
typedef int32_t (*plim_fetch_callback)(struct plim_fetched *fetched, void *user_data);

/**
 * What a probe found. Members whose bit in `valid` is not set are 0 and mean nothing; all others are
 * always there. The JSON document that `plim_probe` gives says more.
 */
typedef struct plim_outcome {
  /**
   * Which of the members that can be missing are there: `PLIM_OUTCOME_...` bits.
   */
  uint64_t valid;
  /**
   * What it comes to: `PLIM_HEALTH_...`; never 0.
   */
  int32_t status;
  /**
   * Why: `PLIM_REASON_...`; never 0. New ones may come, and `plim_reason_name` knows their names.
   */
  int32_t reason;
  /**
   * Whether anything answered in the protocol: 1, or 0 where nothing did; -1 where nothing was asked.
   */
  int32_t alive;
  /**
   * What was checked: `PLIM_KIND_...`.
   */
  int32_t kind;
  /**
   * When the check was begun, in nanoseconds since 1970-01-01 UTC.
   */
  uint64_t at_unix_ns;
  /**
   * Looking up names, in nanoseconds.
   */
  uint64_t dns_ns;
  /**
   * Making connections, in nanoseconds.
   */
  uint64_t connect_ns;
  /**
   * TLS handshakes, in nanoseconds.
   */
  uint64_t tls_ns;
  /**
   * From the start of the latest request to the first byte of its answer, in nanoseconds.
   */
  uint64_t first_byte_ns;
  /**
   * Everything, in nanoseconds.
   */
  uint64_t total_ns;
  /**
   * Requests sent.
   */
  uint32_t requests;
  /**
   * Connections made for them.
   */
  uint32_t connections;
  /**
   * 1 where every request went over a connection kept from an earlier probe, else 0.
   */
  uint32_t reused;
  /**
   * The HTTP status of the REST path.
   */
  uint32_t http_status;
  /**
   * Bytes sent, TLS and all.
   */
  uint64_t bytes_sent;
  /**
   * Bytes received, TLS and all.
   */
  uint64_t bytes_received;
  /**
   * After when the server's certificate is not valid any more, in seconds since 1970-01-01 UTC.
   */
  uint64_t certificate_not_after;
  /**
   * After how long the server asks to be asked again, in nanoseconds, at most a day.
   */
  uint64_t retry_after_ns;
  /**
   * The weighted mean of both paths, 0 to 1.
   */
  double score;
  /**
   * For how long the outcome is fresh by the server's word (`Cache-Control`, `ttlMs`), in nanoseconds.
   */
  uint64_t fresh_for_ns;
  /**
   * 1 where it is the outcome of an earlier check, or of another's at the same time, else 0.
   */
  uint64_t cached;
} plim_outcome;

/**
 * A request. All zero but `url` is a GET; all zero but `targets`, what the probe of a target's REST
 * path asks for. What pointers point to is borrowed for the call.
 */
typedef struct plim_request_options {
  /**
   * Its URL. NULL: that of the target.
   */
  const char *url;
  /**
   * Its method. NULL: that of the target; or POST where there is a `body`, else GET.
   */
  const char *method;
  /**
   * Further headers, one in a line: `Name: value`. NULL: none.
   */
  const char *headers;
  /**
   * Its body, of `body_len` bytes. NULL: that of the target, or none.
   */
  const void *body;
  /**
   * See `body`.
   */
  uint64_t body_len;
  /**
   * The target whose URL, headers, credentials, TLS, proxy and bounds are used, as far as nothing
   * else is given here. NULL: none.
   */
  const struct plim_targets *targets;
  /**
   * The number of that target.
   */
  uint64_t target;
  /**
   * How long everything may take, in nanoseconds, the wait for a connection included, at most a day.
   * 0: that of the target, or 10 seconds.
   */
  uint64_t timeout_ns;
  /**
   * How long one connection may take to be made, in nanoseconds. 0: that of the target, or 5 seconds.
   */
  uint64_t connect_timeout_ns;
  /**
   * Bytes of the answer's body at most, after decompression. 0: those of the target, or 1 MiB.
   */
  uint64_t body_bytes;
  /**
   * Redirects that are followed at most, to the same host, up to 255. 0: as the target says, or 10.
   * `PLIM_REDIRECTS_NONE`: none, a redirect is the answer.
   */
  int64_t redirects;
} plim_request_options;

/**
 * What a request came to. The JSON document that `plim_request` gives says more.
 */
typedef struct plim_response {
  /**
   * `PLIM_REASON_OK` where there is an answer, whatever its status; else why there is none.
   */
  int32_t reason;
  /**
   * The HTTP status; 0 where there is no answer.
   */
  uint32_t http_status;
  /**
   * Redirects that were followed.
   */
  uint32_t redirects;
  /**
   * Requests sent.
   */
  uint32_t requests;
  /**
   * Connections made for them.
   */
  uint32_t connections;
  /**
   * 1 where every request went over a kept connection, else 0.
   */
  uint32_t reused;
  /**
   * From the start of the latest request to the first byte of its answer, in nanoseconds; 0 where
   * none came.
   */
  uint64_t first_byte_ns;
  /**
   * Everything, in nanoseconds.
   */
  uint64_t total_ns;
} plim_response;

/**
 * Called with an event of a checker as a JSON object: what `plim_checker_next_event` gives. It is called on a thread
 * of the checker's (`plimsoll-...`, all signals blocked), by several at the same time, and holds up the checks while it
 * runs. It must return: no exception, no `longjmp`; a call of its own checker answers `PLIM_E_REENTRANT`. The text
 * ends with a NUL that `len` does not count, and is lent for the call.
 */
typedef void (*plim_checker_event_callback)(const char *json, size_t len, void *user_data);

/**
 * What a checker does at most, and how often. All zero is the default for each.
 */
typedef struct plim_checker_options {
  /**
   * Connections, names, caches; borrowed for the call. NULL: the defaults.
   */
  const struct plim_probe_options *probe;
  /**
   * `sizeof *probe`; 0 for NULL.
   */
  size_t probe_size;
  /**
   * Who has a say in whether a check may run now, and is told of its load every 500 ms; borrowed for the call, and may
   * be freed before the checker, which goes on to ask it until it is closed. NULL: nobody.
   */
  const struct plim_gate *gate;
  /**
   * Checks at the same time at most, which is the number of threads, 1 to 1,024. 0: 50.
   */
  uint64_t max_concurrent;
  /**
   * Checks to one host and port at the same time at most, 1 to 1,024. 0: 10.
   */
  uint64_t max_concurrent_per_host;
  /**
   * Checks that may wait at most before `plim_checker_submit` is refused, 1 to 1,000,000. 0: 1,000.
   */
  uint64_t queue;
  /**
   * How often a watched check without an interval of its own is run, in nanoseconds, 100 ms to 7 days. 0: 60 s.
   */
  uint64_t interval_ns;
  /**
   * By how much an interval is made shorter or longer at random, up to 0.5 of it. 0: 0.1. Negative: not at all.
   */
  double jitter;
  /**
   * How often a watched check is run that is not healthy, in nanoseconds. 0: a quarter of its interval, 1 s at least.
   */
  uint64_t unhealthy_interval_ns;
  /**
   * How long a check of a list waits to be admitted by `gate` before it is `unknown` (`not_admitted`), in
   * nanoseconds. 0: 5 s.
   */
  uint64_t admission_wait_ns;
  /**
   * How often in all a check is tried before its failure counts. 0: 1, which is not again.
   */
  uint64_t attempts;
  /**
   * The first delay between two attempts is chosen at random between zero and this, in nanoseconds, the next between
   * zero and twice this, and so on. 0: 100 ms.
   */
  uint64_t retry_base_ns;
  /**
   * No delay is longer, in nanoseconds. 0: 5 s.
   */
  uint64_t retry_most_ns;
  /**
   * A watched check that failed so often in a row is left alone for a while. 0: 5.
   */
  uint64_t breaker_failures;
  /**
   * For how long at first, in nanoseconds; twice as long each time it fails again after that. 0: 30 s.
   */
  uint64_t breaker_open_ns;
  /**
   * For how long at most, in nanoseconds. 0: 5 minutes.
   */
  uint64_t breaker_longest_ns;
  /**
   * How many outcomes in a row it takes until the status shown of a watched check is a better one. 0: 2.
   */
  uint64_t rise;
  /**
   * How many it takes until it is a worse one. 0: 3.
   */
  uint64_t fall;
  /**
   * Single checks of low priority (below 0) begin when so many have come together. 0: 10.
   */
  uint64_t batch_size;
  /**
   * Or when the oldest of them has waited so long, in nanoseconds. 0: 5 s.
   */
  uint64_t batch_age_ns;
  /**
   * Events that may wait for `plim_checker_next_event` at most; what comes beyond is lost, and counted. 0: 1,000.
   */
  uint64_t events;
  /**
   * Called with each event.
   */
  plim_checker_event_callback on_event;
  /**
   * Given to `on_event`.
   */
  void *on_event_data;
  /**
   * Frees `on_event_data`, once: when the checker and its threads are gone, when `plim_checker_new` fails, or at
   * once where there is no `on_event`. May be NULL.
   */
  plim_destructor on_event_free;
  /**
   * The share of its own limits (queue, memory, CPU) from which on it tells that one is close, up to 1. 0: 0.8.
   * Negative: never.
   */
  double own_limits;
  /**
   * What a configuration says in `alerts`, as a JSON object (or in YAML), NUL-terminated; borrowed for the call. NULL:
   * nobody is told, but for a callback (`plim_checker_on_alert`). Where it says `rise`, `fall` or `own_limits`, that
   * counts.
   */
  const char *alerts;
  /**
   * How many trials of a check that was left alone may be under way at once, and how many of them have to succeed until
   * it is checked as ever. 0: 1.
   */
  uint64_t breaker_half_open;
} plim_checker_options;

/**
 * What a check of the caller's own answers: filled in by the callback, lent for the call.
 */
typedef struct plim_own_answer {
  /**
   * What it comes to: `PLIM_HEALTH_...`. Comes as `PLIM_HEALTH_UNKNOWN`.
   */
  int32_t status;
  /**
   * Why: `PLIM_REASON_...`. Comes as 0, which is `ok` where it is healthy, `local` where it is unknown, else
   * `reported`.
   */
  int32_t reason;
  /**
   * Why, in a sentence: `message_size` bytes to write text to, UTF-8 that ends with a NUL. Comes empty.
   */
  char *message;
  /**
   * How many, the NUL among them.
   */
  size_t message_size;
} plim_own_answer;

/**
 * A check of the caller's own. It is called on a thread of the checker's (`plimsoll-check-N`, all signals blocked), at
 * the same time as others and, where it is asked for several times, as itself. It must return, and soon after its time
 * is over: no exception, no `longjmp`; until it does it keeps its thread. A call of its own checker answers
 * `PLIM_E_REENTRANT`.
 */
typedef void (*plim_own_callback)(const struct plim_own *own,
                                  struct plim_own_answer *answer,
                                  void *user_data);

/**
 * A check of the caller's own.
 */
typedef struct plim_own_options {
  /**
   * The name in outcomes; borrowed for the call.
   */
  const char *name;
  /**
   * Checks of the same host (`host:port`, or any other word) share its bounds; borrowed for the call. NULL: none.
   */
  const char *host;
  /**
   * By when it has to be back, in nanoseconds up to a day; one that is back later is unhealthy (`deadline`), whatever
   * it answers. 0: 10 s.
   */
  uint64_t timeout_ns;
  /**
   * How often it is run where it is watched, in nanoseconds. 0: as the checker says.
   */
  uint64_t interval_ns;
  /**
   * Which goes first where not everything can be checked at once, -1000 to 1000; the higher the more urgent.
   */
  int32_t priority;
  /**
   * 0.
   */
  int32_t reserved;
  /**
   * Called to check.
   */
  plim_own_callback call;
  /**
   * Given to `call`.
   */
  void *user_data;
  /**
   * Frees `user_data`, once: with the last checks, checker or run that has it, or when `plim_checks_add_own` fails;
   * maybe on a thread of a checker's. May be NULL.
   */
  plim_destructor free;
  /**
   * Names of checks without which this one cannot work: where they are watched, and while one of them is unhealthy, this
   * is `unknown` (`dependency`) and `call` is not called; borrowed for the call. NULL: none.
   */
  const char *const *depends_on;
  /**
   * How many names.
   */
  size_t depends_on_len;
  /**
   * The owner's own words for it: a name and its value, a name and its value; borrowed for the call. NULL: none.
   */
  const char *const *labels;
  /**
   * How many pairs.
   */
  size_t labels_len;
} plim_own_options;

/**
 * How a list of checks is run. All zero is the default for each.
 */
typedef struct plim_run_options {
  /**
   * Checks of this list at the same time at most. 0, and more than the checker has: as many as it has.
   */
  uint64_t max_concurrent;
  /**
   * By when everything is over, in nanoseconds from now: what is not comes to `cancelled`, callbacks that have not
   * returned too, which keep their threads until they do. 0: no deadline but that of each check.
   */
  uint64_t deadline_ns;
  /**
   * How old an outcome may be, in nanoseconds: one that is not older is served from the cache, and what many want at
   * the same time is checked once. 0: only what is fresh by its server's word is served.
   * 1: no finished outcome is served; one under way is shared.
   */
  uint64_t max_age_ns;
} plim_run_options;

/**
 * Called with each outcome as it comes, on the thread that called `plim_checker_run`: the check's place in the list,
 * what it came to, and the same as the JSON document that `plim_probe` gives, which ends with a NUL that `len` does not
 * count. Both are lent for the call. 0 goes on; anything else gives up what is left, which comes to `cancelled`. It
 * must return: no exception, no `longjmp`; a call of its own checker answers `PLIM_E_REENTRANT`.
 */
typedef int32_t (*plim_outcome_callback)(size_t index,
                                         const struct plim_outcome *outcome,
                                         const char *json,
                                         size_t len,
                                         void *user_data);

/**
 * What a checker did and does, in this process. The JSON document says more.
 */
typedef struct plim_checker_counts {
  /**
   * Threads that check; 0 before the first check.
   */
  uint64_t workers;
  /**
   * Checks that run now.
   */
  uint64_t running;
  /**
   * Checks that were run.
   */
  uint64_t checked;
  /**
   * Checks that were not run because they were not admitted.
   */
  uint64_t not_admitted;
  /**
   * Turns of watched checks that were left out because the one before still ran or waited.
   */
  uint64_t missed;
  /**
   * Checks that wait.
   */
  uint64_t queue_length;
  /**
   * The most that may wait.
   */
  uint64_t queue_capacity;
  /**
   * Checks that were refused because as many waited as may.
   */
  uint64_t queue_refused;
  /**
   * How late watched checks begin: the median, in nanoseconds.
   */
  uint64_t late_p50_ns;
  /**
   * Beyond which 1 % lies, in nanoseconds.
   */
  uint64_t late_p99_ns;
  /**
   * The most, in nanoseconds.
   */
  uint64_t late_max_ns;
  /**
   * Beyond which 1 % of the last one to two minutes lies, in nanoseconds.
   */
  uint64_t late_recent_p99_ns;
} plim_checker_counts;

/**
 * Called with a document of alerts (`plimsoll.alert/1`, docs/checks.md) as a JSON object: changes that came within a
 * second. It is called on a thread of the checker's (`plimsoll-alerts`, all signals blocked), by one at a time, and holds
 * up other alerts while it runs, but no check. It must return: no exception, no `longjmp`; a call of its own checker
 * answers `PLIM_E_REENTRANT`. The text ends with a NUL that `len` does not count, and is lent for the call.
 */
typedef void (*plim_alert_callback)(const char *json, size_t len, void *user_data);

/**
 * Which call of the caller's own it is, lent for the call.
 */
typedef struct plim_load_turn {
  /**
   * The calls of this user before it.
   */
  uint64_t number;
  /**
   * The user, or the connection of an open model, counted from 0. One user's calls come one after the other, on one
   * thread.
   */
  uint32_t user;
  /**
   * 0.
   */
  uint32_t reserved;
} plim_load_turn;

/**
 * A request of the caller's own. It is called on a thread of the test's (`plimsoll-load-N`, all signals blocked), at the
 * same time as itself for other users. 0 is success, `PLIM_REASON_...` why it failed, anything else a failure as well
 * (`reported`). It must return: no exception, no `longjmp`.
 */
typedef int32_t (*plim_load_callback)(const struct plim_load_turn *turn, void *user_data);

/**
 * Something of the caller's own that is put under load.
 */
typedef struct plim_load_own_options {
  /**
   * The name in results; borrowed for the call.
   */
  const char *name;
  /**
   * A call that takes longer is timed out, whatever it says, in nanoseconds up to a day. 0: 10 s.
   */
  uint64_t timeout_ns;
  /**
   * How often it is called, beside the servers, which have 1 where nothing else is said. 0: 1.
   */
  double weight;
  /**
   * Called.
   */
  plim_load_callback call;
  /**
   * Given to `call`.
   */
  void *user_data;
  /**
   * Frees `user_data`, once: with the test, or when `plim_load_test_add_own` fails. May be NULL.
   */
  plim_destructor free;
} plim_load_own_options;

/**
 * How a test goes. What is not known is NaN.
 */
typedef struct plim_load_progress {
  /**
   * Seconds since it began.
   */
  double elapsed_seconds;
  /**
   * Seconds until it is to end.
   */
  double remaining_seconds;
  /**
   * Requests per second that are due, or users.
   */
  double level;
  /**
   * Requests answered as expected in the last second.
   */
  double per_second;
  /**
   * Half of them took longer.
   */
  double p50_seconds;
  /**
   * One in a hundred took longer.
   */
  double p99_seconds;
  /**
   * Requests that failed or timed out in the last second.
   */
  uint64_t errors;
  /**
   * Answered as expected, since it began.
   */
  uint64_t ok;
  /**
   * Failed, since it began.
   */
  uint64_t failed;
  /**
   * Timed out, since it began.
   */
  uint64_t timed_out;
  /**
   * The stage, counted from 0.
   */
  uint64_t stage;
  /**
   * How many stages there are.
   */
  uint64_t stages;
} plim_load_progress;

/**
 * Called once a second, on the thread that called `plim_load_test_run`; lent for the call. 0 goes on; anything else gives
 * the test up, which then tells what was measured until then. It must return: no exception, no `longjmp`.
 */
typedef int32_t (*plim_load_progress_callback)(const struct plim_load_progress *progress,
                                               void *user_data);

/**
 * What is measured. All zero are the defaults.
 */
typedef struct plim_benchmark_options {
  /**
   * `quick` (10 s), `standard` (60 s), `full` (5 min), or how long, up to an hour: `30s`. NULL: `standard`. Borrowed for the
   * call.
   */
  const char *profile;
  /**
   * Where to write to the disk; bytes, borrowed for the call. NULL: the first of `/var/tmp`, `/tmp` and the current
   * directory that is on one.
   */
  const char *directory;
  /**
   * How long `directory` is.
   */
  size_t directory_len;
  /**
   * Not 0: the disk is left alone.
   */
  uint64_t without_disk;
} plim_benchmark_options;

/**
 * How a benchmark goes. What is not known is NaN.
 */
typedef struct plim_benchmark_progress {
  /**
   * Seconds since it began.
   */
  double elapsed_seconds;
  /**
   * Seconds until it is to end.
   */
  double remaining_seconds;
  /**
   * The share of the CPU quota's periods in which the container was throttled so far.
   */
  double throttled_ratio;
  /**
   * Rounds that are over.
   */
  uint64_t rounds;
} plim_benchmark_progress;

/**
 * Called a few times a second, between two slices, on the thread that called `plim_benchmark_run`; lent for the call. 0 goes
 * on; anything else gives it up, and it tells what was measured until then. It must return: no exception, no `longjmp`.
 */
typedef int32_t (*plim_benchmark_progress_callback)(const struct plim_benchmark_progress *progress,
                                                    void *user_data);

#ifdef __cplusplus
extern "C" {
#endif /* __cplusplus */

/**
 * The library's version, such as "0.1.0". A static string.
 */
const char *plim_version(void);

/**
 * The ABI that the library speaks. A program compares it with the `PLIM_ABI_VERSION` of the header
 * that it was built with; they must be equal.
 */
uint32_t plim_abi_version(void);

/**
 * What the library was built with, as `PLIM_FEATURE_...` bits. Functions of a feature that is not
 * there exist all the same and answer `PLIM_E_NOT_BUILT`.
 */
uint64_t plim_features(void);

/**
 * The name of a status code, such as "PLIM_E_NULL"; "PLIM_UNKNOWN" for a number without a name.
 * A static string.
 */
const char *plim_status_name(plim_status status);

/**
 * The status code that the failing call returned; `PLIM_OK` for NULL.
 */
plim_status plim_error_code(const struct plim_error *error);

/**
 * What was tried, on which path, what came back, and what to do; UTF-8 unless a path is not.
 * Belongs to the error. An empty string for NULL.
 */
const char *plim_error_message(const struct plim_error *error);

/**
 * The operating system's error number; 0 where there is none, and for NULL.
 */
int32_t plim_error_errno(const struct plim_error *error);

/**
 * The path concerned, in bytes as the kernel has it; NULL where there is none, and for NULL.
 * Belongs to the error.
 */
const char *plim_error_path(const struct plim_error *error);

/**
 * Frees an error. NULL is fine.
 */
void plim_error_free(struct plim_error *error);

/**
 * Frees a string's bytes and makes it empty, so that freeing it twice is harmless. NULL is fine.
 */
void plim_string_free(struct plim_string *string);

/**
 * How many fields the library knows. They are numbered from 0, and a number never changes its
 * field.
 */
uint32_t plim_field_count(void);

/**
 * Describes field number `index`. Beyond the last: `PLIM_ABSENT` and a struct of zeros.
 */
plim_status plim_field_get(uint32_t index,
                           struct plim_field *field,
                           size_t field_size,
                           struct plim_error **err);

/**
 * Finds the number of a field by its name. `PLIM_ABSENT`, and `UINT32_MAX`, where there is no such
 * field.
 */
plim_status plim_field_find(const char *name, uint32_t *index, struct plim_error **err);

/**
 * Field number `index` of a sample as a `double`, whatever its type; no limit is infinity.
 * `PLIM_ABSENT`, and NaN, where it was not read or there is no such field.
 */
plim_status plim_sample_value(const struct plim_sample *sample,
                              size_t sample_size,
                              uint32_t index,
                              double *value,
                              struct plim_error **err);

/**
 * A sample as a JSON object on one line, keyed by field name: what `plimsoll sample --json` prints.
 * A value that was not read has no key; no limit is the string "max".
 */
plim_status plim_sample_to_json(const struct plim_sample *sample,
                                size_t sample_size,
                                struct plim_string *json,
                                struct plim_error **err);

/**
 * Fills in the default of each option.
 */
plim_status plim_sampler_options_init(struct plim_sampler_options *options,
                                      size_t options_size,
                                      struct plim_error **err);

/**
 * Opens the kernel's files and makes a sampler of them, to be freed with `plim_sampler_free`.
 * A file that is missing or unreadable is no error: its values are missing, and
 * `plim_sampler_problem_get` says why.
 *
 * `options` may be NULL, with a size of 0, for the defaults.
 */
plim_status plim_sampler_new(const struct plim_sampler_options *options,
                             size_t options_size,
                             struct plim_sampler **sampler,
                             struct plim_error **err);

/**
 * Reads the kernel into `sample`, whole or, on an error, not at all. Allocates nothing after the
 * first call.
 */
plim_status plim_sampler_read(struct plim_sampler *sampler,
                              struct plim_sample *sample,
                              size_t sample_size,
                              struct plim_error **err);

/**
 * The groups of which at least something can be read here, as `PLIM_GROUP_...` bits.
 */
plim_status plim_sampler_available(const struct plim_sampler *sampler,
                                   uint64_t *groups,
                                   struct plim_error **err);

/**
 * How many things could not be read so far, each counted once.
 */
plim_status plim_sampler_problem_count(const struct plim_sampler *sampler,
                                       size_t *count,
                                       struct plim_error **err);

/**
 * Problem number `index`: the file, what was wrong with it, and the groups whose values are missing
 * for it. Each of the three may be NULL; free the strings with `plim_string_free`. `PLIM_ABSENT`,
 * with empty strings and no groups, beyond the last.
 */
plim_status plim_sampler_problem_get(const struct plim_sampler *sampler,
                                     size_t index,
                                     struct plim_string *path,
                                     struct plim_string *reason,
                                     uint64_t *groups,
                                     struct plim_error **err);

/**
 * Opens everything anew, as after a change that only the host knows of; the next sample has
 * another generation.
 */
plim_status plim_sampler_reset(struct plim_sampler *sampler, struct plim_error **err);

/**
 * The path, as the kernel names it, of a cgroup of the target for a controller
 * (`PLIM_CONTROLLER_...`): depth 0 is its own, 1 its parent, and so on, as in fields that name a
 * depth. Free `path` with `plim_string_free`. `PLIM_ABSENT`, and an empty string, where there is none.
 */
plim_status plim_sampler_cgroup_path(const struct plim_sampler *sampler,
                                     uint32_t controller,
                                     size_t depth,
                                     struct plim_string *path,
                                     struct plim_error **err);

/**
 * Closes the sampler's files. Waits for calls of other threads; all later calls answer
 * `PLIM_E_CLOSED`. Closing it again does nothing and is `PLIM_OK`.
 */
plim_status plim_sampler_close(struct plim_sampler *sampler, struct plim_error **err);

/**
 * Closes and frees a sampler, which no thread may be using or use again. NULL is fine.
 */
void plim_sampler_free(struct plim_sampler *sampler);

/**
 * CPU time of each core. Writes as many elements as fit and how many there are to `total`;
 * `cores` may be NULL if `capacity` is 0.
 */
plim_status plim_sampler_cores(struct plim_sampler *sampler,
                               struct plim_core *cores,
                               size_t core_size,
                               size_t capacity,
                               size_t *total,
                               struct plim_error **err);

/**
 * Operations, bytes and times of each real disk. Writes as many elements as fit and how many there
 * are to `total`; `disks` may be NULL if `capacity` is 0.
 */
plim_status plim_sampler_disks(struct plim_sampler *sampler,
                               struct plim_disk *disks,
                               size_t disk_size,
                               size_t capacity,
                               size_t *total,
                               struct plim_error **err);

/**
 * Traffic of each network interface, loopback included. Writes as many elements as fit and how
 * many there are to `total`; `interfaces` may be NULL if `capacity` is 0.
 */
plim_status plim_sampler_interfaces(struct plim_sampler *sampler,
                                    struct plim_interface *interfaces,
                                    size_t interface_size,
                                    size_t capacity,
                                    size_t *total,
                                    struct plim_error **err);

/**
 * Space and inodes of each mounted filesystem that holds data. Writes as many elements as fit and
 * how many there are to `total`; `filesystems` may be NULL if `capacity` is 0.
 */
plim_status plim_sampler_filesystems(struct plim_sampler *sampler,
                                     struct plim_filesystem *filesystems,
                                     size_t filesystem_size,
                                     size_t capacity,
                                     size_t *total,
                                     struct plim_error **err);

/**
 * The processes of the target's cgroup and its descendants, or all that are visible where no
 * cgroup is. Writes as many elements as fit and how many there are to `total`; `processes` may be
 * NULL if `capacity` is 0.
 */
plim_status plim_sampler_processes(struct plim_sampler *sampler,
                                   struct plim_process *processes,
                                   size_t process_size,
                                   size_t capacity,
                                   size_t *total,
                                   struct plim_error **err);

/**
 * The `capacity` processes that use most, sorted: by `PLIM_ORDER_CPU` (CPU time since each began)
 * or `PLIM_ORDER_MEMORY` (resident bytes). `total` is how many processes there are in all.
 */
plim_status plim_sampler_top(struct plim_sampler *sampler,
                             uint32_t order,
                             struct plim_process *processes,
                             size_t process_size,
                             size_t capacity,
                             size_t *total,
                             struct plim_error **err);

/**
 * Opens the kernel's files and makes a monitor of them, to be freed with `plim_monitor_free`.
 *
 * `options` may be NULL, with a size of 0, for the defaults. What callbacks are given belongs to the
 * library as soon as this is called: where it fails, it has been freed.
 */
plim_status plim_monitor_new(const struct plim_monitor_options *options,
                             size_t options_size,
                             struct plim_monitor **monitor,
                             struct plim_error **err);

/**
 * Takes one sample and judges it; callbacks are called before it returns. A verdict needs two, some
 * time apart.
 */
plim_status plim_monitor_observe(struct plim_monitor *monitor, struct plim_error **err);

/**
 * Does what `plim_monitor_observe` does, and gives what an `on_event` is called with: JSON objects,
 * one a line, and an empty string where nothing happened. For callers that cannot well be called
 * back; one that is told of in both ways is told twice. Free it with `plim_string_free`.
 */
plim_status plim_monitor_observe_events(struct plim_monitor *monitor,
                                        struct plim_string *events,
                                        struct plim_error **err);

/**
 * Takes in a metric of the caller's own, such as the length of its queue; `limit` is where it is
 * full, NULL where it has none. It joins the findings, the history and the load line with the next
 * observation, as `metric:<name>`, until it has not been fed for a minute; with a limit also the
 * trends, whether it grows and when it is full. At most 16 metrics, with names of up to 64 bytes.
 */
plim_status plim_monitor_feed(struct plim_monitor *monitor,
                              const char *name,
                              double value,
                              const double *limit,
                              struct plim_error **err);

/**
 * The latest sample. `PLIM_NOT_ENOUGH_DATA`, and a sample without values, before the first.
 */
plim_status plim_monitor_sample(const struct plim_monitor *monitor,
                                struct plim_sample *sample,
                                size_t sample_size,
                                struct plim_error **err);

/**
 * Forgets all that was observed and learnt, and opens the kernel's files anew.
 */
plim_status plim_monitor_reset(struct plim_monitor *monitor, struct plim_error **err);

/**
 * Closes the monitor's files. Waits for calls of other threads; all later calls answer
 * `PLIM_E_CLOSED`, and no callback is called any more. Closing it again does nothing and is `PLIM_OK`.
 */
plim_status plim_monitor_close(struct plim_monitor *monitor,
                               struct plim_error **err);

/**
 * Closes and frees a monitor, which no thread may be using or use again, a callback of its own
 * included. NULL is fine.
 */
void plim_monitor_free(struct plim_monitor *monitor);

/**
 * The verdict on what was observed: the level (`PLIM_LEVEL_...`), and with everything else that is
 * known as the JSON document that `plimsoll diagnose --json` prints. Either may be NULL; free `json`
 * with `plim_string_free`. `PLIM_NOT_ENOUGH_DATA`, and `PLIM_LEVEL_UNKNOWN`, where nothing was read
 * from which a level could be told.
 */
plim_status plim_monitor_diagnose(const struct plim_monitor *monitor,
                                  int32_t *level,
                                  struct plim_string *json,
                                  struct plim_error **err);

/**
 * The document of `plim_monitor_diagnose` with the history of every signal.
 */
plim_status plim_monitor_report(const struct plim_monitor *monitor,
                                struct plim_string *json,
                                struct plim_error **err);

/**
 * How laden the container is as of the latest observation: cheap enough to ask before every job.
 * `PLIM_NOT_ENOUGH_DATA` before anything was read.
 */
plim_status plim_monitor_load_line(const struct plim_monitor *monitor,
                                   struct plim_load_line *line,
                                   size_t line_size,
                                   struct plim_error **err);

/**
 * What happened over the window, as a JSON document: rates, shares and events by name. Free it with
 * `plim_string_free`. `PLIM_NOT_ENOUGH_DATA`, and an empty string, before there are two samples.
 */
plim_status plim_monitor_usage(const struct plim_monitor *monitor,
                               struct plim_string *json,
                               struct plim_error **err);

/**
 * What to change, as a JSON document: recommendations, replicas, what is wasted. Free it with
 * `plim_string_free`.
 */
plim_status plim_monitor_recommend(const struct plim_monitor *monitor,
                                   struct plim_string *json,
                                   struct plim_error **err);

/**
 * How much CPU and memory the container should have, as a JSON document, by the rules of a pattern
 * (`PLIM_PATTERN_...`). `PLIM_NOT_ENOUGH_DATA`, and a document that says what is missing, where too
 * little was observed.
 */
plim_status plim_monitor_allocation(const struct plim_monitor *monitor,
                                    int32_t pattern,
                                    struct plim_string *json,
                                    struct plim_error **err);

/**
 * What kind of work the container does: `PLIM_PATTERN_...`, how sure that is (0 to 1), and both with
 * their evidence as a JSON document. Each may be NULL. `PLIM_NOT_ENOUGH_DATA`, and
 * `PLIM_PATTERN_DETECT`, where too little was observed.
 */
plim_status plim_monitor_workload_pattern(const struct plim_monitor *monitor,
                                          int32_t *pattern,
                                          double *confidence,
                                          struct plim_string *json,
                                          struct plim_error **err);

/**
 * How well the container uses what it has: a score of 0 (bad) to 100 (good), and its parts with their
 * reasons as a JSON document, also against the baseline if one was kept. Either may be NULL.
 * `PLIM_NOT_ENOUGH_DATA`, and NaN, where too little was observed.
 */
plim_status plim_monitor_efficiency(const struct plim_monitor *monitor,
                                    double *score,
                                    struct plim_string *json,
                                    struct plim_error **err);

/**
 * Keeps the efficiency of now as the baseline that later scores are compared with; it is saved with
 * what was learnt. `PLIM_NOT_ENOUGH_DATA`, and the baseline stays, where too little was observed.
 */
plim_status plim_monitor_keep_baseline(struct plim_monitor *monitor, struct plim_error **err);

/**
 * Everything that is known as one HTML page with charts, whole in itself. Free it with
 * `plim_string_free`. `PLIM_E_NOT_BUILT` in a library without the feature `report`.
 */
plim_status plim_monitor_report_html(const struct plim_monitor *monitor,
                                     struct plim_string *html,
                                     struct plim_error **err);

/**
 * Everything that is known as metrics, in the text format 0.0.4 of Prometheus, to be answered to a scrape or added to the
 * host's own: the latest sample, the level, the load line, resources, bottlenecks and attached pools, each with a name that
 * begins with `plimsoll_` and ends in its unit. docs/metrics.md lists all. Free it with `plim_string_free`.
 * `PLIM_E_NOT_BUILT` in a library without the feature `export`.
 */
plim_status plim_monitor_metrics(const struct plim_monitor *monitor,
                                 struct plim_string *text,
                                 struct plim_error **err);

/**
 * What was learnt so far, to be kept and given to `plim_monitor_load_state` after a restart. Free it
 * with `plim_string_free`.
 */
plim_status plim_monitor_save_state(const struct plim_monitor *monitor,
                                    struct plim_string *state,
                                    struct plim_error **err);

/**
 * Goes on from what was saved. `PLIM_E_MALFORMED` for what is no saved state, is damaged, or was
 * saved by a version that keeps other things: the monitor is then as it was before, to go on with.
 */
plim_status plim_monitor_load_state(struct plim_monitor *monitor,
                                    const char *state,
                                    size_t state_len,
                                    struct plim_error **err);

/**
 * Makes a gate, to be freed with `plim_gate_free`. `options` may be NULL, with a size of 0, for the defaults.
 */
plim_status plim_gate_new(const struct plim_gate_options *options,
                          size_t options_size,
                          struct plim_gate **gate,
                          struct plim_error **err);

/**
 * A permit at once, or `PLIM_REFUSED`: `*permit` is then NULL and `*refusal`, which may be NULL, says why and
 * when to ask again. Never waits. `priority` is -1000 to 1000, higher is more urgent; any other is refused.
 */
plim_status plim_gate_try_acquire(const struct plim_gate *gate,
                                  int32_t priority,
                                  struct plim_permit **permit,
                                  struct plim_refusal *refusal,
                                  size_t refusal_size,
                                  struct plim_error **err);

/**
 * As `plim_gate_try_acquire`, but waits for up to `timeout_ns` nanoseconds (0: not at all; `UINT64_MAX`: as long as it
 * takes): in order of priority, then of coming. The refusal after that has the reason `PLIM_REFUSAL_TIMED_OUT`.
 */
plim_status plim_gate_acquire(const struct plim_gate *gate,
                              int32_t priority,
                              uint64_t timeout_ns,
                              struct plim_permit **permit,
                              struct plim_refusal *refusal,
                              size_t refusal_size,
                              struct plim_error **err);

/**
 * Gives a permit back and frees it. `completion` is `PLIM_COMPLETION_...`; a number that this library does not
 * know says nothing. The gate may be closed or freed by then. NULL is fine.
 */
void plim_permit_release(struct plim_permit *permit,
                         int32_t completion);

/**
 * Reads how laden the container is: to be called every 500 ms. That nothing could be read is told by `stale` of
 * the state.
 */
plim_status plim_gate_refresh(const struct plim_gate *gate,
                              struct plim_error **err);

/**
 * What goes on. `json`, which may be NULL, becomes the same with every signal, and what the gate did so far as
 * `statistics`; free it with `plim_string_free`.
 */
plim_status plim_gate_state(const struct plim_gate *gate,
                            struct plim_gate_state_values *state,
                            size_t state_size,
                            struct plim_string *json,
                            struct plim_error **err);

/**
 * Who waits, in the order in which they are served: the first `capacity` of them, each `waiting_size` bytes on.
 * `*count` becomes how many there are, which may be more. `waiting` may be NULL with a capacity of 0.
 */
plim_status plim_gate_waiting(const struct plim_gate *gate,
                              struct plim_waiting *waiting,
                              size_t waiting_size,
                              size_t capacity,
                              size_t *count,
                              struct plim_error **err);

/**
 * Gives no permit any more, and lets all go who wait: they answer `PLIM_E_CLOSED`, as do all later calls but
 * `plim_permit_release`. Closing it again is `PLIM_OK`.
 */
plim_status plim_gate_close(const struct plim_gate *gate,
                            struct plim_error **err);

/**
 * Frees a gate, which no thread may be using or use again; permits that are out may be released later. Does not close
 * it: a checker that asks it goes on to, until that is freed too. NULL is fine.
 */
void plim_gate_free(struct plim_gate *gate);

/**
 * The name of a reason, such as "memory"; NULL for a number without one. A static string.
 */
const char *plim_refusal_name(int32_t reason);

/**
 * Begins to wait for a permit, without a thread that stands still: `PLIM_OK`, and `seat` is a place in the queue, in order
 * of priority, then of coming, to be freed with `plim_seat_free`; there may be a permit at once. `PLIM_REFUSED`, and NULL,
 * where as many wait as may: `refusal`, which may be NULL, says so. `priority` is -1000 to 1000. Never waits.
 */
plim_status plim_gate_enqueue(const struct plim_gate *gate,
                              int32_t priority,
                              struct plim_seat **seat,
                              struct plim_refusal *refusal,
                              size_t refusal_size,
                              struct plim_error **err);

/**
 * A descriptor that is readable once there is something to take: to be waited for (poll, an event loop), neither read nor
 * closed. It is closed by `plim_seat_free`. Who waits at it asks `plim_seat_take` once a second too: nobody tells when what
 * refused the work was read too long ago to go by.
 */
plim_status plim_seat_fd(const struct plim_seat *seat,
                         int32_t *fd,
                         struct plim_error **err);

/**
 * What came of it: `PLIM_OK`, and `permit`, to be given back with `plim_permit_release`; `PLIM_NOT_ENOUGH_DATA` while it
 * waits; `PLIM_E_CLOSED` where the gate was closed meanwhile. Where `give_up` is not 0 it waits no longer: what has not come
 * by now is `PLIM_REFUSED`, with the reason `PLIM_REFUSAL_TIMED_OUT`. Afterwards `PLIM_ABSENT`. `*permit` is NULL without
 * one. Never waits.
 */
plim_status plim_seat_take(const struct plim_seat *seat,
                           int32_t give_up,
                           struct plim_permit **permit,
                           struct plim_refusal *refusal,
                           size_t refusal_size,
                           struct plim_error **err);

/**
 * Leaves the queue and frees the place; a permit that came and was not taken goes on to the next. The gate may be closed or
 * freed by then. NULL is fine.
 */
void plim_seat_free(struct plim_seat *seat);

/**
 * Begins to watch a pool, to be freed with `plim_dbpool_free`. It stands in findings as `database_pool:<name>`; a name
 * has 1 to 64 bytes. `thresholds` are those that shall be others than the published ones, of rules `database_pool...` and
 * `database...` (docs/thresholds.md), borrowed for the call; NULL where `thresholds_len` is 0.
 */
plim_status plim_dbpool_new(const char *name,
                            const struct plim_threshold *thresholds,
                            size_t thresholds_len,
                            struct plim_dbpool **pool,
                            struct plim_error **err);

/**
 * Takes in what the pool reports: every second or so, and before each diagnosis. `time_ns` is when, in nanoseconds on
 * any clock that only goes forward; 0 is now, on the clock of the time since boot. One pool keeps to one clock.
 */
plim_status plim_dbpool_observe(const struct plim_dbpool *pool,
                                uint64_t time_ns,
                                const struct plim_dbpool_stats *stats,
                                size_t stats_size,
                                struct plim_error **err);

/**
 * Takes in who holds connections now, so that a leak can be told by its place: `count` structs, each `holder_size` bytes
 * long. What was known before is dropped. The 100 that have held theirs for longest are kept, each with a site of at most
 * 256 bytes; a `seconds` that is negative or not finite is `PLIM_E_INVALID_ARGUMENT`. `holders` may be NULL where `count`
 * is 0.
 */
plim_status plim_dbpool_observe_holders(const struct plim_dbpool *pool,
                                        const struct plim_dbpool_holder *holders,
                                        size_t holder_size,
                                        size_t count,
                                        struct plim_error **err);

/**
 * Takes in a recorded observation, of pool, holders and database: `len` bytes of JSON, such as a line that
 * `plimsoll db --stats` reads. Its name may be another one. `PLIM_E_MALFORMED` where it is not one.
 */
plim_status plim_dbpool_observe_record_json(const struct plim_dbpool *pool,
                                            const void *json,
                                            size_t len,
                                            struct plim_error **err);

/**
 * Everything that is known of the pool as JSON: its `name`, what was last reported (`stats`) and when
 * (`time_seconds`), who holds connections (`holders`), what its database said (`database`) and when
 * (`database_time_seconds`), what happened in between (`interval`, `database_interval`, the latest of each), and as of when
 * the pool was judged (`judged_seconds`). Free it with `plim_string_free`.
 * `PLIM_NOT_ENOUGH_DATA` where nothing was observed.
 */
plim_status plim_dbpool_describe(const struct plim_dbpool *pool,
                                 struct plim_string *json,
                                 struct plim_error **err);

/**
 * What limits the pool or its database, worst first, at most 8: a JSON array of findings, each as those of
 * `plim_monitor_diagnose`. Free it with `plim_string_free`. `PLIM_NOT_ENOUGH_DATA`, and `[]`, where nothing was observed.
 */
plim_status plim_dbpool_findings(const struct plim_dbpool *pool,
                                 struct plim_string *json,
                                 struct plim_error **err);

/**
 * What to do about that, most urgent first: a JSON array of recommendations, each as those of `plim_monitor_recommend`.
 * Free it with `plim_string_free`. `PLIM_NOT_ENOUGH_DATA`, and `[]`, where nothing was observed.
 */
plim_status plim_dbpool_recommendations(const struct plim_dbpool *pool,
                                        struct plim_string *json,
                                        struct plim_error **err);

/**
 * Judges the pool as of that time, on the clock of its observations: each was judged when it was taken in, and what was
 * observed more than a minute ago counts as unknown. `time_ns` is in nanoseconds; 0 is now, on the clock of the time
 * since boot. For callers that observe without a monitor, and stopped to.
 */
plim_status plim_dbpool_judge(const struct plim_dbpool *pool,
                              uint64_t time_ns,
                              struct plim_error **err);

/**
 * Watches a pool with the container: from the next observation on its findings, advice and load are part of what the
 * monitor says, and its load line. Whoever has the pool goes on to observe it, with a `time_ns` of 0 or on the clock of the
 * time since boot. At most 16 pools, each with a name of its own; the pool may be closed and freed before the monitor.
 * A child after a fork keeps what was attached, with nothing observed.
 */
plim_status plim_monitor_attach_dbpool(struct plim_monitor *monitor,
                                       const struct plim_dbpool *pool,
                                       struct plim_error **err);

/**
 * Watches the pool of that name no longer; what was told of it is taken back with the next observation. `PLIM_ABSENT`
 * where there was none.
 */
plim_status plim_monitor_detach_dbpool(struct plim_monitor *monitor,
                                       const char *name,
                                       struct plim_error **err);

/**
 * Answers all later calls with `PLIM_E_CLOSED`. A monitor that it is attached to goes on with what it knows until it is
 * detached. Closing it again is `PLIM_OK`.
 */
plim_status plim_dbpool_close(const struct plim_dbpool *pool,
                              struct plim_error **err);

/**
 * Frees a pool, which no thread may be using or use again, a callback of its own included. It may still be attached to
 * a monitor. NULL is fine.
 */
void plim_dbpool_free(struct plim_dbpool *pool);

/**
 * How large the pool should be, and what else to set. `options` may be NULL, with a size of 0, for the defaults; either
 * output may be NULL. `json` becomes all of it: why, what other sizes would do, the settings of each kind of pool; free it
 * with `plim_string_free`. `PLIM_NOT_ENOUGH_DATA` where too little was seen to say: then `json` says what is needed. Where
 * everybody waits the advice is a step, after which the next one may follow.
 */
plim_status plim_dbpool_advise(const struct plim_dbpool *pool,
                               const struct plim_dbpool_advice_options *options,
                               size_t options_size,
                               struct plim_dbpool_advice *advice,
                               size_t advice_size,
                               struct plim_string *json,
                               struct plim_error **err);

/**
 * Makes an empty one, to be freed with `plim_rows_free`.
 */
plim_status plim_rows_new(struct plim_rows **rows, struct plim_error **err);

/**
 * Adds a row of `count` columns, each a text in any encoding of ASCII that ends with a NUL, or NULL for an SQL NULL. They
 * are copied.
 */
plim_status plim_rows_add(struct plim_rows *rows,
                          const char *const *values,
                          size_t count,
                          struct plim_error **err);

/**
 * Says why the query failed, in the words of the driver; rows do not count then.
 */
plim_status plim_rows_fail(struct plim_rows *rows, const char *message, struct plim_error **err);

/**
 * Frees rows that `plim_rows_new` made. NULL is fine.
 */
void plim_rows_free(struct plim_rows *rows);

/**
 * Makes a reader, to be freed with `plim_database_reader_free`.
 */
plim_status plim_database_reader_new(const struct plim_reader_options *options,
                                     size_t options_size,
                                     struct plim_database_reader **reader,
                                     struct plim_error **err);

/**
 * Reads the pool's database by `query`, which is called on this thread some times, and takes in what it says: every ten
 * seconds or so. `time_ns` as in `plim_dbpool_observe`. `PLIM_E_IO` where the database could not be asked, with the
 * driver's words, less passwords; `PLIM_E_INVALID_ARGUMENT` where the connection has a transaction open. Nothing was taken
 * in then, and everything else goes on.
 */
plim_status plim_dbpool_read_database(const struct plim_dbpool *pool,
                                      struct plim_database_reader *reader,
                                      uint64_t time_ns,
                                      plim_query_callback query,
                                      void *user_data,
                                      struct plim_error **err);

/**
 * The same step by step, for event loops: gives what to run next, to be freed with `plim_string_free`; `PLIM_ABSENT` when
 * the reading is complete, and `plim_dbpool_take_reading` may be called. The same again until
 * `plim_database_reader_take` was called.
 */
plim_status plim_database_reader_next(struct plim_database_reader *reader,
                                      struct plim_string *sql,
                                      struct plim_error **err);

/**
 * Takes in what the last statement gave, rows or a failure, and empties `rows` for the next.
 */
plim_status plim_database_reader_take(struct plim_database_reader *reader,
                                      struct plim_rows *rows,
                                      struct plim_error **err);

/**
 * Tells the reader what the caller knows besides, for this and all later readings: it fills what SQL does not tell. `len`
 * bytes of JSON, an object of the values' names, such as `{"cpus":8}` for the CPUs of the server, and for SQLite `busy`, how
 * many statements were refused because the database was locked, `cache_hits` and `cache_misses`. What is left out is no
 * longer known. `PLIM_E_MALFORMED` where it is not such an object, or a number is negative.
 */
plim_status plim_database_reader_set_known_json(struct plim_database_reader *reader,
                                                const void *json,
                                                size_t len,
                                                struct plim_error **err);

/**
 * Drops a reading that was not finished, so that the next one begins anew.
 */
plim_status plim_database_reader_begin(struct plim_database_reader *reader,
                                       struct plim_error **err);

/**
 * Takes in a reading that is complete. `time_ns` as in `plim_dbpool_observe`, errors as of `plim_dbpool_read_database`.
 */
plim_status plim_dbpool_take_reading(const struct plim_dbpool *pool,
                                     struct plim_database_reader *reader,
                                     uint64_t time_ns,
                                     struct plim_error **err);

/**
 * Frees a reader, which no thread may be using or use again, a callback of its own included. NULL is fine.
 */
void plim_database_reader_free(struct plim_database_reader *reader);

/**
 * Makes a context of probes, to be freed with `plim_probe_context_free`. Connects to nothing yet.
 *
 * `options` may be NULL, with a size of 0, for the defaults.
 */
plim_status plim_probe_context_new(const struct plim_probe_options *options,
                                   size_t options_size,
                                   struct plim_probe_context **context,
                                   struct plim_error **err);

/**
 * Ends all connections, so that probes under way in other threads fail soon, and the threads that
 * look up names, for which it waits `timeout_ns` at most. `stuck`, which may be NULL, becomes the
 * number of those that have not ended by then, because a name server is silent: each ends when its
 * lookup does, and holds nothing but memory until then. All later probes answer `PLIM_E_CLOSED`.
 * Closing it again is `PLIM_OK`, and waits again for what is stuck.
 */
plim_status plim_probe_context_close(struct plim_probe_context *context,
                                     uint64_t timeout_ns,
                                     uint32_t *stuck,
                                     struct plim_error **err);

/**
 * Closes and frees a context, which no thread may be using or use again. Waits for no thread. NULL
 * is fine.
 */
void plim_probe_context_free(struct plim_probe_context *context);

/**
 * What a pool (`PLIM_POOL_...`) has and did in this process, as a JSON document
 * (`"schema": "plimsoll.pool/1"`): `open`, `in_use`, `idle`, `most_in_use`, `waiting`,
 * `created`, `reused`, `closed_idle`, `retried`, `waited`, `waited_for_host` (while the pool as a whole had room),
 * `wait_seconds`, `refused`, and for each host with connections
 * `per_host: [{host, open, in_use, idle, created, reused, waited}]`. Free it with `plim_string_free`.
 */
plim_status plim_pool_statistics(const struct plim_probe_context *context,
                                 int32_t pool,
                                 struct plim_string *json,
                                 struct plim_error **err);

/**
 * Closes connections that were idle too long, without waiting for the next probe to do so, and takes what has
 * expired out of the caches. To be called every second or so by who probes seldom; it costs next to nothing.
 */
plim_status plim_probe_context_sweep(const struct plim_probe_context *context,
                                     struct plim_error **err);

/**
 * Makes a category of the caller's own, which stays for as long as the context does. There can be 32. A child
 * after a fork has those of the context's options only, and makes others anew.
 */
plim_status plim_cache_create(const struct plim_probe_context *context,
                              const struct plim_category *category,
                              size_t category_size,
                              struct plim_error **err);

/**
 * Looks a key up: `PLIM_OK`, and `value` becomes a copy of its value, to be freed with
 * `plim_string_free`; or `PLIM_ABSENT`, and `value` is empty. `known`, which may be NULL, becomes 1 where there is a value
 * or its absence is known (`plim_cache_set_absent`), else 0.
 *
 * What the caller puts in shares a category's room and counts with what the library keeps there itself, but neither can
 * name the other's: no token and no outcome is to be had here. In `dns` the key is a name and the value its addresses as
 * text, one a line.
 */
plim_status plim_cache_get(const struct plim_probe_context *context,
                           const char *category,
                           const char *key,
                           struct plim_string *value,
                           int32_t *known,
                           struct plim_error **err);

/**
 * Puts in a copy of `len` bytes, for `ttl_ns` or (0) for the category's time, in place of what was there. `bytes` may be
 * NULL where `len` is 0: an empty value. In `dns` the value is addresses as text, between line breaks, commas or spaces:
 * until they expire no name server is asked for this name.
 */
plim_status plim_cache_set(const struct plim_probe_context *context,
                           const char *category,
                           const char *key,
                           const void *bytes,
                           size_t len,
                           uint64_t ttl_ns,
                           struct plim_error **err);

/**
 * Remembers that a key has no value, for `ttl_ns` or (0) for the category's time. In `dns`: that there is no such name.
 */
plim_status plim_cache_set_absent(const struct plim_probe_context *context,
                                  const char *category,
                                  const char *key,
                                  uint64_t ttl_ns,
                                  struct plim_error **err);

/**
 * Takes out what is known of a key: `PLIM_OK`, or `PLIM_ABSENT` where nothing was.
 */
plim_status plim_cache_remove(const struct plim_probe_context *context,
                              const char *category,
                              const char *key,
                              struct plim_error **err);

/**
 * Takes out everything of a category, the library's own with it.
 */
plim_status plim_cache_clear(const struct plim_probe_context *context,
                             const char *category,
                             struct plim_error **err);

/**
 * What happened in each category in this process, as a JSON document (`"schema": "plimsoll.caches/1"`): `categories` holds
 * for each name `hits`, `misses`, `fetches`, `evictions`, `expiries`, `entries` and `bytes`. Free it with
 * `plim_string_free`.
 */
plim_status plim_cache_statistics(const struct plim_probe_context *context,
                                  struct plim_string *json,
                                  struct plim_error **err);

/**
 * Says what was fetched: a copy of `len` bytes, to be kept for `ttl_ns` or (0) for the category's time. `bytes` may be NULL
 * where `len` is 0.
 */
plim_status plim_fetched_set(struct plim_fetched *fetched,
                             const void *bytes,
                             size_t len,
                             uint64_t ttl_ns,
                             struct plim_error **err);

/**
 * Says why nothing was fetched, for all who wait for it.
 */
plim_status plim_fetched_fail(struct plim_fetched *fetched,
                              const char *message,
                              struct plim_error **err);

/**
 * As `plim_cache_get`, but what is not known is fetched by `fetch`: it is called by one of all who ask at the same time, on
 * that one's thread and given its `user_data`, and the others wait. `PLIM_NOT_ENOUGH_DATA` where another's fetch has not
 * ended after `timeout_ns`, which ends no fetch; `PLIM_E_CALLBACK` where it failed, with what it says.
 */
plim_status plim_cache_get_or_fetch(const struct plim_probe_context *context,
                                    const char *category,
                                    const char *key,
                                    uint64_t timeout_ns,
                                    plim_fetch_callback fetch,
                                    void *user_data,
                                    struct plim_string *value,
                                    struct plim_error **err);

/**
 * Loads a configuration, in YAML or JSON (docs/configuration.md), to be freed with `plim_targets_free`.
 * `path` is bytes; `environment` names one of the file's `environments`, NULL for none. Where
 * something is wrong, `PLIM_E_CONFIGURATION` has a line for each problem. Secrets are not read
 * before they are needed.
 */
plim_status plim_targets_load(const char *path,
                              size_t path_len,
                              const char *environment,
                              struct plim_targets **targets,
                              struct plim_error **err);

/**
 * Reads a text, in YAML or JSON, instead of a file: a whole configuration, or one entry of `servers` by
 * itself. Relative paths in it begin in the current directory. To be freed with `plim_targets_free`.
 */
plim_status plim_targets_parse(const char *text,
                               struct plim_targets **targets,
                               struct plim_error **err);

/**
 * How many targets there are, also those that are not enabled. 0 for NULL.
 */
size_t plim_targets_count(const struct plim_targets *targets);

/**
 * The name of a target; no two have the same. Belongs to the targets. NULL beyond the last, and for
 * NULL.
 */
const char *plim_targets_name(const struct plim_targets *targets, size_t index);

/**
 * Whether a target is to be probed at all: 0 where its configuration has `enabled: false`, and beyond
 * the last, else 1. `plim_probe` does not ask.
 */
int32_t plim_targets_enabled(const struct plim_targets *targets,
                             size_t index);

/**
 * What a target's configuration says, as a JSON object: `name`, `kind` (`rest`, `mcp`, `dual`),
 * `enabled`, `timeout_seconds`, `interval_seconds` (null where whoever probes decides), `priority`,
 * `depends_on`, `labels`. Free it with `plim_string_free`. `PLIM_ABSENT`, and an empty string, beyond the
 * last.
 */
plim_status plim_targets_describe(const struct plim_targets *targets,
                                  size_t index,
                                  struct plim_string *json,
                                  struct plim_error **err);

/**
 * Frees targets, which no thread may be using or use again. NULL is fine.
 */
void plim_targets_free(struct plim_targets *targets);

/**
 * The name of a `PLIM_REASON_...`, as JSON documents have it: `connect_refused`. A static string; NULL
 * for a number that is none, and in a library that was built without probes.
 */
const char *plim_reason_name(int32_t reason);

/**
 * What a `PLIM_REASON_...` means, in a sentence. A static string; NULL for a number that is none, and in
 * a library that was built without probes.
 */
const char *plim_reason_meaning(int32_t reason);

/**
 * Checks target number `index` once, on the calling thread, enabled or not. Returns at the target's
 * deadline at the latest; a signal does not end it sooner. Whatever the server does, or if it is not
 * there at all, that is an outcome and `PLIM_OK`; an error is a wrong argument or a closed context.
 *
 * `outcome` may be NULL, with a size of 0. `json`, which may be NULL, becomes a JSON document that says
 * more (`"schema": "plimsoll.outcome/1"`), to be freed with `plim_string_free`.
 */
plim_status plim_probe(const struct plim_probe_context *context,
                       const struct plim_targets *targets,
                       size_t index,
                       struct plim_outcome *outcome,
                       size_t outcome_size,
                       struct plim_string *json,
                       struct plim_error **err);

/**
 * Sends one request over a connection of a pool (`PLIM_POOL_...`), on the calling thread, and reads
 * its answer; returns when its time is up at the latest. Whatever the server does, or if it is not
 * there at all, is in `response->reason`, and `PLIM_OK`; an error is a wrong argument or a closed
 * context. Where a kept connection turns out closed, a request whose method is idempotent is sent
 * again, once, over a new one.
 *
 * `response` may be NULL, with a size of 0. `body` and `json`, each of which may be NULL, become the
 * body, decompressed, and a JSON document that says more (`"schema": "plimsoll.response/1"`: `reason`,
 * `message`, `status`, `url`, `headers` as a list of pairs, `phases`, `bytes`, `certificate`); each is to
 * be freed with `plim_string_free`.
 */
plim_status plim_request(const struct plim_probe_context *context,
                         int32_t pool,
                         const struct plim_request_options *request,
                         size_t request_size,
                         struct plim_response *response,
                         size_t response_size,
                         struct plim_string *body,
                         struct plim_string *json,
                         struct plim_error **err);

/**
 * Makes a checker, to be freed with `plim_checker_free`. Starts and connects to nothing yet.
 *
 * `options` may be NULL, with a size of 0, for the defaults. What its callback is given belongs to the library as soon
 * as this is called: where it fails, it has been freed.
 */
plim_status plim_checker_new(const struct plim_checker_options *options,
                             size_t options_size,
                             struct plim_checker **checker,
                             struct plim_error **err);

/**
 * Makes a checker of a configuration (docs/configuration.md), as `performance_optimization` says, with a gate as `gate`
 * says, and with its `alerts`, which are told of the watched set (see `plim_checker_on_alert` for a callback beside them); to be freed with `plim_checker_free`. `path` is bytes; `environment` names one of the file's `environments`, NULL
 * for none. `checks`, which may be NULL, becomes its servers that are enabled, to be freed with `plim_checks_free`; `gate`,
 * which may be NULL, the checker's gate, for other work too, to be freed with `plim_gate_free`. Where something is wrong,
 * `PLIM_E_CONFIGURATION` has a line for each problem.
 */
plim_status plim_checker_load(const char *path,
                              size_t path_len,
                              const char *environment,
                              struct plim_checker **checker,
                              struct plim_checks **checks,
                              struct plim_gate **gate,
                              struct plim_error **err);

/**
 * Lends what the checker's probes share, for probes, requests and caches of the caller's own; to be freed with
 * `plim_probe_context_free`. Closing it ends only this way to it. It may be freed after the checker; once that is closed,
 * all its calls answer `PLIM_E_CLOSED`.
 */
plim_status plim_checker_context(const struct plim_checker *checker,
                                 struct plim_probe_context **context,
                                 struct plim_error **err);

/**
 * Gives up every check that waits or runs, of all runs; they come to `cancelled`. Watched checks go on with their next
 * turn. Does not wait.
 */
plim_status plim_checker_cancel_all(const struct plim_checker *checker,
                                    struct plim_error **err);

/**
 * Gives up all checks, ends all connections and joins the checker's threads, for which it waits `timeout_ns` at most.
 * `stuck`, which may be NULL, becomes the number of those that have not ended by then: in a callback that does not
 * return, or in the look-up of a name. Alerts that are still to be told have a second from the first call on. Runs keep what their checks came to (`cancelled`, for those that were left).
 * All later calls answer `PLIM_E_CLOSED`. Closing it again is `PLIM_OK`, and waits again for what is stuck.
 */
plim_status plim_checker_close(struct plim_checker *checker,
                               uint64_t timeout_ns,
                               uint32_t *stuck,
                               struct plim_error **err);

/**
 * Closes and frees a checker, which no thread may be using or use again, a callback of its own included. Waits a second
 * at most for threads that are in a callback: what such a callback was given is freed when it returned. NULL is fine.
 */
void plim_checker_free(struct plim_checker *checker);

/**
 * Makes an empty list of checks, to be freed with `plim_checks_free`.
 */
plim_status plim_checks_new(struct plim_checks **checks, struct plim_error **err);

/**
 * Adds all targets that are enabled, in their order, each with the interval, the priority, the dependencies and the
 * labels of its configuration. The targets may be freed before the checks.
 */
plim_status plim_checks_add_targets(struct plim_checks *checks,
                                    const struct plim_targets *targets,
                                    struct plim_error **err);

/**
 * Adds target number `index`, enabled or not.
 */
plim_status plim_checks_add_target(struct plim_checks *checks,
                                   const struct plim_targets *targets,
                                   size_t index,
                                   struct plim_error **err);

/**
 * Adds a check of the caller's own. Its `user_data` belongs to the library as soon as this is called: where it fails,
 * it has been freed.
 */
plim_status plim_checks_add_own(struct plim_checks *checks,
                                const struct plim_own_options *own,
                                size_t own_size,
                                struct plim_error **err);

/**
 * How many checks there are. 0 for NULL.
 */
size_t plim_checks_count(const struct plim_checks *checks);

/**
 * The name of a check. Belongs to the checks. NULL beyond the last, and for NULL.
 */
const char *plim_checks_name(const struct plim_checks *checks, size_t index);

/**
 * Frees checks, which no thread may be using or use again. What was begun with them goes on. NULL is fine.
 */
void plim_checks_free(struct plim_checks *checks);

/**
 * How long a check of the caller's own has yet, in nanoseconds; 0 where its time is over, and for NULL.
 */
uint64_t plim_own_left_ns(const struct plim_own *own);

/**
 * Whether nobody wants to know any more what a check of the caller's own comes to: 1, else 0.
 */
int32_t plim_own_is_cancelled(const struct plim_own *own);

/**
 * Runs all checks, each once, and waits for them. Whatever becomes of them, and whatever the gate says, each has an
 * outcome: the call feeds the checker as it can take them, and is never refused for their number. Returns when all are
 * over, at the deadline at the latest, but for a check of the caller's own that does not return.
 *
 * `outcomes` becomes the first `capacity` outcomes in the order of the list, each of `outcome_size` bytes; NULL for none.
 * `json`, which may be NULL, becomes the document that `plimsoll check --json` prints (`"schema": "plimsoll.check/1"`),
 * to be freed with `plim_string_free`.
 */
plim_status plim_checker_check_all(const struct plim_checker *checker,
                                   const struct plim_checks *checks,
                                   const struct plim_run_options *options,
                                   size_t options_size,
                                   struct plim_outcome *outcomes,
                                   size_t outcome_size,
                                   size_t capacity,
                                   struct plim_string *json,
                                   struct plim_error **err);

/**
 * As `plim_checker_check_all`, but each outcome is told as it comes, on the calling thread and one at a time.
 */
plim_status plim_checker_run(const struct plim_checker *checker,
                             const struct plim_checks *checks,
                             const struct plim_run_options *options,
                             size_t options_size,
                             plim_outcome_callback on_outcome,
                             void *user_data,
                             struct plim_error **err);

/**
 * Begins to run all checks, each once, and returns at once. `run` gives the outcomes as they come (`plim_run_next`), and
 * is to be freed with `plim_run_free`. `options` as for `plim_checker_check_all`.
 */
plim_status plim_checker_start(const struct plim_checker *checker,
                               const struct plim_checks *checks,
                               const struct plim_run_options *options,
                               size_t options_size,
                               struct plim_run **run,
                               struct plim_error **err);

/**
 * Queues check number `index` by itself and returns at once; `run` is a list of this one. `PLIM_REFUSED`, and NULL, where
 * as many checks wait as may (see `queue`), or the gate does not let it in: `refusal`, which may be NULL, becomes why and
 * when to come back.
 */
plim_status plim_checker_submit(const struct plim_checker *checker,
                                const struct plim_checks *checks,
                                size_t index,
                                struct plim_run **run,
                                struct plim_refusal *refusal,
                                size_t refusal_size,
                                struct plim_error **err);

/**
 * The next outcome, in the order in which they come; waits `timeout_ns` for it at most (0: not at all; `UINT64_MAX`: for
 * as long as it takes). `PLIM_NOT_ENOUGH_DATA` where none came by then, `PLIM_ABSENT` where all were given; other outputs
 * are then untouched.
 *
 * `index` becomes the check's place in the list. `outcome` may be NULL, with a size of 0; `json`, which may be NULL,
 * becomes the document that `plim_probe` gives, to be freed with `plim_string_free`.
 */
plim_status plim_run_next(const struct plim_run *run,
                          uint64_t timeout_ns,
                          size_t *index,
                          struct plim_outcome *outcome,
                          size_t outcome_size,
                          struct plim_string *json,
                          struct plim_error **err);

/**
 * A descriptor (eventfd) that is readable while `plim_run_next` has something to give, and once all was given: for
 * `poll`, or the loop of libuv or asyncio. It may be readable once more than that: fetch with a timeout of 0 until there
 * is nothing, and do not read it. It belongs to the run, and is closed with it.
 */
plim_status plim_run_fd(const struct plim_run *run,
                        int32_t *fd,
                        struct plim_error **err);

/**
 * How many checks are over, whether fetched or not, and how many there are. Either may be NULL.
 */
plim_status plim_run_progress(const struct plim_run *run,
                              size_t *done,
                              size_t *of,
                              struct plim_error **err);

/**
 * Gives up what is left: it comes to `cancelled`, what has not begun at once, the rest soon. Does not wait. May be called
 * by any thread, callbacks of the checker included, and again.
 */
plim_status plim_run_cancel(const struct plim_run *run,
                            struct plim_error **err);

/**
 * Gives up what is left and frees a run, which no thread may be using or use again. Does not wait. NULL is fine.
 */
void plim_run_free(struct plim_run *run);

/**
 * Watches these checks, and no others: each is run at its interval, from now on, until the next call; the beginnings are
 * spread over the interval. A check that is as it was before keeps all that is known of it. NULL watches nothing. `json`,
 * which may be NULL, becomes what changed: `added`, `removed`, `changed` (names) and `kept` (how many), to be freed with
 * `plim_string_free`.
 */
plim_status plim_checker_watch(const struct plim_checker *checker,
                               const struct plim_checks *checks,
                               struct plim_string *json,
                               struct plim_error **err);

/**
 * What is known of the watched checks: a JSON document with a list `results` in the order of the checks (`name`, `status`
 * that is shown, `since_unix_ns`, `last` outcome, history...), to be freed with `plim_string_free`.
 */
plim_status plim_checker_states(const struct plim_checker *checker,
                                struct plim_string *json,
                                struct plim_error **err);

/**
 * What the checker did and does. `statistics` may be NULL, with a size of 0. `json`, which may be NULL, becomes a JSON
 * document that says more, of connection pools and caches too (times in seconds: `lateness.p99_seconds`), to be freed with `plim_string_free`.
 */
plim_status plim_checker_statistics(const struct plim_checker *checker,
                                    struct plim_checker_counts *statistics,
                                    size_t statistics_size,
                                    struct plim_string *json,
                                    struct plim_error **err);

/**
 * What to change, from what was seen of the watched checks, the connection pools, the caches and the limits: a JSON
 * document with a list `results`, the most urgent first (`rule`, `title`, `description`, `expected_impact`, `actions`...),
 * to be freed with `plim_string_free`. Nothing is said of what was watched too briefly to tell.
 */
plim_status plim_checker_recommendations(const struct plim_checker *checker,
                                         struct plim_string *json,
                                         struct plim_error **err);

/**
 * The next event of the watched checks, as a JSON object: `"event": "checked"` (an outcome), `"changed"` (the status shown
 * of a check), `"limit"` (a limit of the checker's own). Waits `timeout_ns` for it at most (0: not at all; `UINT64_MAX`:
 * for as long as it takes). `PLIM_NOT_ENOUGH_DATA`, and outputs untouched, where none came by then. They are kept from the
 * first call of this or of `plim_checker_fd` on; `lost`, which may be NULL, becomes how many there was no room for since
 * then. Each is given once. Free `json` with `plim_string_free`.
 */
plim_status plim_checker_next_event(const struct plim_checker *checker,
                                    uint64_t timeout_ns,
                                    struct plim_string *json,
                                    uint64_t *lost,
                                    struct plim_error **err);

/**
 * A descriptor (eventfd) that is readable while `plim_checker_next_event` has something to give, and once the checker is
 * closed: for `poll`, or the loop of libuv or asyncio. It may be readable once more than that: fetch with a timeout of 0
 * until there is nothing, and do not read it. It belongs to the checker, and is closed when that is freed; a child after a
 * fork asks for its own. (Outcomes of a run wait at `plim_run_fd`.)
 */
plim_status plim_checker_fd(const struct plim_checker *checker,
                            int32_t *fd,
                            struct plim_error **err);

/**
 * Has alerts of watched checks told to a callback too, beside the webhook and the command that the checker's `alerts`
 * name; to be called once, before `plim_checker_watch`. `user_data` is given to the callback, and `free`, which may be
 * NULL, frees it, once: when the checker and its threads are gone, or at once where this fails. A child after a fork is
 * told of alerts once it calls `plim_checker_watch` itself.
 */
plim_status plim_checker_on_alert(const struct plim_checker *checker,
                                  plim_alert_callback on_alert,
                                  void *user_data,
                                  plim_destructor free,
                                  struct plim_error **err);

/**
 * What became of alerts: a JSON document (`raised`, `silenced`, `alerts`, and for `callback`, `webhook` and `command`
 * `waiting`, `sent`, `failed`, `dropped`, `retried`, `last_error`), to be freed with `plim_string_free`.
 */
plim_status plim_checker_alert_statistics(const struct plim_checker *checker,
                                          struct plim_string *json,
                                          struct plim_error **err);

/**
 * What goes on at a gate and what it did, in the text format 0.0.4 of Prometheus: the families `plimsoll_gate_...` of
 * docs/metrics.md. Free it with `plim_string_free`. `PLIM_E_NOT_BUILT` in a library without the feature `export`.
 */
plim_status plim_gate_metrics(const struct plim_gate *gate,
                              struct plim_string *text,
                              struct plim_error **err);

/**
 * What is known of the watched checks, and what the checker did and does, its pools, caches and alerts included, in the text
 * format 0.0.4 of Prometheus: the families `plimsoll_check_...`, `plimsoll_checker_...`, `plimsoll_pool_...`,
 * `plimsoll_cache_...` and `plimsoll_alert...` of docs/metrics.md, but for those of shards. Its gate has a text of its own.
 * Texts of a monitor, a checker and a gate make one page, one behind the other. Free it with `plim_string_free`.
 * `PLIM_E_NOT_BUILT` in a library without the feature `export`.
 */
plim_status plim_checker_metrics(const struct plim_checker *checker,
                                 struct plim_string *text,
                                 struct plim_error **err);

/**
 * What the pools and the caches of a context of probes have and did, in the text format 0.0.4 of Prometheus: the families
 * `plimsoll_pool_...` and `plimsoll_cache_...` of docs/metrics.md. A checker's text has them too, of its own probes: the two
 * do not fit on one page. Free it with `plim_string_free`. `PLIM_E_NOT_BUILT` in a library without the feature `export`.
 */
plim_status plim_probe_context_metrics(const struct plim_probe_context *context,
                                       struct plim_string *text,
                                       struct plim_error **err);

/**
 * Makes an exporter, to be freed with `plim_exporter_free`. Starts no thread and opens no connection.
 *
 * `settings` is what a configuration says in `export` (docs/configuration.md), as a JSON object or in YAML, such as
 * `{"otlp": {"endpoint": "http://collector:4318"}}`; borrowed for the call. NULL: nothing. What it leaves open in `otlp` is
 * taken from the variables that OpenTelemetry's own libraries obey (`OTEL_EXPORTER_OTLP_ENDPOINT` and so on,
 * docs/opentelemetry.md), and is `http://localhost:4318` otherwise. `PLIM_E_NOT_BUILT` in a library without the feature
 * `otlp`.
 */
plim_status plim_exporter_new(const char *settings,
                              struct plim_exporter **exporter,
                              struct plim_error **err);

/**
 * 1 where the interval (`otlp.interval`, 60 s) has passed since the latest page, and before the first one; else 0. -1 for
 * NULL.
 */
int32_t plim_exporter_is_due(const struct plim_exporter *exporter);

/**
 * Hands over everything that the monitor knows now: what `plim_monitor_metrics` gives. It never waits for the collector,
 * and starts the thread (`plimsoll-otlp`, all signals blocked) if there is none. `taken`, which may be NULL, becomes 1, or 0
 * after the end and where no thread can be started. At most 16 pages wait; of more the oldest are dropped.
 */
plim_status plim_exporter_send(const struct plim_exporter *exporter,
                               const struct plim_monitor *monitor,
                               int32_t *taken,
                               struct plim_error **err);

/**
 * Hands over a page in the text format 0.0.4 of Prometheus: what `plim_monitor_metrics` and its like gave, one behind the
 * other, and metrics of the caller's own whose names begin with `plimsoll_`. `text` is borrowed for the call; everything else
 * is as for `plim_exporter_send`.
 * `PLIM_E_MALFORMED` where a line is no such metric, comes without its `# TYPE`, or stands twice: nothing is sent then.
 */
plim_status plim_exporter_send_text(const struct plim_exporter *exporter,
                                    const char *text,
                                    int32_t *taken,
                                    struct plim_error **err);

/**
 * What became of the pages in this process: a JSON document (`waiting`, `sent`, `failed`, `dropped`, `retried`,
 * `rejected_points`, `last_error`), to be freed with `plim_string_free`.
 */
plim_status plim_exporter_statistics(const struct plim_exporter *exporter,
                                     struct plim_string *json,
                                     struct plim_error **err);

/**
 * Sends what waits, within `timeout_ns`, and ends the thread; nothing is taken afterwards. `ended`, which may be NULL, becomes 1,
 * or 0 where the thread is still held (a name that is looked up can hold it): call it again then. May be called again.
 */
plim_status plim_exporter_close(const struct plim_exporter *exporter,
                                uint64_t timeout_ns,
                                int32_t *ended,
                                struct plim_error **err);

/**
 * Frees an exporter that no thread uses; one that is not closed has 2 s for what waits. NULL is fine.
 */
void plim_exporter_free(struct plim_exporter *exporter);

/**
 * Makes the load test of a configuration (docs/load-tests.md), to be freed with `plim_load_test_free`. `path` is bytes;
 * `environment` names one of the file's `environments`, NULL for none; `scenario` one of `benchmarking.scenarios`, NULL where
 * there is only one. Where something is wrong, `PLIM_E_CONFIGURATION` has a line for each problem.
 */
plim_status plim_load_test_load(const char *path,
                                size_t path_len,
                                const char *environment,
                                const char *scenario,
                                struct plim_load_test **test,
                                struct plim_error **err);

/**
 * Reads a text, in YAML or JSON, instead of a file. Relative paths in it begin in the current directory. To be freed with
 * `plim_load_test_free`.
 */
plim_status plim_load_test_parse(const char *config,
                                 const char *scenario,
                                 struct plim_load_test **test,
                                 struct plim_error **err);

/**
 * Has a function of the caller's own called as well, beside the servers of the scenario, or alone where there are none.
 */
plim_status plim_load_test_add_own(struct plim_load_test *test,
                                   const struct plim_load_own_options *options,
                                   size_t options_size,
                                   struct plim_error **err);

/**
 * Runs the test on threads of its own and waits for its end; `json` is the document `plimsoll.load/1` (docs/load-tests.md), to
 * be freed with `plim_string_free`. `progress` is called once a second and may be NULL. `PLIM_E_NOT_FOUND` where a target does
 * not work before it begins, `PLIM_E_INVALID_ARGUMENT` where the scenario makes no sense. What goes wrong later is in the
 * document.
 */
plim_status plim_load_test_run(const struct plim_load_test *test,
                               plim_load_progress_callback progress,
                               void *user_data,
                               struct plim_string *json,
                               struct plim_error **err);

/**
 * Gives up the run under way, from any thread: it tells what was measured until then. A later run of the same test ends at
 * once. NULL is fine.
 */
void plim_load_test_cancel(const struct plim_load_test *test);

/**
 * Frees a test, which no thread may be running. NULL is fine.
 */
void plim_load_test_free(struct plim_load_test *test);

/**
 * Writes what a test found in another form: `html` (a page), `csv` (a line for each interval), `junit` (thresholds as test
 * cases), `markdown` (a summary) or `hdr` (a log of HdrHistogram). `json` is what `plim_load_test_run` gave. Free `written`
 * with `plim_string_free`.
 */
plim_status plim_load_result_write(const char *json,
                                   const char *form,
                                   struct plim_string *written,
                                   struct plim_error **err);

/**
 * Adds up what several machines found that put the same servers under load at the same time: so many documents, and one
 * that holds them all, to be freed with `plim_string_free`.
 */
plim_status plim_load_result_merge(const char *const *jsons,
                                   size_t count,
                                   struct plim_string *json,
                                   struct plim_error **err);

/**
 * Makes a benchmark, to be freed with `plim_benchmark_free`; `options` may be NULL.
 */
plim_status plim_benchmark_new(const struct plim_benchmark_options *options,
                               size_t options_size,
                               struct plim_benchmark **benchmark,
                               struct plim_error **err);

/**
 * Measures, on the calling thread and on threads of its own that end with it; `json` is the document `plimsoll.bench/1`
 * (docs/benchmark.md), to be freed with `plim_string_free`. `progress` may be NULL. What cannot be measured on its own is left
 * out of the document, which says why.
 */
plim_status plim_benchmark_run(const struct plim_benchmark *benchmark,
                               plim_benchmark_progress_callback progress,
                               void *user_data,
                               struct plim_string *json,
                               struct plim_error **err);

/**
 * Gives up the run under way, from any thread: it tells what was measured until then. A later run of the same benchmark ends at
 * once. NULL is fine.
 */
void plim_benchmark_cancel(const struct plim_benchmark *benchmark);

/**
 * Frees a benchmark, which no thread may be running. NULL is fine.
 */
void plim_benchmark_free(struct plim_benchmark *benchmark);

/**
 * Compares what a benchmark found with an earlier one: both are documents of `plim_benchmark_run`, and `json` is the first with
 * `comparison` in it, to be freed with `plim_string_free`. `PLIM_E_UNLIKE_SAMPLES` where the machines are not alike, unless
 * `any_machine` is not 0.
 */
plim_status plim_benchmark_compare(const char *now,
                                   const char *baseline,
                                   int32_t any_machine,
                                   struct plim_string *json,
                                   struct plim_error **err);

/**
 * Writes what a benchmark found in another form: `html` (a page), `csv` (a line for each measure), `junit` (scores and changes as
 * test cases) or `markdown` (a summary). `json` is what `plim_benchmark_run` or `plim_benchmark_compare` gave. Free `written`
 * with `plim_string_free`.
 */
plim_status plim_benchmark_write(const char *json,
                                 const char *form,
                                 struct plim_string *written,
                                 struct plim_error **err);

#ifdef __cplusplus
}  // extern "C"
#endif /* __cplusplus */

#endif  /* PLIMSOLL_H */
