#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes PostgreSQL's answers into tests/golden/sql_func/*.txt.

usage: sql_func_expect.py [-h HOST] [-p PORT] [-U USER] FILE...   (a PostgreSQL 15, initdb --locale=C.UTF-8)

Every line of input becomes a query of its own; tests/golden/sql_func.c says what the lines mean.
"""
import re
import subprocess
import sys


def query(line):
    if line.startswith("set "):
        return line + ";"
    line = re.sub(r"\b(extract|position)\(", r"pg_catalog.\1(", line)  # which the grammar wants otherwise
    match = re.match(r"agg (\w+)\((.*?(?:\(\d+(?:,\d+)?\))?)\):(.*)$", line)
    if not match:
        return "select " + line + ";"
    name, types, rows = match.groups()
    rows = [r for r in rows.split("|")] if rows.strip() else []
    if types == "*":
        return "select count(*) from generate_series(1, %d);" % len(rows)
    types = [t.strip() for t in re.split(r",(?![^(]*\))", types)]
    columns = ["abcdef"[i] for i in range(len(types))]

    def value(text, type_name):
        text = text.strip()
        return "NULL::" + type_name if text == "NULL" else "'%s'::%s" % (text.replace("'", "''"), type_name)

    values = ["(%s)" % ", ".join(value(v, t) for v, t in zip(row.split(","), types)) for row in rows]
    if not values:
        source = "(select %s where false)" % ", ".join("NULL::%s as %s" % (t, c) for t, c in zip(types, columns))
        return "select %s(%s) from %s v;" % (name, ", ".join(columns), source)
    return "select %s(%s) from (values %s) v(%s);" % (name, ", ".join(columns), ", ".join(values), ", ".join(columns))


def ask(psql, lines):
    script = "\\pset null NULL\n\\set VERBOSITY verbose\nset timezone to 'UTC';\n"
    for number, line in enumerate(lines):
        script += "\\echo @@%d\n%s\n" % (number, query(line))
    script += "\\echo @@end\n"
    run = subprocess.run(psql + ["-X", "-q", "-A", "-t", "-f", "-"], input=script, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    answers = re.split(r"^@@\w+\n", run.stdout, flags=re.M)[1:-1]
    return [answer(lines[i], a) for i, a in enumerate(answers)]


def answer(line, text):
    error = re.search(r"ERROR:  (\w{5}): (.*)$", text, flags=re.M)
    if not error:
        return "SET" if line.startswith("set ") else "= " + text[:-1]
    result = "ERROR %s: %s" % (error.group(1), error.group(2).replace("pg_catalog.", ""))
    for label in ("DETAIL", "HINT"):
        part = re.search(r"^%s:  (.*)$" % label, text, flags=re.M)
        if part:
            result += " %s: %s" % (label, part.group(1))
    return result


def main():
    psql, files, args = ["psql"], [], sys.argv[1:]
    while args:
        if args[0] in ("-h", "-p", "-U"):
            psql += args[:2]
            args = args[2:]
        else:
            files.append(args.pop(0))
    for path in files:
        with open(path, encoding="utf-8") as f:
            blocks = re.split(r"\n(?:[ ]*\n)+", f.read().strip("\n"))
        out = []
        for block in blocks:
            lines = block.split("\n")
            if "----" in lines:
                lines = lines[:lines.index("----")]
            comments = [l for l in lines if l.startswith("#")]
            lines = [l for l in lines if not l.startswith("#")]
            if not lines:
                out.append("\n".join(comments))
                continue
            out.append("\n".join(comments + lines + ["----"] + ask(psql, lines)))
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n\n".join(out) + "\n")


main()
