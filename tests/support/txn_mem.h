/* SPDX-License-Identifier: Apache-2.0 */
/* txn_mem.h - the transactions of txn/txn.h over an ordered map in memory, for tests of what stands above.
 *
 * Include txn_mem.c in one test program: it then stands in for nd_txn. One reactor, one process. */
#ifndef ND_TESTS_TXN_MEM_H
#define ND_TESTS_TXN_MEM_H

#include "txn/txn.h"

struct nd_txn_system *nd_txn_mem_open(struct nd_heap *heap, struct nd_reactor *reactor);
void nd_txn_mem_close(struct nd_txn_system *system);
/* Keys that splits were asked for, in order. */
size_t nd_txn_mem_splits(const struct nd_txn_system *system);
size_t nd_txn_mem_discards(const struct nd_txn_system *system);
struct nd_slice nd_txn_mem_scanned(const struct nd_txn_system *system); /* where the newest scan begins */
/* Live keys at the newest timestamp that begin with `prefix`. */
size_t nd_txn_mem_count(struct nd_txn_system *system, struct nd_slice prefix);

#endif
