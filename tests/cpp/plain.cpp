// Without exceptions and without run-time types: -fno-exceptions -fno-rtti.
#include <plimsoll.hpp>

#include "../c/check.h"

int main() {
  plimsoll::failure why;
  plimsoll::sampler sampler({}, why);
  CHECK(!why && sampler.read(why).has(PLIM_FIELD_HOST_MEMORY_TOTAL_BYTES) && !why);
  plimsoll::monitor monitor({}, {}, {}, why);
  monitor.observe(why);
  CHECK(!why && !monitor.diagnose(why).json.empty());
  plimsoll::gate gate({}, why);
  CHECK(!why);
  plimsoll::targets::load("/no/such/file.yaml", nullptr, why);
  CHECK(why.code() == PLIM_E_NOT_FOUND && !why.message().empty());
  sampler.close(why);
  sampler.read(why);
  CHECK(why.code() == PLIM_E_CLOSED);
  return 0;
}
