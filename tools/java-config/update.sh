#!/bin/sh
# Asks the Java client again: its ConfigDefs for the table, its answers for the fixtures of the tests.
set -eu
cd "$(dirname "$0")"
mvn -q -B dependency:copy-dependencies compile
java="java -Xmx512m -cp target/classes:target/dependency/*"
fixtures=../../test/fixtures/java
$java config.DumpConfigDefs java-properties.json
node generate.mjs
$java config.AskClients "$fixtures/config-answers.json"
$java config.Partitions "$fixtures/partitions.json"
$java config.Serialize "$fixtures/serialized.json"
$java config.AskSecurity "$fixtures/security-answers.json" ../../test/fixtures/tls
