# SPDX-License-Identifier: Apache-2.0
# The C client as a library of its own, libndoto.so: the few modules it stands on are compiled once more,
# position-independent, and only the names of include/ndoto/ndoto.h leave it.
set(client_sources ${CMAKE_SOURCE_DIR}/clients/c/ndoto.c)
foreach(module base env rpc)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${module}/*.c)
  list(FILTER sources EXCLUDE REGEX "/sim[^/]*\\.c$")
  list(APPEND client_sources ${sources})
endforeach()
add_library(ndoto_client SHARED ${client_sources})
set_target_properties(ndoto_client PROPERTIES OUTPUT_NAME ndoto VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}
                                              LINK_DEPENDS ${CMAKE_SOURCE_DIR}/clients/c/ndoto.map)
target_include_directories(ndoto_client PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/include)
target_link_libraries(ndoto_client PRIVATE xxhash m uv boost_context Threads::Threads)
target_link_options(ndoto_client PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/clients/c/ndoto.map -Wl,--no-undefined)

# cmake --install: the program, the client library, its header, what pkg-config wants to know
include(GNUInstallDirs)
install(TARGETS ndoto RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS ndoto_client LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${CMAKE_SOURCE_DIR}/include/ndoto/ndoto.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ndoto)
file(RELATIVE_PATH PC_TO_PREFIX ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(${CMAKE_SOURCE_DIR}/clients/c/ndoto.pc.in ${CMAKE_BINARY_DIR}/gen/ndoto.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/gen/ndoto.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
