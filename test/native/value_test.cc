#include "core/values/value.h"

#include <gtest/gtest.h>

#include "core/values/error.h"
#include "core/values/partition_list.h"
#include "core/values/text.h"

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

// Under the address sanitizer: librdkafka copies as many bytes as it is told.
TEST(PartitionList, CarriesMetadataWithANul) {
  const std::string metadata("A\0B\0", 4);
  for (const std::string& text : {metadata, metadata + std::string(1000, 'x'), std::string()}) {
    PartitionListHandle list = partitions_from(List{Map{{"topic", "t"}, {"partition", 0}, {"metadata", text}}});
    PartitionListHandle copy(rd_kafka_topic_partition_list_copy(list.get()));
    EXPECT_EQ(partitions_to_value(list.get()).list()[0]["metadata"].string(), text);
    EXPECT_EQ(partitions_to_value(copy.get()).list()[0]["metadata"].string(), text);
  }
}

std::string nul(const char* before, const char* after) { return before + std::string(1, '\0') + after; }

TEST(Texts, WithANulAreRefusedWhereverTheyStand) {
  EXPECT_FALSE(check_texts(Map{{"a", List{1, nullptr, "x", Bytes{nul("x", "y")}}}}));
  EXPECT_EQ(check_texts(Value(nul("a", "b"))).message, "a string must not contain a NUL character.");
  EXPECT_EQ(check_texts(Map{{"partitions", List{Map{{"topic", "t"}}, Map{{"topic", nul("t", "")}}}}}).message,
            "partitions[1].topic must not contain a NUL character.");
  EXPECT_EQ(check_texts(Map{{"topics", List{nul("", "t")}}}).message, "topics[0] must not contain a NUL character.");
  EXPECT_EQ(check_texts(Map{{"configs", Map{{nul("k", "x"), "v"}}}}).message,
            "configs.a name of a member must not contain a NUL character.");
  EXPECT_FALSE(check_texts(List{Map{{"metadata", nul("a", "b")}}}));
}

TEST(Texts, LongerThanTheProtocolTakesAreRefused) {
  EXPECT_FALSE(check_texts(Map{{"group", std::string(kLongestText, 'x')}}));
  EXPECT_EQ(check_texts(Map{{"group", std::string(kLongestText + 1, 'x')}}).message,
            "group is 32768 bytes long. Kafka takes at most 32767.");
  EXPECT_TRUE(check_texts(Map{{"metadata", std::string(kLongestText + 1, 'x')}}));
}

}  // namespace
}  // namespace kafka_napi
