/* SPDX-License-Identifier: Apache-2.0 */
/* Runs every sqllogictest file of tests/sql in process, each in a fresh database. The format: tests/sql/run.py --help.
 * Arguments name files to be run alone. */
#include <dirent.h>
#include <sys/stat.h>

#include "support/sql_run.h"

#define CONNECTIONS_MAX 8
#define FILES_MAX 512

struct connection {
    char name[32];
    struct sql_result result;
};

struct file_run {
    char *path, *text;
    char **lines;
    size_t line_count;
    struct connection connections[CONNECTIONS_MAX];
    size_t connection_count;
    size_t passed, failed;
};

/* The file under test: cmocka hands nothing to a fiber. */
static struct file_run *current;

static void read_lines(struct file_run *run)
{
    FILE *file = fopen(run->path, "r");
    ND_ASSERT(file != NULL);
    struct stat info;
    ND_ASSERT(fstat(fileno(file), &info) == 0);
    run->text = calloc(1, (size_t)info.st_size + 1);
    ND_ASSERT(fread(run->text, 1, (size_t)info.st_size, file) == (size_t)info.st_size);
    fclose(file);
    size_t room = 2;
    for (const char *p = run->text; *p != '\0'; p++) room += *p == '\n';
    run->lines = calloc(room, sizeof *run->lines);
    for (char *p = run->text; p != NULL && *p != '\0';) {
        char *end = strchr(p, '\n');
        if (end != NULL) *end = '\0';
        run->lines[run->line_count++] = p;
        p = end == NULL ? NULL : end + 1;
    }
}

static struct connection *connect(struct file_run *run, struct sql_world *world, struct nd_fiber *fiber, const char *name)
{
    for (size_t i = 0; i < run->connection_count; i++)
        if (strcmp(run->connections[i].name, name) == 0) return &run->connections[i];
    ND_ASSERT(run->connection_count < CONNECTIONS_MAX);
    struct connection *connection = &run->connections[run->connection_count++];
    snprintf(connection->name, sizeof connection->name, "%s", name);
    sql_result_init(&connection->result, &world->heap, nd_sql_session_new(world->system, fiber, "postgres", "postgres"));
    return connection;
}

static int cmp_lines(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* White space counts once; none at the ends. */
static void normalise(char *line)
{
    char *out = line;
    for (char *p = line; *p != '\0'; p++) {
        bool is_space = *p == ' ' || *p == '\t';
        if (is_space && (out == line || out[-1] == ' ')) continue;
        *out++ = is_space ? ' ' : *p;
    }
    while (out > line && out[-1] == ' ') out--;
    *out = '\0';
}

static size_t split_rows(char *text, char **lines, size_t room)
{
    size_t count = 0;
    for (char *p = text; p != NULL && *p != '\0';) {
        char *end = strchr(p, '\n');
        if (end != NULL) *end = '\0';
        ND_ASSERT(count < room);
        lines[count++] = p;
        p = end == NULL ? NULL : end + 1;
    }
    return count;
}

static void complain(struct file_run *run, size_t line, const char *sql, const char *what, const char *more)
{
    run->failed++;
    fprintf(stderr, "%s:%zu: %s %s\n  %s\n", run->path, line, what, more, sql);
}

/* SQLSTATE, then text that the message contains; both may be missing. */
static bool error_matches(const char *pattern, const struct nd_err *err)
{
    size_t n = strspn(pattern, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (n == 5 && (pattern[5] == '\0' || pattern[5] == ' ')) {
        if (strncmp(pattern, err->sqlstate, 5) != 0) return false;
        pattern += pattern[5] == '\0' ? 5 : 6;
    }
    return strstr(err->message, pattern) != NULL;
}

static void compare(struct file_run *run, struct connection *connection, size_t at, const char *sql, bool is_sorted, char **expected, size_t expected_count)
{
    const char *rows = sql_text(&connection->result.rows);
    char *text = strdup(rows), **lines = calloc(strlen(rows) + 1, sizeof *lines);
    size_t count = split_rows(text, lines, strlen(rows) + 1);
    if (is_sorted) qsort(lines, count, sizeof *lines, cmp_lines);
    bool is_same = count == expected_count;
    for (size_t i = 0; i < count && is_same; i++) {
        char *want = strdup(expected[i]), *got = strdup(lines[i]);
        normalise(want);
        normalise(got);
        is_same = strcmp(want, got) == 0;
        free(want);
        free(got);
    }
    if (is_same) run->passed++;
    else {
        complain(run, at, sql, "differs; got", "");
        for (size_t i = 0; i < count && i < 40; i++) fprintf(stderr, "    %s\n", lines[i]);
    }
    free(lines);
    free(text);
}

static void judge(struct file_run *run, struct connection *connection, size_t at, const char *sql, enum nd_status status, const char *outcome)
{
    const struct nd_err *err = &connection->result.err;
    if (strncmp(outcome, "error", 5) == 0) {
        const char *pattern = outcome + 5;
        while (*pattern == ' ') pattern++;
        if (status == ND_STATUS_OK) complain(run, at, sql, "succeeded, expected error", pattern);
        else if (!error_matches(pattern, err)) complain(run, at, sql, err->sqlstate, err->message);
        else run->passed++;
    } else if (status != ND_STATUS_OK) {
        complain(run, at, sql, err->sqlstate, err->message);
    } else if (strncmp(outcome, "count ", 6) == 0) {
        const char *tag = sql_text(&connection->result.tags), *count = strrchr(tag, ' ');
        if (count == NULL || strcmp(count + 1, outcome + 6) != 0) complain(run, at, sql, "differs; got", tag);
        else run->passed++;
    } else {
        run->passed++;
    }
}

/* One record; returns the line behind it. */
static size_t run_record(struct file_run *run, struct connection *connection, size_t at)
{
    const char *head = run->lines[at], *outcome = strchr(head, ' ') + 1;
    size_t first = at + 1, line = at + 1, n = 0;
    size_t room = 1;
    for (size_t i = line; i < run->line_count && run->lines[i][0] != '\0'; i++) room += strlen(run->lines[i]) + 1;
    char *sql = calloc(1, room), *data = calloc(1, room);
    while (line < run->line_count && run->lines[line][0] != '\0' && strcmp(run->lines[line], "----") != 0) n += (size_t)sprintf(sql + n, "%s%s", n > 0 ? "\n" : "", run->lines[line++]);
    size_t expected = line, expected_count = 0, data_bytes = 0;
    if (line < run->line_count && strcmp(run->lines[line], "----") == 0) {
        expected = ++line;
        while (line < run->line_count && run->lines[line][0] != '\0') data_bytes += (size_t)sprintf(data + data_bytes, "%s\n", run->lines[line++]);
        expected_count = line - expected;
    }
    connection->result.copy = nd_slice_of(data, data_bytes);
    enum nd_status status = sql_query(&connection->result, sql);
    bool is_rows = strncmp(head, "query", 5) == 0 && strncmp(outcome, "error", 5) != 0 && status == ND_STATUS_OK;
    if (is_rows) compare(run, connection, first, sql, strstr(head, "rowsort") != NULL, run->lines + expected, expected_count);
    else judge(run, connection, first, sql, status, outcome);
    free(sql);
    free(data);
    return line;
}

/* A script: statements that end a line with ';', COPY with its data up to "\.". */
static void load_script(struct file_run *run, struct connection *connection, const char *path)
{
    char full[1024];
    snprintf(full, sizeof full, "%.*s/../../%s", (int)(strrchr(__FILE__, '/') - __FILE__), __FILE__, path);
    struct file_run script = {.path = full};
    read_lines(&script);
    size_t room = 1;
    for (size_t i = 0; i < script.line_count; i++) room += strlen(script.lines[i]) + 1;
    char *sql = calloc(1, room), *data = calloc(1, room);
    size_t n = 0;
    for (size_t i = 0; i < script.line_count; i++) {
        size_t len = strlen(script.lines[i]), data_bytes = 0;
        if (strncmp(script.lines[i], "--", 2) == 0) continue;
        n += (size_t)sprintf(sql + n, "%s\n", script.lines[i]);
        if (len == 0 || script.lines[i][len - 1] != ';') continue;
        for (i++; strncmp(sql, "COPY", 4) == 0 && i < script.line_count && strcmp(script.lines[i], "\\.") != 0; i++) data_bytes += (size_t)sprintf(data + data_bytes, "%s\n", script.lines[i]);
        if (strncmp(sql, "COPY", 4) != 0) i--;
        connection->result.copy = nd_slice_of(data, data_bytes);
        judge(run, connection, i, sql, sql_query(&connection->result, sql), "ok");
        n = 0;
        sql[0] = '\0';
    }
    free(sql);
    free(data);
    free(script.lines);
    free(script.text);
}

static void run_file(struct sql_world *world, struct nd_fiber *fiber)
{
    struct file_run *run = current;
    struct connection *connection = connect(run, world, fiber, "default");
    for (size_t at = 0; at < run->line_count;) {
        const char *line = run->lines[at];
        if (line[0] == '\0' || line[0] == '#') {
            at++;
        } else if (strcmp(line, "halt") == 0 || (strncmp(line, "only ", 5) == 0 && strcmp(line + 5, "ndoto") != 0)) {
            break;
        } else if (strncmp(line, "only ", 5) == 0 || strncmp(line, "sleep ", 6) == 0 || strcmp(line, "skipif postgresql") == 0 || strcmp(line, "onlyif ndoto") == 0) {
            at++;
        } else if (strcmp(line, "onlyif postgresql") == 0) {
            while (at < run->line_count && run->lines[at][0] != '\0') at++;
        } else if (strncmp(line, "connection ", 11) == 0) {
            connection = connect(run, world, fiber, line + 11);
            at++;
        } else if (strncmp(line, "load ", 5) == 0) {
            load_script(run, connection, line + 5);
            at++;
        } else if (strncmp(line, "statement ", 10) == 0 || strncmp(line, "query ", 6) == 0 || strncmp(line, "copy ", 5) == 0) {
            at = run_record(run, connection, at);
            connection = connect(run, world, fiber, "default"); /* another one is for one record */
        } else {
            fprintf(stderr, "%s:%zu: %s is not understood\n", run->path, at + 1, line);
            run->failed++;
            at++;
        }
    }
    for (size_t i = 0; i < run->connection_count; i++) {
        nd_sql_session_free(run->connections[i].result.session);
        sql_result_deinit(&run->connections[i].result);
    }
}

static size_t find_files(const char *folder, char **files, size_t count)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) return count;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[1024];
        size_t n = strlen(entry->d_name);
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        struct stat info;
        if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) count = find_files(path, files, count);
        else if (n > 5 && strcmp(entry->d_name + n - 5, ".test") == 0 && count < FILES_MAX) files[count++] = strdup(path);
    }
    closedir(dir);
    return count;
}

static void test_file(void **state)
{
    struct file_run run = {.path = *state};
    current = &run;
    read_lines(&run);
    sql_world_run(run_file);
    printf("%s: %zu passed, %zu failed\n", run.path, run.passed, run.failed);
    free(run.lines);
    free(run.text);
    assert_int_equal(run.failed, 0);
}

int main(int argc, char **argv)
{
    static char *files[FILES_MAX];
    static struct CMUnitTest tests[FILES_MAX];
    size_t count = 0;
    char folder[1024];
    for (int i = 1; i < argc && count < FILES_MAX; i++) files[count++] = strdup(argv[i]);
    /* tests/unit/sql_session_files.c -> tests/sql */
    snprintf(folder, sizeof folder, "%.*s/../sql", (int)(strrchr(__FILE__, '/') - __FILE__), __FILE__);
    if (count == 0) count = find_files(folder, files, 0);
    if (count == 0) {
        fprintf(stderr, "no test files in %s: start it in the build folder\n", folder);
        return 1;
    }
    qsort(files, count, sizeof *files, cmp_lines);
    for (size_t i = 0; i < count; i++) tests[i] = (struct CMUnitTest){.name = strrchr(files[i], '/') + 1, .test_func = test_file, .initial_state = files[i]};
    int failed = _cmocka_run_group_tests("sql files", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++) free(files[i]);
    return failed;
}
