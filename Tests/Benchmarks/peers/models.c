// Bare libpq's side of `deploy/bench models`: `models URL`; see ModelBenchmark/main.swift. As one
// writes it in C: prepared statements, binary results, rows copied into structures.
#include <arpa/inet.h>
#include <endian.h>
#include <libpq-fe.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct post {
    int64_t id, views, author_id;
    char *title, *body;
};

static PGconn *connection;

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, PQerrorMessage(connection));
    exit(1);
}

static PGresult *checked(PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail("libpq");
    return result;
}

static void run_sql(const char *sql) {
    PQclear(checked(PQexec(connection, sql)));
}

static void prepare(const char *name, const char *sql) {
    PQclear(checked(PQprepare(connection, name, sql, 0, NULL)));
}

static int64_t integer(PGresult *result, int row, int column) {
    uint64_t value;
    memcpy(&value, PQgetvalue(result, row, column), 8);
    return (int64_t)be64toh(value);
}

static char *text(PGresult *result, int row, int column) {
    int length = PQgetlength(result, row, column);
    char *copy = malloc((size_t)length + 1);
    memcpy(copy, PQgetvalue(result, row, column), (size_t)length);
    copy[length] = 0;
    return copy;
}

// Makes structures of all rows, and gives the sum of their views.
static int64_t take(PGresult *result) {
    int count = PQntuples(result);
    struct post *posts = malloc(sizeof *posts * (size_t)(count + 1));
    int64_t sum = 0;
    for (int row = 0; row < count; row++) {
        posts[row] = (struct post){
            integer(result, row, 0), integer(result, row, 3), integer(result, row, 4),
            text(result, row, 1), text(result, row, 2)};
        sum += posts[row].views;
    }
    for (int row = 0; row < count; row++) {
        free(posts[row].title);
        free(posts[row].body);
    }
    free(posts);
    PQclear(result);
    return sum;
}

static PGresult *query(const char *name, int count, const char *const *values, const int *lengths,
                       const int *formats) {
    return checked(PQexecPrepared(connection, name, count, values, lengths, formats, 1));
}

static PGresult *query_by(const char *name, int64_t number) {
    uint64_t value = htobe64((uint64_t)number);
    const char *values[] = {(const char *)&value};
    return query(name, 1, values, (int[]){8}, (int[]){1});
}

static void insert(int number) {
    char title[40], body[80];
    snprintf(title, sizeof title, "Entry %d", number);
    snprintf(body, sizeof body, "The body of entry %d, which is not very long.", number);
    uint64_t views = htobe64((uint64_t)(number % 1000));
    uint64_t author = htobe64((uint64_t)(number % 100 + 1));
    const char *values[] = {title, body, (const char *)&views, (const char *)&author};
    PGresult *result = query("insert", 4, values, (int[]){0, 0, 8, 8}, (int[]){0, 0, 1, 1});
    integer(result, 0, 0);
    PQclear(result);
}

static void copy(void) {
    run_sql("BEGIN");
    PGresult *begin = PQexec(connection, "COPY entry (title, body, views, author_id) FROM STDIN");
    if (PQresultStatus(begin) != PGRES_COPY_IN) fail("COPY");
    PQclear(begin);
    for (int number = 0; number < 10000; number++) {
        char line[200];
        int length = snprintf(
            line, sizeof line, "Entry %d\tThe body of entry %d, which is not very long.\t%d\t%d\n",
            number, number, number % 1000, number % 100 + 1);
        if (PQputCopyData(connection, line, length) != 1) fail("COPY");
    }
    if (PQputCopyEnd(connection, NULL) != 1) fail("COPY");
    PQclear(checked(PQgetResult(connection)));
    while (PQgetResult(connection)) {}
    run_sql("COMMIT");
}

static int64_t eager(void) {
    PGresult *authors = query("authors", 0, NULL, NULL, NULL);
    int count = PQntuples(authors);
    char *list = malloc((size_t)count * 22 + 3);
    char *end = list;
    *end++ = '{';
    for (int row = 0; row < count; row++) {
        end += sprintf(end, row ? ",%lld" : "%lld", (long long)integer(authors, row, 0));
        free(text(authors, row, 1));
        free(text(authors, row, 2));
    }
    strcpy(end, "}");
    PQclear(authors);
    const char *values[] = {list};
    int64_t sum = take(query("posts", 1, values, (int[]){0}, (int[]){0}));
    free(list);
    return sum;
}

static int64_t run(const char *name, int count) {
    int64_t sum = 0;
    for (int number = 0; number < count; number++) {
        if (!strcmp(name, "key")) {
            sum += take(query_by("key", number * 37 % 10000 + 1));
        } else if (!strcmp(name, "rows")) {
            sum += take(query_by("rows", 1000));
        } else if (!strcmp(name, "filter")) {
            uint64_t least = htobe64((uint64_t)(900 + number % 50)), limit = htobe64(20);
            const char *values[] = {(const char *)&least, "Post 1%", (const char *)&limit};
            sum += take(query("filter", 3, values, (int[]){8, 0, 8}, (int[]){1, 0, 1}));
        } else if (!strcmp(name, "insert")) {
            insert(number);
            sum += 1;
        } else if (!strcmp(name, "bulk")) {
            copy();
            sum += 10000;
        } else {
            sum += eager();
        }
    }
    return sum;
}

static void fill(void) {
    run_sql("CREATE TABLE author (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
            " name text COLLATE \"C\" NOT NULL, email text COLLATE \"C\" NOT NULL)");
    const char *columns = "(id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
                          " title text COLLATE \"C\" NOT NULL, body text COLLATE \"C\" NOT NULL,"
                          " views bigint NOT NULL, author_id bigint NOT NULL)";
    char sql[400];
    for (int table = 0; table < 2; table++) {
        snprintf(sql, sizeof sql, "CREATE TABLE %s %s", table ? "entry" : "post", columns);
        run_sql(sql);
    }
    run_sql("INSERT INTO author (name, email) SELECT 'Author ' || n, n || '@example.org'"
            " FROM generate_series(1, 100) n");
    run_sql("INSERT INTO post (title, body, views, author_id) SELECT 'Post ' || n,"
            " 'The body of post ' || n || ', which is not very long.', n * 7919 % 1000,"
            " (n - 1) / 100 + 1 FROM generate_series(1, 10000) n");
    run_sql("CREATE INDEX ON post (views)");
    run_sql("CREATE INDEX ON post (author_id)");
    run_sql("ANALYZE author, post");
    const char *select = "SELECT id, title, body, views, author_id FROM post WHERE ";
    const char *conditions[][2] = {
        {"key", "id = $1::bigint"},
        {"rows", "id <= $1::bigint"},
        {"filter", "views >= $1::bigint AND title LIKE $2 ORDER BY views DESC, id LIMIT $3"},
        {"posts", "author_id = ANY($1::bigint[])"},
    };
    for (int index = 0; index < 4; index++) {
        snprintf(sql, sizeof sql, "%s%s", select, conditions[index][1]);
        prepare(conditions[index][0], sql);
    }
    prepare("authors", "SELECT id, name, email FROM author");
    prepare("insert", "INSERT INTO entry (title, body, views, author_id)"
                      " VALUES ($1, $2, $3::bigint, $4::bigint) RETURNING id");
}

int main(int count, char **arguments) {
    if (count != 2) return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    connection = PQconnectdb(arguments[1]);
    if (PQstatus(connection) != CONNECTION_OK) fail("connection");
    fill();
    puts("ready");
    char name[20];
    int times;
    while (scanf("%19s %d", name, &times) == 2) {
        struct timespec start, end;
        clock_gettime(CLOCK_MONOTONIC, &start);
        int64_t sum = run(name, times);
        clock_gettime(CLOCK_MONOTONIC, &end);
        double spent = (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
        printf("%.1f %lld\n", spent / times, (long long)sum);
        run_sql("DELETE FROM entry");
    }
    PQfinish(connection);
    return 0;
}
