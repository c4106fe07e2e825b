/* `sh -c true` in a loop from C, one at a time: what a command costs with nothing around it. Reads "<seconds> <ignored>", answers with one line
 * of JSON. */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

enum { MOST = 1000000 };
static double times[MOST];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(void) {
    char *command[] = {"/bin/sh", "-c", "true", NULL}, *none[] = {NULL};
    int seconds, ignored;

    while (scanf("%d %d", &seconds, &ignored) == 2) {
        double begin = now(), last = begin;
        int count = 0;
        while (last - begin < seconds && count < MOST) {
            pid_t pid;
            int status;
            if (posix_spawn(&pid, command[0], NULL, NULL, command, none) != 0 || waitpid(pid, &status, 0) != pid || status != 0) return 1;
            double end = now();
            times[count++] = (end - last) * 1000;
            last = end;
        }
        qsort(times, count, sizeof *times, ascending);
        printf("{\"operations\": %d, \"seconds\": %f, \"p50\": %f, \"p99\": %f}\n", count, last - begin, times[count / 2], times[count * 99 / 100]);
        fflush(stdout);
    }
    return 0;
}
