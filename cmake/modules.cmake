# SPDX-License-Identifier: Apache-2.0
# One static library per folder of src/, in the order of docs/ARCHITECTURE.md: a module links only
# what stands above it here.

function(nd_module name)
  cmake_parse_arguments(M "" "DIR" "DEPS;LIBS" ${ARGN})
  if(NOT M_DIR)
    set(M_DIR ${name})
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${M_DIR}/*.c)
  list(FILTER sources EXCLUDE REGEX "/main\\.c$")
  if(NOT sources)
    add_library(nd_${name} INTERFACE)
    target_link_libraries(nd_${name} INTERFACE ${M_DEPS} ${M_LIBS})
    return()
  endif()
  add_library(nd_${name} STATIC ${sources})
  target_include_directories(nd_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/include ${CMAKE_BINARY_DIR})
  target_link_libraries(nd_${name} PUBLIC ${M_DEPS} ${M_LIBS})
endfunction()

# proto/*.proto -> <build>/proto/*.pb-c.{c,h}
file(GLOB protos CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/proto/*.proto)
set(proto_sources)
foreach(proto ${protos})
  get_filename_component(stem ${proto} NAME_WE)
  add_custom_command(
    OUTPUT ${CMAKE_BINARY_DIR}/proto/${stem}.pb-c.c ${CMAKE_BINARY_DIR}/proto/${stem}.pb-c.h
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/proto
    COMMAND protoc-c --proto_path=${CMAKE_SOURCE_DIR}/proto --c_out=${CMAKE_BINARY_DIR}/proto ${proto}
    DEPENDS ${proto})
  list(APPEND proto_sources ${CMAKE_BINARY_DIR}/proto/${stem}.pb-c.c ${CMAKE_BINARY_DIR}/proto/${stem}.pb-c.h)
endforeach()
add_library(nd_proto STATIC ${proto_sources})
target_include_directories(nd_proto PUBLIC ${CMAKE_BINARY_DIR})
target_compile_options(nd_proto PRIVATE -w)
target_link_libraries(nd_proto PUBLIC protobuf-c)

nd_module(base LIBS xxhash m)
nd_module(env DEPS nd_base LIBS uv boost_context Threads::Threads)
# RocksDB's archive in the binary that users run: through the shared library each step of an iterator asks for its thread's data by a call,
# which is a fifth of the time of a scan.
set(nd_rocksdb rocksdb)
find_library(ND_ROCKSDB_ARCHIVE librocksdb.a)
if(ND_ROCKSDB_ARCHIVE AND CMAKE_BUILD_TYPE STREQUAL "Release")
  set(nd_rocksdb ${ND_ROCKSDB_ARCHIVE} snappy bz2 z zstd lz4 stdc++ ${CMAKE_DL_LIBS})
endif()
nd_module(engine DEPS nd_env LIBS ${nd_rocksdb})
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND ND_ROCKSDB_ARCHIVE AND CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64") # src/engine/engine_crc32c.c
  target_compile_definitions(nd_engine PRIVATE ND_WRAPS_ROCKSDB_CRC32C)
  target_link_options(nd_engine INTERFACE -Wl,--wrap=_ZN7rocksdb6crc32c6ExtendEjPKcm)
endif()
nd_module(raft DEPS nd_base)
nd_module(log DEPS nd_env nd_raft LIBS lz4)
nd_module(rpc DEPS nd_env)
nd_module(multiraft DEPS nd_raft nd_log nd_rpc)

nd_module(range DEPS nd_multiraft nd_engine nd_rpc nd_proto)
nd_module(meta DEPS nd_range)
nd_module(kv DEPS nd_meta nd_range)
nd_module(txn DEPS nd_kv)
nd_module(sql_types DIR sql/types DEPS nd_base LIBS gmp)
nd_module(catalog DEPS nd_txn nd_proto nd_sql_types)
nd_module(sql_stats DIR sql/stats DEPS nd_catalog)
nd_module(sql_func DIR sql/func DEPS nd_sql_types LIBS pcre2-8 crypto)
nd_module(sql_sys DIR sql/sys DEPS nd_sql_func nd_catalog)
nd_module(sql_parse DIR sql/parse DEPS nd_sql_func nd_env LIBS pg_query protobuf-c)
nd_module(sql_bind DIR sql/bind DEPS nd_sql_parse nd_sql_sys)
nd_module(sql_shard DIR sql/shard DEPS nd_sql_bind nd_range)
nd_module(sql_plan DIR sql/plan DEPS nd_sql_bind)
nd_module(sql_opt DIR sql/opt DEPS nd_sql_plan nd_sql_shard)
nd_module(sql_exec DIR sql/exec DEPS nd_sql_opt nd_sql_shard)
nd_module(sql DEPS nd_sql_exec nd_sql_stats LIBS crypto)
nd_module(pgwire DEPS nd_sql)
nd_module(api DEPS nd_txn nd_sql)
nd_module(obs DEPS nd_env LIBS microhttpd)
nd_module(client DIR ../clients/c DEPS nd_rpc) # include/ndoto/ndoto.h
nd_module(node DEPS nd_pgwire nd_api nd_obs)
# The simulation harness: linked into the binary, so that users can run it.
nd_module(sim DIR ../sim DEPS nd_node)
file(GLOB sim_more CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sim/workloads/*.c ${CMAKE_SOURCE_DIR}/sim/checkers/*.c)
target_sources(nd_sim PRIVATE ${sim_more})
target_include_directories(nd_sim PUBLIC ${CMAKE_SOURCE_DIR})
nd_module(cli DEPS nd_node nd_sim nd_client LIBS pq edit jansson)

# The sample data of `ndoto demo` is part of the program.
find_path(ND_PQ_INCLUDE libpq-fe.h PATH_SUFFIXES postgresql REQUIRED)
set(sample ${CMAKE_SOURCE_DIR}/share/sample/library.sql)
add_custom_command(
  OUTPUT ${CMAKE_BINARY_DIR}/gen/sample.c
  COMMAND ${CMAKE_COMMAND} -DFROM=${sample} -DTO=${CMAKE_BINARY_DIR}/gen/sample.c -DNAME=nd_cli_sample_sql
          -DHEADER=cli/sample.h -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${sample} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake)
target_sources(nd_cli PRIVATE ${CMAKE_BINARY_DIR}/gen/sample.c)
target_include_directories(nd_cli PRIVATE ${ND_PQ_INCLUDE})

if(EXISTS ${CMAKE_SOURCE_DIR}/src/node/main.c)
  add_executable(ndoto src/node/main.c)
  target_link_libraries(ndoto PRIVATE nd_cli)
endif()
