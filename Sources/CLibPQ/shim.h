#ifndef CLIBPQ_SHIM_H
#define CLIBPQ_SHIM_H

#include <libpq-fe.h>
#include <dlfcn.h>
#include <stddef.h>
#ifdef __linux__
#include <sys/epoll.h> /* which Swift's Glibc module leaves out */
#endif

/* Bytes OpenSSL has decrypted and libpq has not read yet. The socket is not readable for them, so a caller that
 * waits for it would sleep on data it already has. libpq offers no call for this; libssl is loaded whenever
 * PQsslStruct answers, so its function is looked up rather than linked. */
static inline int clibpq_tls_pending(PGconn *connection) {
    void *ssl = PQsslStruct(connection, "OpenSSL");
    if (ssl == NULL) return 0;
    int (*pending)(const void *) = (int (*)(const void *)) dlsym(RTLD_DEFAULT, "SSL_pending");
    return pending == NULL ? 0 : pending(ssl);
}

/* libpq prints notices on standard error unless told otherwise. */
static inline void clibpq_drop_notice(void *context, const PGresult *notice) {
    (void) context;
    (void) notice;
}

static inline void clibpq_drop_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, clibpq_drop_notice, NULL);
}

#endif
