#ifndef CPAGES_H
#define CPAGES_H

#include <stddef.h>

/// A file that pages consist of.
struct cpages_file {
    /// Its path below Web.
    const char *_Nonnull path;
    const unsigned char *_Nonnull bytes;
    size_t count;
};

/// How many there are.
size_t cpages_count(void);

/// One of them, by its place from 0 on.
struct cpages_file cpages_file_at(size_t index);

#endif
