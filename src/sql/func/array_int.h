/* SPDX-License-Identifier: Apache-2.0 */
/* array_int.h - shared by the files about arrays. */
#ifndef ND_SQL_FUNC_ARRAY_INT_H
#define ND_SQL_FUNC_ARRAY_INT_H

#include <stdio.h>

#include "sql/func/func_int.h"
#include "sql/types/array.h"

/* The array of a row that is not NULL. */
struct nd_array nd__array_at(const struct nd_vec *vec, size_t row);

#endif
