/* Versions, names, errors, strings, the field table, and values of a sample made by hand. */
#include <math.h>
#include <plimsoll.h>

#include "check.h"

static void versions(void) {
  CHECK_TEXT(plim_version(), PLIM_VERSION);
  CHECK(plim_abi_version() == PLIM_ABI_VERSION);
  CHECK(plim_features() & PLIM_FEATURE_SAMPLING);
  CHECK_TEXT(plim_status_name(PLIM_E_NULL), "PLIM_E_NULL");
  CHECK_TEXT(plim_status_name(12345), "PLIM_UNKNOWN");
}

static void errors(void) {
  plim_error *error = NULL;
  plim_field field;
  CHECK(plim_field_get(0, NULL, sizeof field, &error) == PLIM_E_NULL);
  CHECK(plim_error_code(error) == PLIM_E_NULL);
  CHECK_TEXT(plim_error_message(error), "argument `field` is NULL");
  CHECK(plim_error_errno(error) == 0);
  CHECK(plim_error_path(error) == NULL);
  plim_error_free(error);
  error = (plim_error *)&field;
  CHECK(plim_field_get(0, &field, sizeof field, &error) == PLIM_OK);
  CHECK(error == NULL);
  CHECK(plim_error_code(NULL) == PLIM_OK);
  CHECK_TEXT(plim_error_message(NULL), "");
  plim_error_free(NULL);
}

static void fields(void) {
  plim_field field;
  uint32_t index = 0, i;
  for (i = 0; i < plim_field_count(); i++) {
    CHECK(plim_field_get(i, &field, sizeof field, NULL) == PLIM_OK);
    CHECK(plim_field_find(field.name, &index, NULL) == PLIM_OK);
    CHECK(index == i);
    CHECK(field.value_type <= PLIM_TYPE_LIMIT_F64);
    CHECK(field.group != 0 && (field.group & PLIM_GROUPS_FULL) == field.group);
    CHECK(*field.doc && *field.unit && *field.kind && *field.scope);
    CHECK(*field.group_name && *field.source && *field.since);
  }
  CHECK(plim_field_get(i, &field, sizeof field, NULL) == PLIM_ABSENT);
  CHECK(field.name == NULL && field.offset == 0);
  CHECK(plim_field_find("no_such_field", &index, NULL) == PLIM_ABSENT);
  CHECK(index == UINT32_MAX);
}

static void sizes_of_outputs(void) {
  struct {
    plim_field field;
    uint64_t newer[2];
  } wide;
  plim_field field, whole;
  CHECK(plim_field_get(3, &whole, sizeof whole, NULL) == PLIM_OK);
  memset(&field, 0x5a, sizeof field);
  CHECK(plim_field_get(3, &field, offsetof(plim_field, doc), NULL) == PLIM_OK);
  CHECK(field.name == whole.name);
  CHECK(((unsigned char *)&field)[offsetof(plim_field, doc)] == 0x5a);
  memset(&wide, 0x5a, sizeof wide);
  CHECK(plim_field_get(3, &wide.field, sizeof wide, NULL) == PLIM_OK);
  CHECK(memcmp(&wide.field, &whole, sizeof whole) == 0);
  CHECK(wide.newer[0] == 0 && wide.newer[1] == 0);
}

static void samples(void) {
  struct {
    plim_sample sample;
    uint64_t newer;
  } wide;
  plim_sample *sample = &wide.sample;
  plim_error *error = NULL;
  plim_string json = {NULL, 0};
  double value = 0;
  memset(&wide, 0, sizeof wide);
  sample->host_load1 = 2.5;
  sample->valid[PLIM_FIELD_HOST_LOAD1 / 64] |= (uint64_t)1 << PLIM_FIELD_HOST_LOAD1 % 64;
  sample->cgroup_memory_limit_bytes = UINT64_MAX;
  sample->valid[PLIM_FIELD_CGROUP_MEMORY_LIMIT_BYTES / 64] |=
      (uint64_t)1 << PLIM_FIELD_CGROUP_MEMORY_LIMIT_BYTES % 64;
  CHECK(PLIM_HAS(sample, PLIM_FIELD_HOST_LOAD1));
  CHECK(!PLIM_HAS(sample, PLIM_FIELD_HOST_LOAD5));

  CHECK_OK(plim_sample_value(sample, sizeof *sample, PLIM_FIELD_HOST_LOAD1, &value, &error), error);
  CHECK(value == 2.5);
  CHECK_OK(plim_sample_value(sample, sizeof *sample, PLIM_FIELD_CGROUP_MEMORY_LIMIT_BYTES, &value, &error),
           error);
  CHECK(isinf(value) && value > 0);
  CHECK(plim_sample_value(sample, sizeof *sample, PLIM_FIELD_HOST_LOAD5, &value, &error) == PLIM_ABSENT);
  CHECK(isnan(value) && error == NULL);
  CHECK(plim_sample_value(sample, sizeof *sample, 100000, &value, NULL) == PLIM_ABSENT);

  /* An older caller's sample: what it has no room for was not read. */
  CHECK(plim_sample_value(sample, offsetof(plim_sample, host_load1), PLIM_FIELD_HOST_LOAD1, &value, NULL) ==
        PLIM_OK);
  CHECK(value == 0);

  CHECK_OK(plim_sample_to_json(sample, sizeof wide, &json, &error), error);
  CHECK(strlen(json.ptr) == json.len);
  CHECK(strncmp(json.ptr, "{\"schema\":\"plimsoll.sample/1\",", 30) == 0);
  CHECK(strstr(json.ptr, "\"host_load1\":2.5") != NULL);
  CHECK(strstr(json.ptr, "\"cgroup_memory_limit_bytes\":\"max\"") != NULL);
  CHECK(strstr(json.ptr, "host_load5") == NULL);
  plim_string_free(&json);
  CHECK(json.ptr == NULL && json.len == 0);
  plim_string_free(&json);
  plim_string_free(NULL);

  /* A newer caller's sample says something that this library does not know. */
  wide.newer = 1;
  value = 7;
  CHECK(plim_sample_value(sample, sizeof wide, PLIM_FIELD_HOST_LOAD1, &value, &error) == PLIM_E_SIZE);
  CHECK(plim_error_code(error) == PLIM_E_SIZE);
  CHECK(value == 7);
  plim_error_free(error);
  CHECK(plim_sample_to_json(sample, sizeof wide, &json, NULL) == PLIM_E_SIZE);
  CHECK(json.ptr == NULL);
}

int main(void) {
  versions();
  errors();
  fields();
  sizes_of_outputs();
  samples();
  return 0;
}
