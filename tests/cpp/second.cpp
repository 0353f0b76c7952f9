// The header in a second file of the same program: nothing in it is defined twice.
#include <plimsoll.hpp>

bool second(const plimsoll::sample &sample) { return sample.has(PLIM_FIELD_HOST_CPUS_ONLINE); }
