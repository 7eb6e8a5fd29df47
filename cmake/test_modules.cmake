# SPDX-License-Identifier: Apache-2.0
set(ND_TEST_MODULES base env engine log raft multiraft rpc range meta kv txn catalog sql_types sql_stats sql_func sql_parse sql_bind sql_shard sql_plan sql_opt sql_exec sql pgwire api obs client node cli)
