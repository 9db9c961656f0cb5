# Two errors of librdkafka 2.15.1 that end the process. The vendored files stay as they are, with the hash they were published with;
# what is compiled is a copy with these replacements. A text that is not found, because another version has it otherwise,
# stops the build: look whether the fix is still needed.

# 1. A request to a group's coordinator that has timed out before the coordinator could be reached: when it can be reached
#    later, the callback finds no request, drops its reference, and returns an error, for which the same reference is dropped
#    once more: "Assertion `eonce->refcnt > 0' failed". Nothing is left to be done then, and so it is no error.
# 2. DescribeUserScramCredentials refused as a whole (not authorized): the error text is kept by a pointer into the stack or to a
#    constant, and freed later.
set(RDKAFKA_FIXED "${RDKAFKA_GENERATED_DIR}/rdkafka_admin.c")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${RDKAFKA_DIR}/rdkafka_admin.c")
file(READ "${RDKAFKA_DIR}/rdkafka_admin.c" source)

function(replace_in_source from to)
  string(FIND "${source}" "${from}" first)
  string(FIND "${source}" "${from}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "deps/librdkafka-fixes.cmake: rdkafka_admin.c does not have exactly once:\n${from}")
  endif()
  string(REPLACE "${from}" "${to}" source "${source}")
  set(source "${source}" PARENT_SCOPE)
endfunction()

replace_in_source(
  [[        rko = rd_kafka_enq_once_del_source_return(eonce, "coordinator request");
        if (!rko)
                /* Admin request has timed out and been destroyed */
                return RD_KAFKA_RESP_ERR__DESTROY;
]]
  [[        rko = rd_kafka_enq_once_del_source_return(eonce, "coordinator request");
        if (!rko) {
                /* Admin request has timed out and been destroyed */
                rd_kafka_replyq_destroy(&replyq);
                return RD_KAFKA_RESP_ERR_NO_ERROR;
        }
]])
replace_in_source(
  [[                rko_result->rko_u.admin_result.errstr =
                    errstr; /* Request Level Error string*/
]]
  [[                rko_result->rko_u.admin_result.errstr =
                    rd_strdup(errstr); /* Request Level Error string*/
]])

set(before "")
if(EXISTS "${RDKAFKA_FIXED}")
  file(READ "${RDKAFKA_FIXED}" before)
endif()
if(NOT before STREQUAL source)
  file(WRITE "${RDKAFKA_FIXED}" "${source}")
endif()
