/* SPDX-License-Identifier: Apache-2.0 */
/* assert.h - what a bug does: it stops the process, in release builds too.
 *
 * Role.       ND_ASSERT is for impossible states only. Input from network, disk or SQL is
 *             validated and answered with an nd_status, never asserted.
 * Threading.  Any thread. */
#ifndef ND_BASE_ASSERT_H
#define ND_BASE_ASSERT_H

#define ND_MUST_CHECK __attribute__((warn_unused_result))
#define ND_PRINTF(fmt_arg, first_arg) __attribute__((format(printf, fmt_arg, first_arg)))
#define ND_NORETURN __attribute__((noreturn))
#define ND_UNUSED(x) ((void)(x))
#define ND_ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Marks a function that may switch fibers: every pointer into reactor-owned state that the
 * caller holds may be stale when it returns. */
#define ND_YIELDS

/* Exit codes of a node that stops itself (EX of sysexits(3) avoided on purpose). */
enum nd_exit {
    ND_EXIT_OK = 0,
    ND_EXIT_USAGE = 2,       /* wrong command line or configuration */
    ND_EXIT_BUG = 70,        /* a system call failed that cannot; a failed ND_ASSERT ends by SIGABRT */
    ND_EXIT_MEMORY = 71,     /* allocation failed */
    ND_EXIT_LOG_IO = 72,     /* write or fsync of the log failed: acknowledged data is at stake */
    ND_EXIT_ENGINE = 73,     /* the state engine failed */
    ND_EXIT_CORRUPTION = 74, /* durable data is damaged, and that cannot be repaired */
    ND_EXIT_REPAIR = 75,     /* durable data was found damaged; the next start repairs it with the help of other nodes */
};

ND_NORETURN void nd_assert_fail(const char *what, const char *file, int line, const char *func);

/* Ends the process with `exit_code` after printing the message to stderr. Where an env is at
 * hand use nd_env_fatal instead, which the simulator turns into a crash of one node. */
ND_NORETURN void nd_fatal(int exit_code, const char *fmt, ...) ND_PRINTF(2, 3);

#define ND_ASSERT(x) ((x) ? (void)0 : nd_assert_fail(#x, __FILE__, __LINE__, __func__))
#define ND_UNREACHABLE() nd_assert_fail("unreachable", __FILE__, __LINE__, __func__)
#define ND_STATIC_ASSERT(x, msg) _Static_assert(x, msg)

#endif
