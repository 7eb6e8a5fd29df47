/* SPDX-License-Identifier: Apache-2.0 */
/* sql_shell.c - `ndoto sql`: statements from the terminal, a file, the command line or a pipe. */
#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <wchar.h>

#include "cli/args.h"
#include "cli/commands.h"
#include "cli/sql_client.h"
#include "cli/sql_scan.h"

#define HISTORY_LINES 2000

struct shell {
    struct nd_cli_sql sql;
    struct nd_cli_sql_options options;
    EditLine *editor;
    History *history;
    struct nd_sql_scan scan;
    struct nd_buf statement;
    char prompt[128], history_path[4096];
    bool was_interrupted; /* Ctrl-C at the prompt */
    bool quits;
};

/* ---- the line editor ---- */

static struct shell *shell_of(EditLine *editor)
{
    void *data = NULL;
    el_get(editor, EL_CLIENTDATA, &data);
    return data;
}

/* postgres=> at the start of a statement, postgres-> inside; * in a transaction, ! in a failed one. */
static char *prompt_of(EditLine *editor)
{
    struct shell *shell = shell_of(editor);
    char middle = nd_sql_scan_is_idle(&shell->scan) ? '=' : nd_sql_scan_prompt(&shell->scan);
    const char *state = "";
    switch (PQtransactionStatus(shell->sql.conn)) {
    case PQTRANS_INTRANS: state = "*"; break;
    case PQTRANS_INERROR: state = "!"; break;
    case PQTRANS_UNKNOWN: state = "?"; break;
    default: break;
    }
    snprintf(shell->prompt, sizeof shell->prompt, "%s%c%s> ", PQdb(shell->sql.conn) != NULL ? PQdb(shell->sql.conn) : "", middle, state);
    return shell->prompt;
}

/* Without isig (open_editor) Ctrl-C is a character like others: here it ends the line. */
static int read_char(EditLine *editor, wchar_t *c_out)
{
    mbstate_t state;
    memset(&state, 0, sizeof state);
    for (;;) {
        char byte;
        ssize_t n = read(STDIN_FILENO, &byte, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return (int)n;
        size_t used = mbrtowc(c_out, &byte, 1, &state);
        if (used == (size_t)-2) continue;                        /* more bytes of the character follow */
        if (used == (size_t)-1) memset(&state, 0, sizeof state); /* not UTF-8: as it is */
        if (used == (size_t)-1 || used == 0) *c_out = (wchar_t)(unsigned char)byte;
        if (byte == '\x03') {
            shell_of(editor)->was_interrupted = true;
            fputs("^C", stdout);
            *c_out = L'\n';
        }
        return 1;
    }
}

static bool open_editor(struct shell *shell)
{
    HistEvent event;
    shell->history = history_init();
    shell->editor = el_init("ndoto", stdin, stdout, stderr);
    if (shell->history == NULL || shell->editor == NULL) return false;
    el_set(shell->editor, EL_CLIENTDATA, shell);
    el_set(shell->editor, EL_PROMPT, prompt_of);
    el_set(shell->editor, EL_EDITOR, "emacs");
    el_set(shell->editor, EL_HIST, history, shell->history);
    el_set(shell->editor, EL_SETTY, "-d", "-isig", NULL);
    el_set(shell->editor, EL_GETCFN, read_char);
    el_set(shell->editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
    history(shell->history, &event, H_SETSIZE, HISTORY_LINES);
    history(shell->history, &event, H_SETUNIQUE, 1);
    const char *home = getenv("HOME");
    const struct passwd *user = home == NULL ? getpwuid(getuid()) : NULL;
    if (home == NULL && user != NULL) home = user->pw_dir;
    if (home != NULL) {
        snprintf(shell->history_path, sizeof shell->history_path, "%s/.ndoto_history", home);
        history(shell->history, &event, H_LOAD, shell->history_path);
    }
    return true;
}

static void close_editor(struct shell *shell)
{
    HistEvent event;
    if (shell->history != NULL && shell->history_path[0] != '\0') history(shell->history, &event, H_SAVE, shell->history_path);
    if (shell->editor != NULL) el_end(shell->editor);
    if (shell->history != NULL) history_end(shell->history);
}

static bool next_terminal_line(void *arg, struct nd_slice *line_out)
{
    struct shell *shell = arg;
    int n = 0;
    shell->was_interrupted = false;
    const char *line = el_gets(shell->editor, &n);
    if (line == NULL || n <= 0) return false;
    *line_out = nd_slice_of(line, (size_t)n);
    return true;
}

/* ---- other inputs ---- */

struct file_lines {
    FILE *file;
    char *line;
    size_t cap;
};

static bool next_file_line(void *arg, struct nd_slice *line_out)
{
    struct file_lines *lines = arg;
    ssize_t n = getline(&lines->line, &lines->cap, lines->file);
    if (n <= 0) return false;
    *line_out = nd_slice_of(lines->line, (size_t)n);
    return true;
}

static bool run_file(struct nd_cli_sql *sql, FILE *file, bool keeps_going)
{
    struct file_lines source = {.file = file};
    const struct nd_cli_lines lines = {&source, next_file_line};
    size_t failed = nd_cli_sql_run_script(sql, &lines, keeps_going);
    free(source.line);
    return failed == 0;
}

/* ---- the prompt ---- */

static const char *const help_text =
    "Statements end with ';' and may span lines. Ctrl-C cancels a running statement, or drops the line.\n"
    "  \\q, Ctrl-D    leave              \\?            this text\n"
    "  \\timing       show run times     \\conninfo     where you are connected\n"
    "  \\i FILE       run a script\n";

static void include_file(struct shell *shell, const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return;
    }
    run_file(&shell->sql, file, false);
    fclose(file);
}

static void run_backslash(struct shell *shell, const char *line, size_t n)
{
    char text[1024];
    snprintf(text, sizeof text, "%.*s", n < sizeof text ? (int)n : (int)sizeof text - 1, line);
    text[strcspn(text, "\r\n")] = '\0';
    size_t word_n = strcspn(text, " \t;");
    const char *rest = text + word_n;
    rest += strspn(rest, " \t");
    text[word_n] = '\0';
    if (strcmp(text, "\\q") == 0) shell->quits = true;
    else if (strcmp(text, "\\?") == 0 || strcmp(text, "\\h") == 0) fputs(help_text, stdout);
    else if (strcmp(text, "\\i") == 0 && rest[0] != '\0') include_file(shell, rest);
    else if (strcmp(text, "\\timing") == 0) {
        shell->sql.has_timing = !shell->sql.has_timing;
        printf("Timing is %s.\n", shell->sql.has_timing ? "on" : "off");
    } else if (strcmp(text, "\\conninfo") == 0)
        printf("%s:%s as %s, database %s\n", PQhost(shell->sql.conn), PQport(shell->sql.conn), PQuser(shell->sql.conn), PQdb(shell->sql.conn));
    else fprintf(stderr, "no command %s; \\? lists them\n", text);
}

static void start_statement(struct shell *shell)
{
    nd_buf_clear(&shell->statement);
    nd_sql_scan_init(&shell->scan);
}

static void remember(struct shell *shell)
{
    HistEvent event;
    size_t n = shell->statement.n;
    while (n > 0 && strchr(" \r\n", shell->statement.p[n - 1]) != NULL) n--;
    if (n == 0) return;
    struct nd_buf entry;
    nd_buf_init(&entry, shell->sql.heap);
    nd_buf_put(&entry, shell->statement.p, n);
    nd_buf_put_u8(&entry, 0);
    history(shell->history, &event, H_ENTER, (const char *)entry.p);
    nd_buf_deinit(&entry);
}

/* The connection breaks when its node dies: a new one is tried, so that the prompt survives a restart. */
static void reconnect(struct shell *shell)
{
    fprintf(stderr, "The connection to the server was lost. Trying again: ");
    PQreset(shell->sql.conn);
    if (PQstatus(shell->sql.conn) == CONNECTION_OK) fprintf(stderr, "connected.\n");
    else fprintf(stderr, "failed.\n%s", PQerrorMessage(shell->sql.conn));
    start_statement(shell);
}

static void run_line(struct shell *shell, struct nd_slice line)
{
    const struct nd_cli_lines lines = {shell, next_terminal_line};
    if (nd_sql_scan_is_idle(&shell->scan)) {
        if (line.n > 0 && line.p[0] == '\\') {
            run_backslash(shell, (const char *)line.p, line.n);
            return;
        }
        if (nd_slice_eq(line, nd_slice_str("exit\n")) || nd_slice_eq(line, nd_slice_str("quit\n"))) {
            shell->quits = true;
            return;
        }
    }
    struct nd_buf copy; /* the editor's own line is gone once COPY reads the next */
    nd_buf_init(&copy, shell->sql.heap);
    nd_buf_put_slice(&copy, line);
    for (size_t at = 0; at < copy.n;) {
        bool is_complete;
        size_t n = nd_sql_scan_feed(&shell->scan, (const char *)copy.p + at, copy.n - at, &is_complete);
        nd_buf_put(&shell->statement, copy.p + at, n);
        at += n;
        if (!is_complete) break;
        remember(shell);
        nd_buf_put_u8(&shell->statement, 0);
        nd_cli_sql_run(&shell->sql, (const char *)shell->statement.p, &lines);
        start_statement(shell);
        if (PQstatus(shell->sql.conn) != CONNECTION_OK) reconnect(shell);
    }
    if (nd_sql_scan_is_idle(&shell->scan) && !nd_slice_has_prefix(nd_buf_slice(&shell->statement), nd_slice_str("/*"))) start_statement(shell);
    nd_buf_deinit(&copy);
}

static int run_prompt(struct shell *shell)
{
    if (!open_editor(shell)) {
        fprintf(stderr, "ndoto sql: the line editor cannot use this terminal\n");
        close_editor(shell);
        return ND_EXIT_FAILED;
    }
    printf("Connected to %s:%s. Statements end with ';', \\? helps, \\q leaves.\n", PQhost(shell->sql.conn), PQport(shell->sql.conn));
    nd_buf_init(&shell->statement, shell->sql.heap);
    start_statement(shell);
    struct nd_slice line;
    while (!shell->quits) {
        if (!next_terminal_line(shell, &line)) break;
        if (shell->was_interrupted) {
            /* On an empty line of an empty statement it leaves, else it drops what was typed. */
            if (nd_sql_scan_is_idle(&shell->scan) && line.n <= 1) break;
            start_statement(shell);
            continue;
        }
        run_line(shell, line);
    }
    printf("\n");
    nd_buf_deinit(&shell->statement);
    close_editor(shell);
    return ND_EXIT_OK;
}

/* SIGINT is blocked and read from a descriptor: handlers would need global state. */
static int open_signal_fd(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int nd_cli_sql(int argc, char **argv)
{
    struct nd_heap heap;
    nd_heap_init(&heap, false);
    struct shell shell = {.options = {.host = "127.0.0.1", .user = "postgres", .database = "postgres", .connect_timeout_s = 10}};
    const char *command = NULL, *file_path = NULL;
    uint64_t port = 7432;
    bool is_csv = false, is_quiet = false, has_timing = false, keeps_going = false;
    const struct nd_cli_flag flags[] = {
        {"host", 'h', ND_CLI_TEXT, "HOST", "server [127.0.0.1]", &shell.options.host, 0, 0, NULL},
        {"port", 'p', ND_CLI_NUMBER, "PORT", "its SQL port [7432]", &port, 1, 65535, NULL},
        {"user", 'U', ND_CLI_TEXT, "NAME", "role [postgres]", &shell.options.user, 0, 0, NULL},
        {"database", 'd', ND_CLI_TEXT, "NAME", "database [postgres]", &shell.options.database, 0, 0, NULL},
        {"command", 'c', ND_CLI_TEXT, "SQL", "run these statements and leave", &command, 0, 0, NULL},
        {"file", 'f', ND_CLI_TEXT, "FILE", "run a script and leave (- : standard input)", &file_path, 0, 0, NULL},
        {"csv", 0, ND_CLI_SWITCH, NULL, "print rows as CSV", &is_csv, 0, 0, NULL},
        {"quiet", 'q', ND_CLI_SWITCH, NULL, "no command tags", &is_quiet, 0, 0, NULL},
        {"timing", 0, ND_CLI_SWITCH, NULL, "show run times", &has_timing, 0, 0, NULL},
        {"keep-going", 0, ND_CLI_SWITCH, NULL, "scripts go on after an error", &keeps_going, 0, 0, NULL},
    };
    const struct nd_cli_usage usage = {
        "ndoto sql", "[FLAGS]",
        "A SQL shell for an Ndoto (or PostgreSQL) server. Without -c or -f it reads the terminal; from a pipe it\n"
        "runs the script that comes. Scripts stop at the first error; the exit status is then 1.",
        flags, ND_ARRAY_LEN(flags), 0,
        "examples:\n  ndoto sql -p 7433 -c 'SELECT 1'\n  ndoto sql -f schema.sql\n  echo 'SELECT 1' | ndoto sql --csv\n"};
    int positional, exit_code;
    if (!nd_cli_args_parse(&usage, argc, argv, &positional, &exit_code)) return exit_code;
    if (command != NULL && file_path != NULL) {
        fprintf(stderr, "ndoto sql: -c and -f exclude each other\n");
        return ND_EXIT_USAGE;
    }
    FILE *file = NULL;
    bool is_stdin = file_path != NULL ? strcmp(file_path, "-") == 0 : command == NULL && isatty(STDIN_FILENO) == 0;
    if (file_path != NULL && !is_stdin && (file = fopen(file_path, "r")) == NULL) {
        fprintf(stderr, "ndoto sql: %s: %s\n", file_path, strerror(errno));
        return ND_EXIT_FAILED;
    }
    setlocale(LC_CTYPE, "");
    shell.options.port = (uint16_t)port;
    if (!nd_cli_sql_open(&shell.sql, &heap, &shell.options, false)) {
        if (file != NULL) fclose(file);
        return ND_EXIT_FAILED;
    }
    shell.sql.is_csv = is_csv;
    shell.sql.is_quiet = is_quiet;
    shell.sql.has_timing = has_timing;
    if (command != NULL) {
        struct nd_cli_text_lines text = {nd_slice_str(command)};
        const struct nd_cli_lines lines = nd_cli_lines_of_text(&text);
        exit_code = nd_cli_sql_run_script(&shell.sql, &lines, keeps_going) == 0 ? ND_EXIT_OK : ND_EXIT_FAILED;
    } else if (file != NULL || is_stdin) {
        exit_code = run_file(&shell.sql, file != NULL ? file : stdin, keeps_going) ? ND_EXIT_OK : ND_EXIT_FAILED;
    } else {
        shell.sql.signal_fd = open_signal_fd();
        exit_code = run_prompt(&shell);
    }
    if (file != NULL) fclose(file);
    nd_cli_sql_close(&shell.sql);
    if (shell.sql.signal_fd >= 0) close(shell.sql.signal_fd);
    return exit_code;
}
