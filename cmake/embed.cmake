# SPDX-License-Identifier: Apache-2.0
# cmake -DFROM=file -DTO=file.c -DNAME=symbol -DHEADER=its.h -P embed.cmake
# writes a C file that holds the bytes of a file.
file(READ ${FROM} hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR bytes "${digits} / 2")
string(REPEAT "[0-9a-f]" 64 row)
string(REGEX REPLACE "(${row})" "\\1\n" body "${hex}") # 32 bytes a line
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," body "${body}")
file(WRITE ${TO} "#include \"${HEADER}\"\n\nconst uint8_t ${NAME}[] = {\n${body}};\nconst size_t ${NAME}_bytes = ${bytes};\n")
