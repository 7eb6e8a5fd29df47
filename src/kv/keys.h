/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h - who owns which part of the keyspace (first byte of a key).
 *
 *   [""   , 0x10)  system: the SQL catalog and settings as ordinary rows; with meta in shard 1
 *     0x02    advisory locks: u8 kind, u64 key; provisional records alone
 *   0x10 key       the KV API's user keys (`ndoto kv`)
 *   0x20 tenant table index columns...   rows and index entries of SQL tables; tenant, table and
 *                  index are order-preserving varints, columns as sql/types/key_codec.h
 *   0xff           end */
#ifndef ND_KV_KEYS_H
#define ND_KV_KEYS_H

#define ND_KEYSPACE_SYSTEM 0x01
#define ND_KEYSPACE_ADVISORY 0x02
#define ND_KEYSPACE_KV 0x10
#define ND_KEYSPACE_SQL 0x20

#endif
