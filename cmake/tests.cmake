# SPDX-License-Identifier: Apache-2.0
enable_testing()
include(${CMAKE_SOURCE_DIR}/cmake/test_modules.cmake)

# The module that a test file's name begins with: tests/unit/sql_types_date.c belongs to sql_types.
function(nd_module_of_test name source out)
  set(module "")
  foreach(candidate ${ND_TEST_MODULES})
    string(FIND ${name} "${candidate}_" at)
    string(LENGTH "${candidate}" length)
    string(LENGTH "${module}" best)
    if(at EQUAL 0 AND length GREATER best)
      set(module ${candidate})
    endif()
  endforeach()
  if(NOT module)
    message(FATAL_ERROR "${source}: no module of cmake/test_modules.cmake begins its name")
  endif()
  set(${out} ${module} PARENT_SCOPE)
endfunction()

# tests/unit/<module>_<topic>.c is one cmocka program linked with nd_<module>.
file(GLOB unit_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/*.c)
foreach(source ${unit_sources})
  get_filename_component(name ${source} NAME_WE)
  nd_module_of_test(${name} ${source} module)
  add_executable(unit_${name} ${source})
  target_include_directories(unit_${name} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(unit_${name} PRIVATE nd_${module} cmocka)
  add_test(NAME unit/${name} COMMAND unit_${name})
endforeach()
foreach(test unit_catalog_views unit_catalog_changes unit_catalog_damage) # their transactions in memory run programs of scans, too
  if(TARGET ${test})
    target_link_libraries(${test} PRIVATE nd_sql_shard)
  endif()
endforeach()
if(TARGET unit_pgwire_server) # its client is PostgreSQL's own
  target_link_libraries(unit_pgwire_server PRIVATE pq)
endif()

# tests/golden/<module>.c runs the cases of tests/golden/<module>/*.txt (tests/support/golden.h).
file(GLOB golden_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/golden/*.c)
foreach(source ${golden_sources})
  get_filename_component(module ${source} NAME_WE)
  add_executable(golden_${module} ${source})
  target_include_directories(golden_${module} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(golden_${module} PRIVATE nd_${module})
  file(GLOB cases CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/golden/${module}/*.txt)
  foreach(case ${cases})
    get_filename_component(topic ${case} NAME_WE)
    add_test(NAME golden/${module}/${topic} COMMAND golden_${module} ${case})
  endforeach()
endforeach()

include(${CMAKE_SOURCE_DIR}/cmake/fuzz.cmake)

find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME tidy/sources COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/tidy --objects ${CMAKE_BINARY_DIR})
add_test(NAME tidy/self COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tests/tidy/self_test.py)
