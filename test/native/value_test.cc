#include "core/value.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "core/partition_list.h"

namespace kafka_napi {
namespace {

TEST(Value, AnswersForWhatItIsNot) {
  const Value text("x");
  EXPECT_EQ(text.string(), "x");
  EXPECT_EQ(text.number(7), 7);
  EXPECT_FALSE(text.boolean());
  EXPECT_TRUE(text.list().empty());
  EXPECT_TRUE(text["member"].is_null());
  EXPECT_TRUE(Value(static_cast<const char*>(nullptr)).is_null());
}

TEST(Value, FindsMembers) {
  const Value map = Map{{"a", 1}, {"b", Map{{"c", "d"}}}};
  EXPECT_EQ(map["a"].integer(), 1);
  EXPECT_EQ(map["b"]["c"].string(), "d");
  EXPECT_TRUE(map["z"]["c"].is_null());
}

TEST(Error, TakesOwnershipAndFlags) {
  EXPECT_FALSE(Error::take(nullptr));
  const Error error = Error::take(rd_kafka_error_new(RD_KAFKA_RESP_ERR__STATE, "not %s", "now"));
  EXPECT_TRUE(error);
  EXPECT_EQ(error.message, "not now");
  EXPECT_EQ(error.to_value()["errno"].integer(), RD_KAFKA_RESP_ERR__STATE);
}

TEST(PartitionList, GoesBothWays) {
  const Value given = List{Map{{"topic", "t"}, {"partition", 3}, {"offset", 42}, {"leaderEpoch", 5}, {"metadata", "m"}},
                           Map{{"topic", "u"}, {"partition", 0}}};
  PartitionListHandle list = partitions_from(given);
  ASSERT_EQ(list->cnt, 2);
  const Value back = partitions_to_value(list.get());
  EXPECT_EQ(back.list()[0]["offset"].integer(), 42);
  EXPECT_EQ(back.list()[0]["leaderEpoch"].integer(), 5);
  EXPECT_EQ(back.list()[0]["metadata"].string(), "m");
  EXPECT_EQ(back.list()[1]["offset"].integer64(), RD_KAFKA_OFFSET_INVALID);
  EXPECT_TRUE(back.list()[1]["metadata"].is_null());
}

}  // namespace
}  // namespace kafka_napi
